"""The sensitive facts: the only code that touches the table `residence`.

Nobody reads here without a `Visit`: who, in which role, for which organisation, doing what.
Opening the facts writes the visit into the audit (`amuddu/kit/audit`). Only a person who looks at
their own profile leaves no trace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, select

from amuddu.contracts.audit import purpose_of
from amuddu.contracts.profiles import ProfileIn, ResidenceIn
from amuddu.kit.audit import recording
from amuddu.kit.audit.chain import Entry
from amuddu.kit.auth import Actor, Role, service_actor
from amuddu.kit.clock import now, today
from amuddu.kit.db import insert_many
from amuddu.rules.protection import ages
from amuddu.rules.protection.ages import Birth
from amuddu.rules.residence import Residence
from services.profiles.common import repository as common_repository
from services.profiles.common.policy import owns
from services.profiles.common.sealed import opens, readable, seal_all
from services.profiles.common.tables import ProfileRow
from services.profiles.residence.tables import MergeSnapshotRow, ResidenceRow

REFRESHED = "rights_refreshed"
"""Action of the service that works out again what follows from a title."""
OPENED_AT_ONCE = 500
"""Facts that are opened together where everybody is looked at."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody doing something with somebody's facts."""

    actor: Actor
    action: str
    purpose: str = ""
    """Where it is another than that of the action."""

    def record(self, session: Session, row: ProfileRow) -> None:
        """Write the visit down, unless it is the person's own."""
        if not owns(self.actor, row):
            entry = self._entry(row.audit_id, row.agency_id)
            if self.actor.role is Role.ADMINISTRATOR:
                entry = self._under_emergency(session, row, entry)
            recording.note(session, [entry])

    def _under_emergency(self, session: Session, row: ProfileRow, entry: Entry) -> Entry:
        found = common_repository.emergency(session, row.id, self.actor.id, on=now())
        if found is None:
            return entry
        return replace(entry, emergency=found, purpose=self.purpose or "emergency")

    def record_all(self, session: Session, ids: Collection[UUID]) -> None:
        """Write the visit down for several people, none of whom is the one who visits."""
        recording.note(session, self._entries(session, ids))

    def record_daily(self, session: Session, ids: Collection[UUID]) -> None:
        """Write the visit down for people shown in a list: once a day is enough to tell of it."""
        recording.note(session, self._entries(session, ids), once_a_day=True)

    def record_refused(self, session: Session, row: ProfileRow | None) -> None:
        """Write down at once a visit that is about to be refused, and survives the refusal."""
        subject, agency_id = (row.audit_id, row.agency_id) if row else (None, None)
        entry = self._entry(subject, agency_id)
        recording.refused(session, [replace(entry, outcome="refused")])

    def _entries(self, session: Session, ids: Collection[UUID]) -> list[Entry]:
        found = common_repository.audited(session, ids)
        return [self._entry(one.audit_id, one.agency_id) for one in found.values()]

    def _entry(self, subject: UUID | None, agency_id: str | None) -> Entry:
        return Entry(
            actor_id=self.actor.id,
            role=self.actor.role.value,
            organisation=self.actor.organisation,
            agency_id=self.actor.agency_id,
            action=self.action,
            purpose=self.purpose or purpose_of(self.action),
            subject=subject,
            elsewhere=bool(subject) and self.actor.is_staff and agency_id != self.actor.agency_id,
        )


def refreshing() -> Visit:
    """The service itself, working out again what follows from a title."""
    return Visit(service_actor("profiles"), REFRESHED)


def new(session: Session, row: ProfileRow, *, visit: Visit) -> ResidenceRow:
    """Empty facts for a new profile."""
    facts = ResidenceRow(profile_id=row.id)
    session.add(facts)
    visit.record(session, row)
    return facts


def drafted(row: ProfileRow, body: ProfileIn) -> ResidenceRow:
    """The facts of a new profile as a body says them, to be written with `add_many`."""
    return ResidenceRow(profile_id=row.id, looked_on=today()).saying(**_values(body))


def add_many(session: Session, facts: Sequence[ResidenceRow], *, visit: Visit) -> None:
    """Write the facts of people who are new."""
    seal_all(session, facts)
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
    return {facts.profile_id: facts for facts in _of(session, ids)}


def _of(session: Session, ids: Collection[UUID]) -> list[ResidenceRow]:
    """The facts of these people, as far as they open. Each caller answers for the visit."""
    wanted = select(ResidenceRow).where(col(ResidenceRow.profile_id).in_(ids))
    return readable(session.exec(wanted).all())


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of people tells of somebody: the last day of their title, and their birth for
    working out what their age opens."""

    title_ends: date | None
    birth: Birth


def listed(session: Session, rows: Collection[ProfileRow], *, visit: Visit) -> dict[UUID, Listed]:
    """What a list tells, by person."""
    ids = [row.id for row in rows]
    visit.record_daily(session, ids)
    return {
        facts.profile_id: Listed(facts.valid_until, birth_of(facts)) for facts in _of(session, ids)
    }


def _followed(session: Session, *, agency_id: str, agent_id: UUID | None) -> Iterator[ResidenceRow]:
    """The facts of all people of an agency (of one agent), some at a time."""
    wanted = select(ResidenceRow).join(
        ProfileRow, col(ProfileRow.id) == col(ResidenceRow.profile_id)
    )
    wanted = wanted.where(col(ProfileRow.agency_id) == agency_id)
    if agent_id is not None:
        wanted = wanted.where(col(ProfileRow.agent_id) == agent_id)
    for some in session.exec(wanted.execution_options(yield_per=OPENED_AT_ONCE)).partitions():
        yield from readable(some)


def ending_by(
    session: Session, last: date, *, agency_id: str, agent_id: UUID | None, limit: int, visit: Visit
) -> tuple[list[tuple[ProfileRow, date]], int]:
    """People of an agency (of one agent) whose title ends by a day or has ended, soonest first,
    and how many there are. Only those who are shown are visited."""
    ends: dict[UUID, date] = {}
    for facts in _followed(session, agency_id=agency_id, agent_id=agent_id):
        if facts.valid_until is not None and facts.valid_until <= last:
            ends[facts.profile_id] = facts.valid_until
    soonest = sorted(ends, key=lambda profile_id: (ends[profile_id], profile_id))[:limit]
    rows = common_repository.in_order(session, soonest)
    visit.record_daily(session, [row.id for row in rows])
    return [(row, ends[row.id]) for row in rows], len(ends)


def due(session: Session, on: date, *, stamp: str, limit: int) -> Due:
    """People whose age is to be looked at again, or who are to be told again; shows no fact.

    Either the day of review has come for somebody whom matching knows, or who may be proposed for
    the first time as they are of age; or what is told of everybody has changed. Everybody is
    looked at once a day, some at a time, so that no column tells on which day somebody turns 18.
    """
    told = col(ProfileRow.told_hash).is_not(None)
    looked = or_(col(ResidenceRow.looked_on).is_(None), col(ResidenceRow.looked_on) < on)
    # An empty stamp: to be looked at although nothing of them is told, as they came back.
    to_tell = or_(told, col(ProfileRow.rules_stamp) == "")
    other = and_(to_tell, col(ProfileRow.rules_stamp) != stamp)
    wanted = (
        select(ResidenceRow, told, other)
        .join(ProfileRow, col(ResidenceRow.profile_id) == col(ProfileRow.id))
        .where(or_(looked, other))
        .order_by(col(ProfileRow.id))
        .limit(OPENED_AT_ONCE)
    )
    found = session.exec(wanted).all()
    seen: list[UUID] = []
    again: list[UUID] = []
    youngest = on.year - ages.limit("adult") - 1
    for facts, is_told, by_other_rules in found:
        if opens(facts):
            growing = facts.birth_year is not None and facts.birth_year >= youngest
            come = facts.review_on is not None and facts.review_on <= on
            if by_other_rules or (come and (is_told or growing)):
                if len(again) == limit:
                    break
                again.append(facts.profile_id)
        seen.append(facts.profile_id)
    new = any(facts.looked_on != on for facts, _, _ in found)
    looking = update(ResidenceRow).where(col(ResidenceRow.profile_id).in_(seen))
    session.connection().execute(looking.values(looked_on=on))
    return Due(tuple(again), more=bool(again) or new)


@dataclass(frozen=True, slots=True)
class Due:
    """Whose rights are to be worked out again, and whether somebody was looked at at all."""

    ids: tuple[UUID, ...]
    more: bool


def birth_years(session: Session, ids: Collection[UUID]) -> dict[UUID, int | None]:
    """Years of birth, to be compared by the service itself; shown to nobody."""
    return {facts.profile_id: facts.birth_year for facts in _of(session, ids)}


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
        "birth_month": _month(body.birth_year, body.birth_month),
        "status": title.status if title else None,
        "overlays": sorted(set(title.overlays)) if title else [],
        "underlying": title.underlying if title else None,
        "valid_until": title.valid_until if title else None,
    }


def _month(year: int | None, month: int | None) -> int | None:
    """The month where it says more than the year: of an adult it is not kept."""
    return month if ages.month_is_kept(Birth(year, month), on=today()) else None


def birth_of(facts: ResidenceRow) -> Birth:
    """What is known of the day of birth."""
    return Birth(facts.birth_year, facts.birth_month)


def review(facts: ResidenceRow, *, on: date) -> None:
    """Note the day on which the person is to be looked at again for their age, and drop a month
    that says nothing more. The day a title ends changes nothing that is told."""
    facts.birth_month = _month(facts.birth_year, facts.birth_month)
    known = birth_of(facts)
    days = (ages.changes_on(known, on=on), ages.changes_on(Birth(known.year), on=on))
    facts.review_on = min((day for day in days if day is not None), default=None)


def born_between(
    session: Session, first: int, last: int, *, agency_id: str, agent_id: UUID | None
) -> list[tuple[ProfileRow, Birth]]:
    """People of an agency (of one agent) born in these years, by code. The caller writes the
    visit down for those who are shown."""
    births = {
        facts.profile_id: birth_of(facts)
        for facts in _followed(session, agency_id=agency_id, agent_id=agent_id)
        if facts.birth_year is not None and first <= facts.birth_year <= last
    }
    rows = common_repository.by_ids(session, births)
    return [(row, births[row.id]) for row in sorted(rows, key=lambda row: row.code)]


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


def tally(session: Session) -> list[tuple[Residence | None, int]]:
    """How many people hold each title, to be judged and counted by the service itself; shown to
    nobody."""
    held: Counter[Residence | None] = Counter()
    everybody = select(ResidenceRow).execution_options(yield_per=OPENED_AT_ONCE)
    for some in session.exec(everybody).partitions():
        held.update(title_of(facts) for facts in readable(some))
    return list(held.items())


# --- merges ---------------------------------------------------------------------------------------


def keep_snapshot(
    session: Session,
    merge_id: UUID,
    *,
    of_profile: UUID,
    before: dict[str, Any],
    after: dict[str, Any],
    notes: Collection[UUID],
) -> None:
    """Keep what a merge replaced, so that it can be undone."""
    session.flush()
    moved = [str(note) for note in notes]
    row = MergeSnapshotRow(merge_id=merge_id, profile_id=of_profile)
    session.add(row.saying(before=before, after=after, notes=moved))


def snapshot(session: Session, merge_id: UUID) -> MergeSnapshotRow:
    """What a merge replaced, for whoever undoes it and has opened both profiles."""
    return session.exec(select(MergeSnapshotRow).where(MergeSnapshotRow.merge_id == merge_id)).one()


def kept_snapshot(session: Session, merge_id: UUID) -> MergeSnapshotRow | None:
    """The same where it is still kept, for whoever exports the profile that stays."""
    return session.get(MergeSnapshotRow, merge_id)


def drop_snapshot(session: Session, merge_id: UUID) -> None:
    """Forget what a merge replaced."""
    row = session.get(MergeSnapshotRow, merge_id)
    if row is not None:
        session.delete(row)
