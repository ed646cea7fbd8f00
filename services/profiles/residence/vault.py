"""The sensitive facts: the only code that touches the table `residence`.

Nobody reads here without a `Visit`: who, in which role, for which organisation, doing what.
Opening the facts writes the visit into the person's own log of accesses. Only a person who looks
at their own profile leaves no trace.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from amuddu.contracts.profiles import ProfileIn, ResidenceIn
from amuddu.kit.auth import Actor, service_actor
from amuddu.kit.clock import now
from amuddu.kit.db import insert_many
from amuddu.rules.residence import Residence
from services.profiles.common import repository as common_repository
from services.profiles.common.policy import owns
from services.profiles.common.tables import AccessRow, ProfileRow
from services.profiles.residence.tables import ResidenceRow


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody doing something with somebody's facts."""

    actor: Actor
    action: str

    def record(self, session: Session, row: ProfileRow) -> None:
        """Write the visit down, unless it is the person's own."""
        if not owns(self.actor, row):
            common_repository.add_access(session, self._access(row.id))

    def record_all(self, session: Session, ids: Collection[UUID]) -> None:
        """Write the visit down for several people, none of whom is the one who visits."""
        access = {
            "at": now(),
            "actor_id": self.actor.id,
            "role": self.actor.role.value,
            "organisation": self.actor.organisation,
            "action": self.action,
        }
        accesses = [{"profile_id": profile_id, **access} for profile_id in ids]
        common_repository.add_accesses(session, accesses)

    def record_daily(self, session: Session, ids: Collection[UUID]) -> None:
        """Write the visit down for people shown in a list: once a day is enough to tell of it."""
        seen = common_repository.seen_today(session, self.actor.id, self.action, ids)
        for profile_id in ids:
            if profile_id not in seen:
                common_repository.add_access(session, self._access(profile_id))

    def _access(self, profile_id: UUID) -> AccessRow:
        return AccessRow(
            profile_id=profile_id,
            actor_id=self.actor.id,
            role=self.actor.role.value,
            organisation=self.actor.organisation,
            action=self.action,
        )


def refreshing() -> Visit:
    """The service itself, working out again what follows from a title."""
    return Visit(service_actor("profiles"), "rights_refreshed")


def new(session: Session, row: ProfileRow, *, visit: Visit) -> ResidenceRow:
    """Empty facts for a new profile."""
    facts = ResidenceRow(profile_id=row.id)
    session.add(facts)
    visit.record(session, row)
    return facts


def drafted(row: ProfileRow, body: ProfileIn) -> ResidenceRow:
    """The facts of a new profile as a body says them, to be written with `add_many`."""
    return ResidenceRow(profile_id=row.id, **_values(body))


def add_many(session: Session, facts: Sequence[ResidenceRow], *, visit: Visit) -> None:
    """Write the facts of people who are new."""
    table = ResidenceRow.metadata.tables[str(ResidenceRow.__tablename__)]
    names = table.columns.keys()
    insert_many(session, table, [{name: getattr(each, name) for name in names} for each in facts])
    visit.record_all(session, [each.profile_id for each in facts])


def opened(session: Session, row: ProfileRow, *, visit: Visit) -> ResidenceRow:
    """The facts of a person, once the visit is written down."""
    visit.record(session, row)
    return session.exec(select(ResidenceRow).where(ResidenceRow.profile_id == row.id)).one()


def opened_all(
    session: Session, rows: Collection[ProfileRow], *, visit: Visit
) -> dict[UUID, ResidenceRow]:
    """The facts of several people who are known to a file, once the visits are written down."""
    ids = [row.id for row in rows]
    visit.record_all(session, ids)
    wanted = select(ResidenceRow).where(col(ResidenceRow.profile_id).in_(ids))
    return {facts.profile_id: facts for facts in session.exec(wanted)}


def endings(
    session: Session, rows: Collection[ProfileRow], *, visit: Visit
) -> dict[UUID, date | None]:
    """Last day of each person's title, for a list of people."""
    ids = [row.id for row in rows]
    visit.record_daily(session, ids)
    wanted = select(ResidenceRow).where(col(ResidenceRow.profile_id).in_(ids))
    return {facts.profile_id: facts.valid_until for facts in session.exec(wanted)}


def ending_by(
    session: Session, last: date, *, agency_id: str, agent_id: UUID | None, limit: int, visit: Visit
) -> tuple[list[tuple[ProfileRow, date]], int]:
    """People of an agency (of one agent) whose title ends by a day or has ended, soonest first,
    and how many there are. Only those who are shown are visited."""
    ends = col(ResidenceRow.valid_until)
    conditions = [ends <= last, col(ProfileRow.agency_id) == agency_id]
    if agent_id is not None:
        conditions.append(col(ProfileRow.agent_id) == agent_id)
    joined = col(ResidenceRow.profile_id) == col(ProfileRow.id)
    wanted = select(ProfileRow, ResidenceRow).join(ResidenceRow, joined)
    wanted = wanted.where(*conditions).order_by(ends, col(ProfileRow.id)).limit(limit)
    counted = select(func.count()).select_from(ProfileRow).join(ResidenceRow, joined)
    pairs = session.exec(wanted).all()
    found = [(row, facts.valid_until) for row, facts in pairs if facts.valid_until is not None]
    visit.record_daily(session, [row.id for row, _ in found])
    return found, session.exec(counted.where(*conditions)).one()


def due(session: Session, on: date, *, stamp: str, limit: int) -> list[UUID]:
    """People that matching knows and whose rights are to be worked out again; shows no fact.

    Either the day of review has come, or the rules themselves have changed.
    """
    wanted = (
        select(ProfileRow.id)
        .join(ResidenceRow, col(ResidenceRow.profile_id) == col(ProfileRow.id))
        .where(col(ProfileRow.told_hash).is_not(None))
        .where(or_(col(ResidenceRow.review_on) <= on, col(ProfileRow.rules_stamp) != stamp))
        .order_by(col(ProfileRow.id))
        .limit(limit)
    )
    return list(session.exec(wanted))


def fill(facts: ResidenceRow, body: ProfileIn) -> bool:
    """Put what a body says into the facts; whether anything changed."""
    changed = changes(facts, body)
    for name, value in changed.items():
        setattr(facts, name, value)
    return bool(changed)


def changes(facts: ResidenceRow, body: ProfileIn) -> dict[str, Any]:
    """What a body says of the facts that is not so yet, by column."""
    said = _values(body)
    return {name: value for name, value in said.items() if getattr(facts, name) != value}


def _values(body: ProfileIn) -> dict[str, Any]:
    title = body.residence
    return {
        "nationality": body.nationality,
        "birth_year": body.birth_year,
        "status": title.status if title else None,
        "overlays": sorted(set(title.overlays)) if title else [],
        "underlying": title.underlying if title else None,
        "valid_until": title.valid_until if title else None,
    }


def title_in(facts: ResidenceRow) -> ResidenceIn | None:
    """The title as it was entered."""
    if facts.status is None:
        return None
    return ResidenceIn(
        status=facts.status,
        overlays=tuple(facts.overlays),
        underlying=facts.underlying,
        valid_until=facts.valid_until,
    )


def title_of(facts: ResidenceRow) -> Residence | None:
    """The title as the rules read it; none where it is not known."""
    if facts.status is None:
        return None
    return Residence(
        status=facts.status,
        overlays=frozenset(facts.overlays),
        nationality=facts.nationality,
        valid_until=facts.valid_until,
        underlying=facts.underlying,
    )
