"""Whose title or consent is to be renewed soon, for those who follow these people.

A title has its own last day. A consent has none in law; we ask again after a year, so that
nobody is proposed for ever on a yes they have forgotten. An old consent stays valid: it is up to
the person to withdraw it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from amuddu.contracts.follow_up import Renewal, Renewals
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden
from services.profiles.common.tables import ProfileRow
from services.profiles.people import mapping, repository
from services.profiles.residence import vault
from services.profiles.residence.vault import Visit

CONSENT_DAYS = 365
"""A consent is asked again after so long."""


def renewals(session: Session, *, actor: Actor, on: date, days: int, limit: int) -> Renewals:
    """Titles and consents that end within so many days of `on`, or have ended; soonest first."""
    if actor.agency_id is None:
        raise Forbidden
    own = actor.id if actor.role is Role.AGENT else None
    last = on + timedelta(days=days)
    titles, of_titles = vault.ending_by(
        session,
        last,
        agency_id=actor.agency_id,
        agent_id=own,
        limit=limit,
        visit=Visit(actor, "listed"),
    )
    consents, of_consents = repository.proposed_since(
        session, _midnight(last - timedelta(days=CONSENT_DAYS)), agency_id=actor.agency_id,
        agent_id=own, limit=limit,
    )  # fmt: skip
    found: dict[UUID, Renewal] = {}
    for row, day in titles:
        found[row.id] = _renewal(row).model_copy(update={"title_ends_on": day})
    for row, given_at in consents:
        day = given_at.date() + timedelta(days=CONSENT_DAYS)
        known = found.get(row.id) or _renewal(row)
        found[row.id] = known.model_copy(update={"consent_ends_on": day})
    soonest = sorted(found.values(), key=lambda one: (_first_day(one), one.code))
    return Renewals(items=tuple(soonest[:limit]), total=_together(found, of_titles, of_consents))


def _together(found: dict[UUID, Renewal], of_titles: int, of_consents: int) -> int:
    """People, not papers: those who appear for both count once, as far as they were read."""
    both = sum(bool(one.title_ends_on and one.consent_ends_on) for one in found.values())
    return of_titles + of_consents - both


def _first_day(one: Renewal) -> date:
    return min(day for day in (one.title_ends_on, one.consent_ends_on) if day is not None)


def _renewal(row: ProfileRow) -> Renewal:
    return Renewal(profile_id=row.id, code=row.code, display_name=mapping.display_name(row))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
