"""What this service tells of each step of an interview.

Matching says every step. With whom and where is on the page behind the link, never in a message:
a phone may be shared. Whoever took a step is not told that they did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from amuddu.contracts.matching.interviews import InterviewMoved, InterviewStep
from amuddu.contracts.news import NewsKind, Who
from amuddu.kit import clock
from amuddu.kit.db import Session
from services.notifications.invitations.tables import Invitation
from services.notifications.news import repository
from services.notifications.news.book import book
from services.notifications.news.telling import About, Addressees, call_off, tell, told

_EVE = time(10)
"""When people hear, the day before, of an interview."""
_MORNING = time(7)
"""When they hear of it on the day, or as soon after it as nobody is disturbed."""
_SIDES: Mapping[str, Who] = {"person": "person", "employer": "employer"}


def moved(session: Session, event: InterviewMoved) -> None:
    """A step of an interview. Of somebody who was erased there is no question, and nothing is told;
    who took their yes back hears no more either."""
    asked = repository.invitation(session, event.candidacy_id)
    if asked is None or asked.answer != "yes":
        return
    follow = _FOLLOWED.get(event.step)
    if follow is not None:
        follow(session, event, asked)


def _proposed(session: Session, event: InterviewMoved, asked: Invitation) -> None:
    _tell(session, "talk_times", event, asked)


def _chosen(session: Session, event: InterviewMoved, asked: Invitation) -> None:
    """Both have it confirmed, and are reminded: the day before, and the person on the morning."""
    if event.starts_at is None:
        return
    quiet = book().quiet
    day = quiet.local_day(event.starts_at)
    if not _tell(session, "talk_set", event, asked, day=day, all_sides=True):
        return
    _plan(session, "talk_eve", event, asked, quiet.at(day - timedelta(days=1), _EVE))
    _plan(session, "talk_day", event, asked, quiet.at(day, _MORNING))


def _unfit(session: Session, event: InterviewMoved, asked: Invitation) -> None:
    _tell(session, "talk_none", event, asked)


def _off(session: Session, event: InterviewMoved, asked: Invitation) -> None:
    _tell(session, "talk_off", event, asked)


def _over(session: Session, _event: InterviewMoved, asked: Invitation) -> None:
    """The candidacy ended, which is told by itself: nothing of what waits is said."""
    about = _about(asked)
    for kind in sorted(book().untrue_with("talk_off")):
        call_off(session, kind, about)


def _recorded(session: Session, event: InterviewMoved, asked: Invitation) -> None:
    if event.state in ("person_absent", "employer_absent") and event.by != "agency":
        _tell(session, "talk_missed", event, asked)


_FOLLOWED: Mapping[InterviewStep, Callable[[Session, InterviewMoved, Invitation], None]] = {
    "propose": _proposed,
    "move": _proposed,
    "choose": _chosen,
    "none_fits": _unfit,
    "call_off": _off,
    "end": _over,
    "record": _recorded,
}


def _tell(
    session: Session,
    kind: NewsKind,
    event: InterviewMoved,
    asked: Invitation,
    *,
    day: date | None = None,
    all_sides: bool = False,
    at: datetime | None = None,
) -> bool:
    """Tell it, unless it was told. `all_sides`: to who took the step too, as a confirmation."""
    to: Addressees = {
        "person": str(asked.profile_id),
        "employer": str(asked.employer_id),
        "counsellor": asked.agency_id,
    }
    by = None if all_sides else _SIDES.get(event.by)
    to = {who: each for who, each in to.items() if who != by}
    ident = f"{event.interview_id}:{event.sequence}"
    if told(session, kind, ident, to):
        return False
    tell(session, kind, ident, to, _about(asked, day=day), at=at)
    return True


def _plan(
    session: Session, kind: NewsKind, event: InterviewMoved, asked: Invitation, at: datetime
) -> None:
    """A reminder, where its moment is to come and is before the interview."""
    assert event.starts_at is not None
    if clock.now() < at < event.starts_at:
        _tell(session, kind, event, asked, all_sides=True, at=at)


def _about(asked: Invitation, *, day: date | None = None) -> About:
    return About(
        vacancy_id=asked.vacancy_id,
        profile_id=asked.profile_id,
        candidacy_id=asked.candidacy_id,
        day=day,
    )
