"""What this service does for each event it consumes."""

from __future__ import annotations

from amuddu.contracts.claims import ClaimMoved
from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.events.erasures import ErasureBegun
from amuddu.contracts.events.restored import ErasureAgain
from amuddu.contracts.hires import HireAbandoned, HireStartSet
from amuddu.contracts.matching import (
    CandidateCancelled,
    CandidateHired,
    CandidateMeetAsked,
    CandidateShortlisted,
    SearchFound,
)
from amuddu.contracts.matching.interviews import InterviewMoved
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.contracts.profiles.account import AccountNoted
from amuddu.contracts.profiles.oversight import OfficerCalled
from amuddu.contracts.support.certificates import CertificateMoved
from amuddu.contracts.support.scholarships import ScholarshipMoved
from amuddu.contracts.support.training import PlaceMoved
from amuddu.kit.db import Session
from amuddu.kit.events.consumer import Handlers
from services.notifications.erasures import service as erasures
from services.notifications.invitations import service as invitations
from services.notifications.news import following, interviews, papers, places, scholarships
from services.notifications.notices import calling
from services.notifications.notices import service as notices
from services.notifications.partners import shelf


def _published(session: Session, event: VacancyPublished) -> None:
    invitations.record_offer(session, event)
    shelf.published(session, event)


def _closed(session: Session, event: VacancyClosed) -> None:
    invitations.close_offer(session, event)
    shelf.closed(session, event)


HANDLERS: Handlers = {
    VacancyPublished: _published,
    VacancyClosed: _closed,
    CandidateShortlisted: following.put_forward,
    CandidateMeetAsked: following.meeting,
    InterviewMoved: interviews.moved,
    CandidateCancelled: following.cancelled,
    CandidateHired: following.hired,
    HireStartSet: following.start_set,
    HireAbandoned: following.abandoned,
    ClaimMoved: following.claim_moved,
    PlaceMoved: places.moved,
    CertificateMoved: papers.moved,
    SearchFound: following.search_found,
    ScholarshipMoved: scholarships.moved,
    ProfileUpdated: following.changed,
    ProfileWithdrawn: following.forget,
    AccountNoted: notices.queue,
    OfficerCalled: calling.queue,
    ErasureBegun: erasures.erase,
    ErasureAgain: erasures.erase_again,
}
