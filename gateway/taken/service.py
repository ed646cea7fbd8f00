"""Use cases of lines of the first page: take one over, put it off, give it back.

A line belongs to a team: an agency, an employer, the coordination. Nobody else sees or touches what
the team does with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, invalid
from amuddu.kit.i18n import N_
from gateway.taken import repository
from gateway.taken.repository import Key

LONGEST = timedelta(days=30)
"""A line comes back after so long at the latest: somebody waits behind it."""

_TAKEN = N_("{name} s'en occupe déjà.")
_JUST_GONE = N_("Une autre personne de votre équipe vient de s'en occuper.")
_DAY = N_("Choisissez un jour entre demain et dans 30 jours.")


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a line; `until`: it is put off until then."""

    name: str
    own: bool
    until: date | None


Holds = Mapping[Key, Held]


def team_of(actor: Actor) -> str | None:
    """Whose lines somebody shares; `None` for who works for nobody."""
    if actor.role is Role.EMPLOYER and actor.employer_id:
        return f"employer:{actor.employer_id}"
    if actor.is_staff and actor.agency_id:
        return f"agency:{actor.agency_id}"
    return "coordination" if actor.role is Role.COORDINATOR else None


def _team(actor: Actor) -> str:
    team = team_of(actor)
    if team is None:
        raise Forbidden
    return team


def held(session: Session, actor: Actor) -> Holds:
    """What the team of somebody holds now."""
    team = team_of(actor)
    if team is None:
        return {}
    rows = repository.of_team(session, team, today=clock.today())
    return {
        (row.kind, row.about): Held(name, row.account_id == actor.id, row.until)
        for row, name in rows
    }


def take(session: Session, actor: Actor, key: Key) -> None:
    """Look after a line. Raises `Conflict`, which says who does."""
    _hold(session, actor, key, until=None)


def put_off(session: Session, actor: Actor, key: Key, until: date | None) -> None:
    """See a line again on a day. Raises `Invalid` for the day, `Conflict` as `take`."""
    today = clock.today()
    if until is None or not today < until <= today + LONGEST:
        raise invalid("until", _DAY)
    _hold(session, actor, key, until=until)


def _hold(session: Session, actor: Actor, key: Key, *, until: date | None) -> None:
    now = clock.now()
    if repository.hold(session, _team(actor), key, by=actor.id, until=until, now=now):
        return
    other = held(session, actor).get(key)
    if other is None:  # given back or ended since
        raise Conflict(_JUST_GONE)
    raise Conflict(_TAKEN, name=other.name)


def give_back(session: Session, actor: Actor, key: Key) -> None:
    """Let a line go; one that nobody holds stays so. Raises `Conflict` for a colleague's."""
    if repository.give_back(session, _team(actor), key, by=actor.id):
        return
    other = held(session, actor).get(key)
    if other is not None:
        raise Conflict(_TAKEN, name=other.name)


def ended(session: Session, actor: Actor, holds: Holds, kind: str, still: Collection[UUID]) -> None:
    """Forget what the team holds of a kind whose lines are all known, and are these."""
    gone = {about for each, about in holds if each == kind} - set(still)
    if gone:
        repository.end(session, _team(actor), kind, gone)


def forget(session: Session, ids: Collection[UUID]) -> None:
    """Somebody was erased: nothing is kept that is about their ids."""
    if ids:
        repository.forget(session, ids)
