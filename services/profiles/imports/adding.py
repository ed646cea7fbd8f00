"""New people of a file, all of a batch with a few statements.

Each is written down as `service.add` writes one: profile, facts in the vault with the visit,
consents, and the event that tells the other services.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from amuddu.contracts.profiles import ConsentMethod, ProfileIn, ProfileUpdated, ProfileWithdrawn
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import now, today
from amuddu.kit.db import Session
from amuddu.kit.events import outbox
from amuddu.kit.observability import logs
from services.profiles.account import consenting
from services.profiles.common import pseudonym
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.consents import repository as consents_repository
from services.profiles.likeness import service as likeness
from services.profiles.people import ages, facts, mapping, service
from services.profiles.residence import vault
from services.profiles.residence.tables import ResidenceRow
from services.profiles.residence.vault import Visit

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """All that is written down of somebody new."""

    row: ProfileRow
    sensitive: ResidenceRow
    consents: tuple[dict[str, Any], ...]
    told: ProfileUpdated | ProfileWithdrawn | None


def add_many(
    session: Session, bodies: Sequence[ProfileIn], *, actor: Actor, agency_id: str, action: str
) -> dict[str, UUID]:
    """New people of an agency at once, each as `add` has them; their ids by reference.

    The bodies are linked and each has a reference. Whose reference was just taken by somebody
    else's request is left out.
    """
    on = today()
    codes = _free_codes(session, len(bodies))
    stamp = facts.stamp()
    made = [
        _newcomer(session, body, code, actor, action, agency_id=agency_id, stamp=stamp, on=on)
        for body, code in zip(bodies, codes, strict=True)
    ]
    kept = common_repository.add_many(session, [each.row for each in made])
    made = [each for each in made if each.row.id in kept]
    vault.add_many(session, [each.sensitive for each in made], visit=Visit(actor, action))
    consents_repository.add_many(session, [one for each in made for one in each.consents])
    likeness.add_keys(session, [each.row for each in made])
    outbox.add_all(session, [each.told for each in made if each.told])
    log.info("profiles created", people=len(made), role=actor.role.value)
    return {str(each.row.external_ref): each.row.id for each in made}


def _newcomer(
    session: Session,
    body: ProfileIn,
    code: str,
    actor: Actor,
    action: str,
    *,
    agency_id: str,
    stamp: str,
    on: date,
) -> _Newcomer:
    when = now()
    row = ProfileRow(  # every column: what is not named here is worked out anew for each row
        id=uuid4(),
        code=code,
        owner_id=None,
        audit_id=uuid4(),
        entered=action,
        agency_id=agency_id,
        agent_id=actor.id if actor.role is Role.AGENT else None,
        revision=0,
        created_at=when,
        updated_at=when,
        tokens=[],
        last_active_on=on,
    ).saying(**mapping.values(body))
    likeness.key(session, row)
    sensitive = vault.drafted(row, body)
    row.rules_stamp = stamp
    vault.review(sensitive, on=on)
    age = ages.state(vault.birth_of(sensitive), None, on=on)
    told = service.told(row, body.consents, age=age)
    row.told_hash = facts.digest(told) if isinstance(told, ProfileUpdated) else None
    row.revision = 1
    given = [purpose for purpose, yes in consenting.asked(body) if yes]
    by = _recorded(row, body.consent_method, actor)
    return _Newcomer(row, sensitive, tuple({**by, "purpose": one} for one in given), told)


def _recorded(row: ProfileRow, method: ConsentMethod, actor: Actor) -> dict[str, Any]:
    return {
        "profile_id": row.id,
        "given": True,
        "method": method,
        "recorded_at": now(),
        "recorded_by": actor.role.value,
        "recorded_by_id": actor.id,
        "organisation": actor.organisation,
    }


def _free_codes(session: Session, count: int) -> list[str]:
    free: set[str] = set()
    while len(free) < count:
        drawn = {pseudonym.draw() for _ in range(count - len(free))}
        free |= drawn - common_repository.codes_taken(session, drawn)
    return list(free)
