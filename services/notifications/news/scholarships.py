"""What this service tells of each step of an application for a scholarship.

Support says every step, without a reason or an amount; here it becomes words, and what is not true
any more is called off. Whoever did it themselves is not told that they did. No word to a person
names money: on a shared phone it would be asked of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.news import NewsKind
from amuddu.contracts.support.scholarships import ScholarshipMoved, ScholarshipStep
from amuddu.kit.db import Session
from services.notifications.news.telling import About, Addressees, tell, told

_KINDS: Mapping[ScholarshipStep, NewsKind] = {
    "submit": "grant_sent",
    "admit": "grant_fits",
    "decline": "grant_unfit",
    "score": "grant_scored",
    "award": "grant_awarded",
    "wait": "grant_waiting",
    "refuse": "grant_refused",
    "appeal": "grant_appealed",
    "attend": "grant_month",
    "suspend": "grant_paused",
    "resume": "grant_resumed",
    "complete": "grant_done",
    "end": "grant_ended",
}
_BY_PERSON: Mapping[ScholarshipStep, NewsKind] = {"agree": "grant_agreed", "withdraw": "grant_left"}
_FOR_PERSON: Mapping[ScholarshipStep, NewsKind] = {
    "agree": "grant_signed",
    "withdraw": "grant_back",
}


def moved(session: Session, event: ScholarshipMoved) -> None:
    """A step of an application. One that was told is told no more."""
    kind = _kind(event)
    if kind is None:
        return
    ident, to = f"{event.application_id}:{event.at.isoformat()}", _addressees(event)
    if told(session, kind, ident, to):
        return
    about = About(profile_id=event.profile_id, request_id=event.application_id)
    tell(session, kind, ident, to, about)


def _kind(event: ScholarshipMoved) -> NewsKind | None:
    if event.step == "score" and event.state != "scored":
        return None
    if event.by_person and event.from_state == "draft" and event.step == "withdraw":
        return None  # nobody had heard of it
    done = _BY_PERSON if event.by_person else _FOR_PERSON
    return _KINDS.get(event.step) or done.get(event.step)


def _addressees(event: ScholarshipMoved) -> Addressees:
    return {
        "person": str(event.profile_id),
        "counsellor": None if _is_own(event) else event.agency_id,
        "coordinator": "",
    }


def _is_own(event: ScholarshipMoved) -> bool:
    """The agency sent it in itself: it knows."""
    return event.step == "submit" and not event.by_person
