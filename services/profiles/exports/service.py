"""Beginning an export: who may, how often, written down before anything is given out.

The person asks in a strong session. Staff who follow somebody may make it for them where they have
no account of their own, with a reason; the person is told. Each export stands in the audit, on the
person's page and in the next export.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from amuddu.contracts.audit import purpose_of
from amuddu.contracts.export import HOLDERS
from amuddu.contracts.export.profiles import ExportBegun, ExportIn
from amuddu.kit.audit import recording
from amuddu.kit.audit.chain import Entry
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, TooManyRequests, invalid
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.kit.trust import passes
from amuddu.kit.trust.tokens import Signer
from services.profiles.account import events
from services.profiles.common import policy
from services.profiles.common.tables import ProfileRow
from services.profiles.exports import gathering, repository
from services.profiles.exports.tables import ExportRow
from services.profiles.people.access import opened
from services.profiles.residence import vault
from services.profiles.residence.vault import Visit

log = logs.get(__name__)

_ACTION: Final = "data_exported"
_DAY = timedelta(days=1)
OWN_A_DAY = 5
OF_ONE_A_DAY = 3
"""By staff, of one person."""
BY_ONE_A_DAY = 10
"""By one of the staff, of anybody: an export is everything, and nobody needs it of many."""
_MANY = N_("Trop de fichiers demandés aujourd'hui. Réessayez demain.")
_REASON = N_("Choisissez une raison.")
_HAS_ACCOUNT = N_("Cette personne a un compte : elle prend ce fichier elle-même, sur sa page.")


def begin(
    session: Session, profile_id: UUID, body: ExportIn, *, actor: Actor, signer: Signer
) -> ExportBegun:
    """The part of this service, and passes for the others. Raises `NeedsPassword` with a card."""
    row = opened(session, profile_id, actor=actor, lock=True)
    try:
        _check(session, row, body, actor)
    except Forbidden:
        Visit(actor, _ACTION).record_refused(session, row)
        raise
    made = ExportRow(
        profile_id=row.id,
        by_id=actor.id,
        by_role=actor.role.value,
        organisation=actor.organisation,
        reason=body.reason if actor.is_staff else None,
    )
    repository.save(session, made)
    _write_down(session, row, actor)
    if actor.is_staff:
        events.note(session, row, _ACTION, actor=actor)
    sensitive = vault.opened(session, row, visit=Visit(actor, _ACTION))
    people = gathering.people(session, row)
    log.info("everything about somebody given out", role=actor.role.value)
    return ExportBegun(
        id=made.id,
        at=made.at,
        part=gathering.part(session, row, sensitive, actor=actor),
        passes={
            holder: passes.given(signer, holder, people=people, actor=actor) for holder in HOLDERS
        },
    )


def _check(session: Session, row: ProfileRow, body: ExportIn, actor: Actor) -> None:
    policy.require_strong(actor)
    since = now() - _DAY
    repository.in_turn(session, actor.id)
    if actor.role is Role.JOBSEEKER:
        made, most = repository.made_since(session, since, of=row.id, by=actor.id), OWN_A_DAY
    else:
        if row.owner_id is not None:
            raise Conflict(_HAS_ACCOUNT)
        if body.reason is None:
            raise invalid("reason", _REASON)
        if repository.made_since(session, since, by=actor.id) >= BY_ONE_A_DAY:
            raise TooManyRequests(_MANY, retry_after=int(_DAY.total_seconds()))
        made, most = repository.made_since(session, since, of=row.id), OF_ONE_A_DAY
    if made >= most:
        raise TooManyRequests(_MANY, retry_after=int(_DAY.total_seconds()))


def _write_down(session: Session, row: ProfileRow, actor: Actor) -> None:
    """In the audit, the person's own too: `Visit` leaves no trace of those."""
    if policy.owns(actor, row):
        entry = Entry(
            actor_id=actor.id,
            role=actor.role.value,
            action=_ACTION,
            purpose=purpose_of(_ACTION),
            subject=row.audit_id,
        )
        recording.note(session, [entry])
