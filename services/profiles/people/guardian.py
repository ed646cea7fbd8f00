"""A parent's or guardian's agreement, without which nobody under 18 is proposed."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.ages import GuardianIn, GuardianRecord
from amuddu.kit.auth import Actor
from amuddu.kit.clock import now, today
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.profiles.guardians import repository as guardians_repository
from services.profiles.guardians.tables import GuardianRow
from services.profiles.people import ages
from services.profiles.people.access import opened
from services.profiles.people.service import publish_change
from services.profiles.residence import vault
from services.profiles.residence.vault import Visit

log = logs.get(__name__)

_NOT_OF_AGE = N_(
    "L'accord d'un parent ou du tuteur se note pour une personne de 15 à 17 ans : "
    "vérifiez l'année de naissance."
)


def set_guardian(
    session: Session, profile_id: UUID, body: GuardianIn, *, actor: Actor
) -> GuardianRecord:
    """Note that a parent or guardian agrees, or no longer; the same again adds nothing."""
    row = opened(session, profile_id, actor=actor, lock=True)
    sensitive = vault.opened(session, row, visit=Visit(actor, "guardian"))
    newest = guardians_repository.newest(session, [row.id]).get(row.id)
    if newest and (newest.given, newest.method) == (body.given, body.method):
        return ages.record(newest)
    age = ages.state_of(session, sensitive, on=today())
    if body.given and age not in ("young", "no_agreement"):
        raise Conflict(_NOT_OF_AGE)
    agreement = GuardianRow(
        profile_id=row.id, recorded_by=actor.role.value, recorded_by_id=actor.id
    ).saying(given=body.given, method=body.method)
    guardians_repository.add(session, agreement)
    row.updated_at = now()
    publish_change(session, row, sensitive, on=today(), changed=True)
    log.info("guardian's agreement noted", profile_id=str(row.id), given=body.given)
    return ages.record(agreement)
