"""What this service tells of each step of a request for a place in training.

Support says every step; here it becomes words, a day before where somebody has to act, and what is
not true any more is called off. Whoever did it themselves is not told that they did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from amuddu.contracts.news import NewsKind
from amuddu.contracts.support.training import PlaceMoved, RequestStep
from amuddu.kit import clock
from amuddu.kit.db import Session
from services.notifications.news.book import book
from services.notifications.news.telling import About, Addressees, call_off, tell, told

_EVE = time(10)
"""When people hear, the day before, that their training begins."""
_BEFORE_THE_DAY = time(7)
"""When a counsellor's list says that a hold ends tomorrow: the e-mail of that morning has it."""


def moved(session: Session, event: PlaceMoved) -> None:
    """A step of a request. One that came before, whatever came since, is told no more."""
    follow = _FOLLOWED.get(event.step)
    if follow is not None:
        follow(session, event)


def _asked(session: Session, event: PlaceMoved) -> None:
    """A seat is held for who asked; who waits saw their turn, and hears when it has come."""
    if event.state == "held" and _tell(session, "place_held", event, day=event.held_until):
        if event.by_person:
            _tell(session, "place_asked", event)
        _plan_ending(session, event)


def _offered(session: Session, event: PlaceMoved) -> None:
    if _tell(session, "place_up", event, day=event.held_until):
        _plan_ending(session, event)


def _kept(session: Session, event: PlaceMoved) -> None:
    if _tell(session, "place_held", event, day=event.held_until):
        _plan_ending(session, event)


def _confirmed(session: Session, event: PlaceMoved) -> None:
    if _tell(session, "place_confirmed", event, day=event.starts_on):
        _plan_eve(session, event)


def _rescheduled(session: Session, event: PlaceMoved) -> None:
    if _tell(session, "place_day", event, day=event.starts_on) and event.state == "confirmed":
        _plan_eve(session, event)


def _refused(session: Session, event: PlaceMoved) -> None:
    _tell(session, "place_refused", event, reason=event.reason)


def _expired(session: Session, event: PlaceMoved) -> None:
    _tell(session, "place_ended", event)


def _called_off(session: Session, event: PlaceMoved) -> None:
    _tell(session, "place_off", event)


def _withdrawn(session: Session, event: PlaceMoved) -> None:
    """The counsellor hears of a seat that the person gives back, if they heard of it, and of no
    turn; the person hears of what their agency wrote down for them."""
    if not event.by_person:
        _tell(session, "place_back", event)
    elif event.from_state != "waiting":
        _tell(session, "place_withdrawn", event, unless_unheard="place_asked")
    else:
        _over(session, event)


def _over(session: Session, event: PlaceMoved) -> None:
    """Who stopped knows it: nothing is told, and nothing of what waits, as that it begins."""
    about = About(profile_id=event.profile_id, request_id=event.request_id)
    for kind in sorted(book().untrue_with("place_off")):
        call_off(session, kind, about)


_FOLLOWED: Mapping[RequestStep, Callable[[Session, PlaceMoved], None]] = {
    "ask": _asked,
    "offer": _offered,
    "keep": _kept,
    "confirm": _confirmed,
    "reschedule": _rescheduled,
    "refuse": _refused,
    "expire": _expired,
    "call_off": _called_off,
    "withdraw": _withdrawn,
    "drop": _over,
}


def _tell(
    session: Session,
    kind: NewsKind,
    event: PlaceMoved,
    *,
    day: date | None = None,
    reason: str | None = None,
    at: datetime | None = None,
    unless_unheard: NewsKind | None = None,
) -> bool:
    """Tell it, unless it was told: then what was planned with it is planned, or untrue by now."""
    ident, to = f"{event.request_id}:{event.at.isoformat()}", _addressees(event)
    if told(session, kind, ident, to):
        return False
    about = About(profile_id=event.profile_id, request_id=event.request_id, day=day, reason=reason)
    tell(session, kind, ident, to, about, at=at, unless_unheard=unless_unheard)
    return True


def _addressees(event: PlaceMoved) -> Addressees:
    return {"person": str(event.profile_id), "counsellor": event.agency_id}


def _plan_ending(session: Session, event: PlaceMoved) -> None:
    if event.held_until is not None:
        _plan(session, "place_ending", event, event.held_until, _BEFORE_THE_DAY)


def _plan_eve(session: Session, event: PlaceMoved) -> None:
    _plan(session, "place_eve", event, event.starts_on, _EVE)


def _plan(session: Session, kind: NewsKind, event: PlaceMoved, day: date, hour: time) -> None:
    """The day before, at an hour; where that has passed, what was just told says the day."""
    at = book().quiet.moment(day - timedelta(days=1), hour)
    if at > clock.now():
        _tell(session, kind, event, at=at)
