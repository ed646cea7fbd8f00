"""Use cases: read what was changed; ask for a correction, make it or refuse it.

A correction that is made is made where the thing itself is changed; here somebody of the agency
says that it was, or why not, and the person is told.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from amuddu.contracts.profiles.account import AccountEventKind
from amuddu.contracts.profiles.corrections import (
    CORRECTION,
    Correction,
    CorrectionIn,
    CorrectionState,
    OpenCorrection,
    OpenCorrections,
    RefusalIn,
)
from amuddu.contracts.profiles.history import ChangeRecord, FieldChange
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, NotFound, TooManyRequests
from amuddu.kit.i18n import N_
from amuddu.kit.workflow import Moves
from services.profiles.account import events
from services.profiles.common import policy
from services.profiles.common.tables import ProfileRow
from services.profiles.corrections import repository
from services.profiles.corrections.tables import CorrectionRow
from services.profiles.history import recording
from services.profiles.history import repository as history_repository
from services.profiles.history.tables import FieldChangeRow
from services.profiles.people import mapping
from services.profiles.people.access import opened
from services.profiles.residence.vault import Visit

_ASKED_A_DAY = 10
_DAY = timedelta(days=1)
_DECIDED = N_("C'est déjà décidé : rechargez la page.")
_MANY = N_("Trop de demandes aujourd'hui. Réessayez demain, ou allez à l'agence.")
_NOBODY = N_("Choisissez d'abord votre agence : c'est elle qui corrige.")


# --- what was changed -----------------------------------------------------------------------------


def changes(
    session: Session, profile_id: UUID, *, actor: Actor, limit: int, offset: int
) -> tuple[ChangeRecord, ...]:
    """What was changed of a person, newest first; with a card alone nothing of their title."""
    row = opened(session, profile_id, actor=actor)
    Visit(actor, "changes_read").record(session, row)
    # With a card rows may go that say of the title alone: which page they are on must not tell.
    found = told(history_repository.of_person(session, row.id), actor=actor)
    return found[offset : offset + limit]


def told(rows: list[FieldChangeRow], *, actor: Actor) -> tuple[ChangeRecord, ...]:
    """Changes as a session may read them."""
    records = (_record(row, whole=policy.sees_title(actor)) for row in rows)
    return tuple(record for record in records if record.fields)


def _record(row: FieldChangeRow, *, whole: bool) -> ChangeRecord:
    fields = (one for one in row.fields if whole or one["field"] not in recording.TITLE)
    return ChangeRecord.of(row, fields=tuple(FieldChange(**one) for one in fields))


# --- corrections ----------------------------------------------------------------------------------


def _line(row: CorrectionRow, _name: str, before: CorrectionState | None, *, by: Actor) -> Visit:
    """What the audit is to say of a step. The row itself keeps who decided."""
    if before is not None:
        row.decided_at, row.decided_by = row.updated_at, by.id
        row.decided_role, row.decided_organisation = by.role.value, by.organisation
    return Visit(by, "correction_decided")


MOVES: Moves[CorrectionRow, CorrectionState, Visit] = Moves(
    CORRECTION, line=_line, refusals={"done": _DECIDED, "refused": _DECIDED}
)


def ask(session: Session, profile_id: UUID, body: CorrectionIn, *, actor: Actor) -> Correction:
    """Ask for a correction. A card is enough: whoever has no password may ask too."""
    row = opened(session, profile_id, actor=actor, lock=True)
    if row.agency_id is None:
        raise Conflict(_NOBODY)
    found = repository.correction(session, body.key)
    if found is not None and found.profile_id != row.id:
        raise NotFound
    if found is None:
        if repository.asked_since(session, row.id, now() - _DAY) >= _ASKED_A_DAY:
            raise TooManyRequests(_MANY, retry_after=int(_DAY.total_seconds()))
        asked = CorrectionRow(id=body.key, profile_id=row.id)
        found = asked.saying(subject=body.subject, text=body.text)
        repository.save(session, found)
    return shown(found, actor=actor)


def do(session: Session, profile_id: UUID, correction_id: UUID, *, actor: Actor) -> Correction:
    """Say that it is corrected."""
    return _decide(session, profile_id, correction_id, "do", "correction_done", actor=actor)


def refuse(
    session: Session, profile_id: UUID, correction_id: UUID, body: RefusalIn, *, actor: Actor
) -> Correction:
    """Say why it is not."""
    return _decide(
        session, profile_id, correction_id, "refuse", "correction_refused", actor=actor, body=body
    )


def _decide(
    session: Session,
    profile_id: UUID,
    correction_id: UUID,
    step: str,
    kind: AccountEventKind,
    *,
    actor: Actor,
    body: RefusalIn | None = None,
) -> Correction:
    row, found = _found(session, profile_id, correction_id, actor=actor)
    visit = MOVES.take(found, step, by=actor)
    if body is not None:
        found.reason = body.reason
    repository.save(session, found)
    visit.record(session, row)
    events.note(session, row, kind, actor=actor)
    return shown(found, actor=actor)


def _found(
    session: Session, profile_id: UUID, correction_id: UUID, *, actor: Actor
) -> tuple[ProfileRow, CorrectionRow]:
    row = opened(session, profile_id, actor=actor, lock=True)
    found = repository.correction(session, correction_id)
    if found is None or found.profile_id != row.id:
        raise NotFound
    return row, found


def of_person(session: Session, profile_id: UUID, *, actor: Actor) -> tuple[Correction, ...]:
    """What a person asked for, newest first."""
    row = opened(session, profile_id, actor=actor)
    Visit(actor, "corrections_read").record(session, row)
    return tuple(shown(one, actor=actor) for one in repository.of_person(session, row.id))


def waiting(session: Session, *, actor: Actor, limit: int, offset: int) -> OpenCorrections:
    """What waits for whoever follows people."""
    if actor.agency_id is None:
        raise Forbidden
    found, total = repository.waiting(
        session,
        agency_id=actor.agency_id,
        agent_id=actor.id if actor.role is Role.AGENT else None,
        limit=limit,
        offset=offset,
    )
    Visit(actor, "listed").record_daily(session, [row.id for _, row in found])
    items = tuple(
        OpenCorrection.of(
            one, profile_id=row.id, code=row.code, display_name=mapping.display_name(row)
        )
        for one, row in found
    )
    return OpenCorrections(items=items, total=total)


def shown(row: CorrectionRow, *, actor: Actor) -> Correction:
    """A correction as a session may read it: what somebody wrote may tell of their title."""
    return Correction.of(row, text=row.text if policy.sees_title(actor) else None)
