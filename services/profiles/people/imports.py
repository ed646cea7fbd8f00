"""Rows of a file: each is judged alone, good ones are kept, bad ones say what to mend.

A row is known again by its `external_ref` within the agency, so the same file sent twice changes
nothing. For a person already known, a column that the file lacks keeps what is stored. A person
who was erased does not come back with a file, and consents in a file are of method `import`,
whatever the file says: they never undo what a person said themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ValidationError

from amuddu.contracts.batch import BatchIn, BatchOut, FieldProblem, RowOutcome, RowResult
from amuddu.contracts.profiles import ProfileIn
from amuddu.contracts.types import ExternalRef, Lang
from amuddu.kit.auth import Actor, Role, require
from amuddu.kit.db import IntegrityError, Session
from amuddu.kit.errors import AmudduError, FieldError, Forbidden, invalid
from amuddu.kit.i18n import N_, Text
from amuddu.kit.web.validation import field_errors
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.consents import repository as consents_repository
from services.profiles.people import mapping, pseudonym, repository, service
from services.profiles.residence import vault
from services.profiles.residence.vault import Visit


class _Reference(BaseModel):
    """The one column that is read before the row is compared with what is stored."""

    external_ref: ExternalRef


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
    results: dict[int, RowResult] = {}
    # Rows are taken by reference, in the same order by everybody: two files sent at once wait
    # for one another instead of locking each other out.
    for index in sorted(range(len(body.rows)), key=lambda i: _sort_key(body.rows[i])):
        results[index] = _row(session, index, body.rows[index], file=file, lang=lang)
    return BatchOut(results=tuple(results[index] for index in range(len(body.rows))))


def _agency(body: BatchIn, actor: Actor) -> str:
    require(actor, Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR)
    if actor.role is not Role.ADMINISTRATOR:
        if actor.agency_id is None or body.agency_id not in (None, actor.agency_id):
            raise Forbidden
        return actor.agency_id
    if body.agency_id is None:
        raise invalid("agency_id", N_("Indiquez l'agence qui suit ces personnes."))
    return body.agency_id


def _sort_key(raw: Mapping[str, Any]) -> str:
    return str(raw.get("external_ref") or "").strip()


def _row(
    session: Session, index: int, raw: Mapping[str, Any], *, file: _File, lang: Lang
) -> RowResult:
    try:
        with session.begin_nested():
            outcome, profile_id = _upsert(session, raw, file=file)
    except ValidationError as error:
        return _refused(index, field_errors(error.errors()), lang)
    except AmudduError as error:
        return _refused(index, error.fields or (FieldError("", error.text),), lang)
    except IntegrityError:
        return _refused(index, (FieldError("external_ref", Text(_JUST_SAVED)),), lang)
    return RowResult(index=index, outcome=outcome, id=profile_id)


_JUST_SAVED = N_("Cette ligne vient d'être enregistrée par quelqu'un d'autre : renvoyez-la.")


def _refused(index: int, errors: Sequence[FieldError], lang: Lang) -> RowResult:
    problems = tuple(FieldProblem(field=e.field, message=e.text.in_(lang)) for e in errors)
    return RowResult(index=index, outcome="refused", problems=problems)


def _upsert(session: Session, raw: Mapping[str, Any], *, file: _File) -> tuple[RowOutcome, UUID]:
    if not _sort_key(raw):
        raise invalid(
            "external_ref",
            N_(
                "Ajoutez une référence à cette ligne : elle évite d'inscrire deux fois la personne."
            ),
        )
    reference = _Reference.model_validate(raw).external_ref
    known = common_repository.locked_by_ref(session, file.agency_id, reference)
    if known is not None:
        return _update(session, known, raw, actor=file.actor), known.id
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
    row, _ = service.add(session, body, actor=file.actor, agency_id=file.agency_id, action=_ACTION)
    return "created", row.id


def _update(
    session: Session, row: ProfileRow, raw: Mapping[str, Any], *, actor: Actor
) -> RowOutcome:
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
    return "updated" if changed else "unchanged"
