"""Rows of a file: each is judged alone, good ones are kept, bad ones say what to mend.

A row is known again by its `external_ref` within the agency, so the same file sent twice changes
nothing. For a person already known, a column that the file lacks keeps what is stored. A person
who was erased does not come back with a file, and consents in a file are of method `import`,
whatever the file says: they never undo what a person said themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from amuddu.contracts.batch import BatchIn, BatchOut, RowOutcome
from amuddu.contracts.profiles import ProfileIn
from amuddu.contracts.types import ExternalRef, Lang
from amuddu.kit.auth import Actor, Role, require
from amuddu.kit.batch import Kept, Row, import_each
from amuddu.kit.clock import today
from amuddu.kit.db import IntegrityError, Session
from amuddu.kit.errors import Forbidden, invalid
from amuddu.kit.i18n import N_
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.consents import repository as consents_repository
from services.profiles.people import ages, mapping, pseudonym, repository, service
from services.profiles.residence import vault
from services.profiles.residence.vault import Visit


class _Reference(BaseModel):
    """The one column that is read before the row is compared with what is stored."""

    external_ref: ExternalRef


_JUST_SAVED = N_("Cette ligne vient d'être enregistrée par quelqu'un d'autre : renvoyez-la.")
_ACTION = "imported"
_METHOD = {"consent_method": "import"}


@dataclass(frozen=True, slots=True)
class _File:
    """Whose file it is, and the keys of the marks of those who were erased."""

    actor: Actor
    agency_id: str
    keys: tuple[str, ...]


def batch(
    session: Session, body: BatchIn, *, actor: Actor, lang: Lang, keys: tuple[str, ...]
) -> BatchOut:
    """Create or update people of an agency; never all or nothing."""
    file = _File(actor, _agency(body, actor), keys)

    def keep(_index: int, raw: Row) -> Kept:
        try:
            kept = _upsert(session, raw, file=file)
            session.flush()
        except IntegrityError:
            raise invalid("external_ref", _JUST_SAVED) from None
        return kept

    return import_each(session, body, keep, lang=lang, order=_reference)


def _agency(body: BatchIn, actor: Actor) -> str:
    require(actor, Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR)
    if actor.role is not Role.ADMINISTRATOR:
        if actor.agency_id is None or body.agency_id not in (None, actor.agency_id):
            raise Forbidden
        return actor.agency_id
    if body.agency_id is None:
        raise invalid("agency_id", N_("Indiquez l'agence qui suit ces personnes."))
    return body.agency_id


def _reference(raw: Row) -> str:
    return str(raw.get("external_ref") or "").strip()


def _upsert(session: Session, raw: Row, *, file: _File) -> Kept:
    if not _reference(raw):
        raise invalid(
            "external_ref",
            N_(
                "Ajoutez une référence à cette ligne : elle évite d'inscrire deux fois la personne."
            ),
        )
    reference = _Reference.model_validate(raw).external_ref
    known = common_repository.locked_by_ref(session, file.agency_id, reference)
    if known is not None:
        return _update(session, known, raw, actor=file.actor)
    marks = [pseudonym.mark(file.agency_id, reference, key=key) for key in file.keys]
    if repository.is_erased(session, marks):
        raise invalid(
            "external_ref",
            N_(
                "Cette personne a fait effacer son dossier : retirez cette ligne. "
                "Si elle revient, inscrivez-la avec elle, sans fichier."
            ),
        )
    body = ProfileIn.model_validate({**raw, **_METHOD})
    row, sensitive = service.add(
        session, body, actor=file.actor, agency_id=file.agency_id, action=_ACTION
    )
    return Kept("created", row.id, ages.notes(session, sensitive, on=today()))


def _update(session: Session, row: ProfileRow, raw: Row, *, actor: Actor) -> Kept:
    if actor.role is Role.AGENT and row.agent_id != actor.id:
        raise invalid(
            "external_ref",
            N_("Une autre personne de l'agence suit déjà ce dossier : voyez avec elle."),
        )
    sensitive = vault.opened(session, row, visit=Visit(actor, _ACTION))
    stored = mapping.entered(row, sensitive, consents_repository.consents_of(session, row.id))
    # Consents are not carried over: what the file does not say of them is not asked again.
    stored.pop("consents")
    body = ProfileIn.model_validate({**stored, **raw, **_METHOD})
    changed = service.write(session, row, sensitive, body, actor=actor)
    outcome: RowOutcome = "updated" if changed else "unchanged"
    return Kept(outcome, row.id, ages.notes(session, sensitive, on=today()))
