"""What this service does for each event it consumes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.matching import CandidateCancelled, CandidateShortlisted
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit.db import Session
from services.notifications.invitations import service as invitations_service


def on_vacancy_published(session: Session, event: VacancyPublished) -> None:
    """Know the offer that messages speak of."""
    invitations_service.record_offer(session, event)


def on_vacancy_closed(session: Session, event: VacancyClosed) -> None:
    """Links to this offer stop working."""
    invitations_service.close_offer(session, event.vacancy_id, revision=event.revision)


def on_candidate_shortlisted(session: Session, event: CandidateShortlisted) -> None:
    """The person is to be told."""
    invitations_service.invite(session, event)


def on_candidate_cancelled(session: Session, event: CandidateCancelled) -> None:
    """The person is not to be told any more."""
    invitations_service.cancel(session, event.candidacy_id, number=event.round)


def on_profile_updated(session: Session, event: ProfileUpdated) -> None:
    """Who no longer wants to be told is told nothing more."""
    if not event.contactable:
        invitations_service.cancel_unsent(session, event.profile_id)


def on_profile_withdrawn(session: Session, event: ProfileWithdrawn) -> None:
    """Forget what the person was told."""
    invitations_service.forget(session, event.profile_id)


HANDLERS: dict[type[Event], Callable[[Session, Any], None]] = {
    VacancyPublished: on_vacancy_published,
    VacancyClosed: on_vacancy_closed,
    CandidateShortlisted: on_candidate_shortlisted,
    CandidateCancelled: on_candidate_cancelled,
    ProfileUpdated: on_profile_updated,
    ProfileWithdrawn: on_profile_withdrawn,
}
