"""Rows of a file: each is judged alone, good ones are kept, bad ones say what to mend.

A row is known again by its `external_ref` within the agency, so the same file sent twice changes
nothing. Rules:

- A reference is one person's. A second row of it in a batch is refused, and so is a row whose
  name, sex or birth year contradicts the person who bears it: nothing of theirs is taken over by
  somebody else, and nothing of theirs is told.
- For a person already known, what the file does not say stays as it is stored.
- What a row can do without and cannot be read is left out and named; the row is kept.
- A person who was erased does not come back with a file.
- Who is likely somebody of the agency, or of another row, is kept and asked about.
- Consents in a file are of method `import`, whatever the file says: they never undo what a person
  said themselves.

A batch is read, compared and written with a few statements; a row that changes somebody known is
written alone, within a savepoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pydantic import BaseModel

from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.contracts.profiles import ProfileIn
from amuddu.contracts.types import ExternalRef, Lang
from amuddu.kit.auth import Actor, Role, require
from amuddu.kit.batch.verdicts import Row, Verdicts
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.kit.errors import FieldError, Forbidden, invalid
from amuddu.kit.i18n import N_, Text
from services.profiles.common import pseudonym
from services.profiles.common.tables import ProfileRow
from services.profiles.consents import repository as consents_repository
from services.profiles.imports import adding, alike, reading, repository, same_person
from services.profiles.people import ages, mapping, service
from services.profiles.residence import vault
from services.profiles.residence.vault import Visit

Rows: TypeAlias = dict[str, tuple[int, Row]]
"""Rows by reference, each with its place in the batch."""


class _Reference(BaseModel):
    """The one column that is read before the row is compared with what is stored."""

    external_ref: ExternalRef


_ACTION = "imported"

_NO_REFERENCE = N_(
    "Ajoutez une référence à cette ligne : elle évite d'inscrire deux fois la personne."
)
_JUST_SAVED = N_("Cette ligne vient d'être enregistrée par quelqu'un d'autre : renvoyez-la.")
_REPEATED = N_("Une autre ligne de ce fichier porte déjà cette référence : donnez-en une autre.")
_SOMEBODY_ELSE = N_(
    "Cette référence est déjà celle de quelqu'un d'autre : vérifiez, ou donnez une autre référence."
)
_FOLLOWED = N_("Une autre personne de l'agence suit déjà ce dossier : voyez avec elle.")
_ERASED = N_(
    "Cette personne a fait effacer son dossier : retirez cette ligne. "
    "Si elle revient, inscrivez-la avec elle, sans fichier."
)


@dataclass(frozen=True, slots=True)
class _Batch:
    """A batch under way."""

    session: Session
    actor: Actor
    agency_id: str
    verdicts: Verdicts

    def refuse(self, index: int, message: str) -> None:
        """Refuse a row for its reference."""
        self.verdicts.refuse(index, [FieldError("external_ref", Text(message))])


def batch(
    session: Session, body: BatchIn, *, actor: Actor, lang: Lang, keys: tuple[str, ...]
) -> BatchOut:
    """Create or update people of an agency; never all or nothing. `keys`: those of the marks of
    people who were erased."""
    work = _Batch(session, actor, _agency(body, actor), Verdicts(lang))
    rows = _by_reference(work, body)
    known = repository.locked_by_refs(session, work.agency_id, rows.keys())
    _compare(work, {reference: rows.pop(reference) for reference in known}, known)
    _add(work, _without_erased(work, rows, keys))
    return work.verdicts.out()


def _agency(body: BatchIn, actor: Actor) -> str:
    require(actor, Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR)
    if actor.role is not Role.ADMINISTRATOR:
        if actor.agency_id is None or body.agency_id not in (None, actor.agency_id):
            raise Forbidden
        return actor.agency_id
    if body.agency_id is None:
        raise invalid("agency_id", N_("Indiquez l'agence qui suit ces personnes."))
    return body.agency_id


def _by_reference(work: _Batch, body: BatchIn) -> Rows:
    """Rows by reference, in its order: two files at once wait for each other, not in a ring."""
    rows: Rows = {}
    for index, raw in enumerate(body.rows):
        with work.verdicts.judging(index):
            reference = _reference(raw)
            if reference in rows:
                raise invalid("external_ref", _REPEATED)
            rows[reference] = (index, {**raw, "external_ref": reference})
    return dict(sorted(rows.items()))


def _reference(raw: Row) -> str:
    found = raw.get("external_ref")
    if not str(found or "").strip():
        raise invalid("external_ref", _NO_REFERENCE)
    return _Reference.model_validate(raw).external_ref


# --- people known already ---------------------------------------------------------------------


def _compare(work: _Batch, rows: Rows, known: dict[str, ProfileRow]) -> None:
    """Update those whom the file tells anew; the others are read, compared and left alone."""
    mine = {}
    for reference, (index, raw) in rows.items():
        if work.actor.role is Role.AGENT and known[reference].agent_id != work.actor.id:
            work.refuse(index, _FOLLOWED)
        else:
            mine[reference] = (index, raw)
    if not mine:
        return
    people = [known[reference] for reference in mine]
    facts = vault.opened_all(work.session, people, visit=Visit(work.actor, _ACTION))
    consents = consents_repository.newest_consents(work.session, [row.id for row in people])
    for reference, (index, raw) in mine.items():
        row = known[reference]
        sensitive, current = facts[row.id], consents[row.id]
        with work.verdicts.judging(index):
            stored = mapping.entered(row, sensitive, current)
            body, notes = reading.known(raw, stored)
            if same_person.contradicts(body, ProfileIn.model_construct(**stored)):
                raise invalid("external_ref", _SOMEBODY_ELSE)
            changed = service.would_change(row, sensitive, current, body)
            if changed:
                with work.session.begin_nested():
                    service.write(
                        work.session, row, sensitive, body, actor=work.actor, by_file=True
                    )
            notes = (*notes, *ages.notes(work.session, sensitive, on=today()))
            work.verdicts.keep(index, "updated" if changed else "unchanged", row.id, notes)


# --- new people -------------------------------------------------------------------------------


def _without_erased(work: _Batch, rows: Rows, keys: tuple[str, ...]) -> Rows:
    marks = {
        pseudonym.mark(work.agency_id, reference, key=key): reference
        for reference in rows
        for key in keys
    }
    gone = {marks[mark] for mark in repository.erased(work.session, marks.keys())}
    for reference in gone:
        work.refuse(rows[reference][0], _ERASED)
    return {reference: row for reference, row in rows.items() if reference not in gone}


def _add(work: _Batch, rows: Rows) -> None:
    bodies: list[ProfileIn] = []
    notes: dict[str, tuple[FieldError, ...]] = {}
    for reference, (index, raw) in rows.items():
        with work.verdicts.judging(index):
            body, notes[reference] = reading.new(raw)
            bodies.append(body)
    if not bodies:
        return
    questions = alike.questions(work.session, bodies, actor=work.actor, agency_id=work.agency_id)
    added = adding.add_many(
        work.session, bodies, actor=work.actor, agency_id=work.agency_id, action=_ACTION
    )
    for body in bodies:
        reference = str(body.external_ref)
        index = rows[reference][0]
        if reference in added:
            said = (*notes[reference], *ages.notes_of(body, on=today()), *questions[reference])
            work.verdicts.keep(index, "created", added[reference], said)
        else:
            work.refuse(index, _JUST_SAVED)
