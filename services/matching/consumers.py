"""What matching does for each event it consumes: one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.notifications import CandidateAnswered, NotificationFailed, NotificationSent
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit.db import Session
from services.matching import ingest
from services.matching.vectors.embedding import Encodes


def on_profile_updated(session: Session, event: ProfileUpdated, encoder: Encodes) -> None:
    ingest.take_in_profile(session, event, encoder=encoder)


def on_profile_withdrawn(session: Session, event: ProfileWithdrawn, _: Encodes) -> None:
    ingest.forget_profile(session, event)


def on_vacancy_published(session: Session, event: VacancyPublished, encoder: Encodes) -> None:
    ingest.take_in_vacancy(session, event, encoder=encoder)


def on_vacancy_closed(session: Session, event: VacancyClosed, encoder: Encodes) -> None:
    ingest.close_vacancy(session, event, encoder=encoder)


def on_notification_sent(session: Session, event: NotificationSent, _: Encodes) -> None:
    ingest.record_notified(session, event)


def on_notification_failed(session: Session, event: NotificationFailed, _: Encodes) -> None:
    ingest.note_unreachable(session, event)


def on_candidate_answered(session: Session, event: CandidateAnswered, _: Encodes) -> None:
    ingest.note_answer(session, event)


HANDLERS: Mapping[type[Event], Callable[[Session, Any, Encodes], None]] = {
    ProfileUpdated: on_profile_updated,
    ProfileWithdrawn: on_profile_withdrawn,
    VacancyPublished: on_vacancy_published,
    VacancyClosed: on_vacancy_closed,
    NotificationSent: on_notification_sent,
    NotificationFailed: on_notification_failed,
    CandidateAnswered: on_candidate_answered,
}


def handlers(encoder: Encodes) -> dict[type[Event], Callable[[Session, Any], None]]:
    """The handlers with the encoder that makes their vectors."""

    def bound(
        handle: Callable[[Session, Any, Encodes], None],
    ) -> Callable[[Session, Any], None]:
        return lambda session, event: handle(session, event, encoder)

    return {event: bound(handle) for event, handle in HANDLERS.items()}
