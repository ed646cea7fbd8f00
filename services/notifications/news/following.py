"""What this service tells of each event of a candidacy, a hire, a claim.

Whom it concerns is taken from the question that was once put to the person: of somebody who was
erased there is none, and nothing is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from uuid import UUID

from amuddu.contracts.claims import ClaimMoved, ClaimState
from amuddu.contracts.hires import HireAbandoned, HireStartSet
from amuddu.contracts.matching import (
    CandidateCancelled,
    CandidateHired,
    CandidateMeetAsked,
    CandidateShortlisted,
    SearchFound,
)
from amuddu.contracts.news import NewsKind
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit import clock
from amuddu.kit.db import Session
from services.notifications.invitations import repository as invitations_repository
from services.notifications.invitations import service as invitations
from services.notifications.invitations.tables import Invitation
from services.notifications.news import repository
from services.notifications.news.book import book
from services.notifications.news.telling import About, Addressees, call_off, tell
from services.notifications.notices import service as notices

_EVE = time(10)
"""When people hear, the day before, that work begins."""
_OF_CLAIM: Mapping[ClaimState, NewsKind] = {
    "submitted": "claim_submitted",
    "returned": "claim_returned",
    "approved": "claim_approved",
    "refused": "claim_refused",
    "paid": "claim_paid",
}


def put_forward(session: Session, event: CandidateShortlisted) -> None:
    """Somebody is put forward, maybe anew: that an earlier round ended need not be said."""
    invitations.invite(session, event)
    for kind in sorted(book().untrue_with("offer")):
        call_off(session, kind, About(candidacy_id=event.candidacy_id))


def changed(session: Session, event: ProfileUpdated) -> None:
    """Who no longer wants to be told of work: what waited for them is not sent, and said to whoever
    put them forward."""
    for invitation_id in invitations.cancel_unsent(session, event):
        settled(session, invitation_id)


def settled(session: Session, invitation_id: UUID) -> None:
    """What became of an offer's message: it stands in the person's list, or nobody reached them."""
    asked = invitations_repository.invitation(session, invitation_id)
    if asked is None or asked.answer is not None:
        return
    message = invitations_repository.message_for_update(session, invitation_id)
    if message.state == "failed":
        tell(session, "unreachable", _round(asked), _all(asked), _about(asked))
    elif message.state == "sent" or message.channel == "agent":
        tell(session, "offer", _round(asked), _all(asked), _about(asked))


def answered(session: Session, invitation_id: UUID, *, noted: bool) -> None:
    """The person said yes or no; `noted`: somebody of their agency wrote it down.

    The employer hears of a yes, and that somebody who said it is no candidate any more: never of
    a no by somebody who was nobody's candidate, and never why. The row is locked by the answer.
    """
    asked = invitations_repository.invitation(session, invitation_id)
    if asked is None:
        return
    before = repository.answers_told(session, asked.candidacy_id, since=asked.created_at)
    said_yes = bool(before) and before[-1] == "yes"
    ident, to, about = f"{_round(asked)}:{len(before)}", _all(asked), _about(asked)
    if asked.answer == "yes" and not said_yes:
        tell(session, "yes", ident, to, about)
        if noted:
            tell(session, "yes_noted", ident, to, about)
    elif asked.answer == "no" and (said_yes or not before):
        if said_yes:
            tell(session, "gone", ident, to, about, unless_unheard="yes")
        tell(session, "no", ident, to, about)


def meeting(session: Session, event: CandidateMeetAsked) -> None:
    """The employer wants to meet the person, if they still say yes."""
    asked = repository.invitation(session, event.candidacy_id)
    if asked is not None and asked.answer == "yes":
        tell(session, "meet", f"{event.candidacy_id}:{event.round}", _all(asked), _about(asked))


def cancelled(session: Session, event: CandidateCancelled) -> None:
    """A candidacy ended. Whoever had heard of the offer is told, unless they ended it; who was
    hired hears of the hire instead."""
    asked = repository.invitation(session, event.candidacy_id)
    said = asked.answer if asked is not None and asked.closed_at is None else None
    heard = invitations.cancel(session, event)
    if asked is None or not heard or _was_hired(session, asked):
        return
    to, about = _all(asked), _about(asked, reason=event.refusal)
    kind = _ended(event)
    if kind is not None and said != "no":
        tell(session, kind, _round(asked), to, about)
    if said == "yes" and event.reason in ("counsellor", "person_withdrawn"):
        of_employer: Addressees = {"employer": to["employer"]}
        tell(session, "gone", _round(asked), of_employer, _about(asked), unless_unheard="yes")


def _ended(event: CandidateCancelled) -> NewsKind | None:
    if event.reason == "person_withdrawn":
        return None
    if event.filled or event.refusal == "filled":
        return "filled"
    return "not_chosen" if event.reason == "refused" else "cancelled"


def _was_hired(session: Session, asked: Invitation) -> bool:
    rows = repository.of_candidacy(session, asked.candidacy_id, "hired")
    return any(row.at >= asked.created_at for row in rows)


def hired(session: Session, event: CandidateHired) -> None:
    """The person was taken on; the day before their first one they hear of it again."""
    asked = repository.invitation(session, event.candidacy_id)
    if asked is None:
        return
    to: Addressees = {
        "person": str(asked.profile_id),
        "employer": str(event.employer_id),
        "counsellor": event.agency_id,
        "agent": event.agency_id,
    }
    tell(session, "hired", _round(asked), to, _about(asked))
    _plan_first_day(session, event.hired_on, to, _about(asked))


def start_set(session: Session, event: HireStartSet) -> None:
    """The first day moved: what was planned for the one of before is not said."""
    to, about = _of_hire(session, event.candidacy_id)
    if about is not None:
        call_off(session, "first_day", about)
        _plan_first_day(session, event.starts_on, to, about)


def abandoned(session: Session, event: HireAbandoned) -> None:
    """The hire does not take place: whoever heard of it hears that."""
    to, about = _of_hire(session, event.candidacy_id)
    asked = repository.invitation(session, event.candidacy_id)
    if about is not None and asked is not None:
        tell(session, "hire_off", _round(asked), to, about)


def claim_moved(session: Session, event: ClaimMoved) -> None:
    """A claim waits for a decision, or was decided."""
    kind = _OF_CLAIM.get(event.state)
    if kind is None:
        return
    to: Addressees = {
        "employer": str(event.employer_id),
        "counsellor": event.agency_id,
        "coordinator": "",
    }
    about = About(vacancy_id=event.vacancy_id, claim_id=event.claim_id)
    tell(session, kind, f"{event.claim_id}:{event.at.isoformat()}", to, about)


def search_found(session: Session, event: SearchFound) -> None:
    """New offers answer to what somebody saved as a search."""
    about = About(profile_id=event.profile_id)
    ident = f"{event.search_id}:{event.found_on.isoformat()}"
    tell(session, "search_found", ident, {"person": str(event.profile_id)}, about)


def forget(session: Session, event: ProfileWithdrawn) -> None:
    """Who was erased is told nothing more, and stands in no list."""
    notices.forget(session, event)
    if event.reason == "erased":
        repository.forget(session, [event.profile_id])


def _plan_first_day(session: Session, day: date | None, to: Addressees, about: About) -> None:
    quiet, now = book().quiet, clock.now()
    if day is None or day <= quiet.local_day(now):
        return
    at = max(quiet.at(day - timedelta(days=1), _EVE), now)
    tell(session, "first_day", f"{about.candidacy_id}:{day.isoformat()}", to, about, at=at)


def _of_hire(session: Session, candidacy_id: UUID) -> tuple[Addressees, About | None]:
    """Who heard of a hire, and what it was about; nobody once the person was erased."""
    rows = repository.of_candidacy(session, candidacy_id, "hired")
    if not rows:
        return {}, None
    newest = [row for row in rows if row.at == rows[0].at]
    about = About(
        vacancy_id=rows[0].vacancy_id, profile_id=rows[0].profile_id, candidacy_id=candidacy_id
    )
    return {row.who: row.addressee for row in newest}, about


def _round(asked: Invitation) -> str:
    return f"{asked.candidacy_id}:{asked.round}"


def _all(asked: Invitation) -> Addressees:
    return {
        "person": str(asked.profile_id),
        "employer": str(asked.employer_id),
        "counsellor": asked.agency_id,
    }


def _about(asked: Invitation, *, reason: str | None = None) -> About:
    return About(
        vacancy_id=asked.vacancy_id,
        profile_id=asked.profile_id,
        candidacy_id=asked.candidacy_id,
        reason=reason,
    )
