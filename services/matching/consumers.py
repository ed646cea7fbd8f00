"""What matching does for each event it consumes: one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.notifications import CandidateAnswered, NotificationFailed, NotificationSent
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit.db import Session
from amuddu.kit.events.consumer import Handlers
from services.matching import ingest
from services.matching.vectors.embedding import Encodes

Handle = Callable[[Session, Any, Encodes], None]


def _without_vectors(handle: Callable[[Session, Any], None]) -> Handle:
    """A handler that makes no vectors."""

    def handled(session: Session, event: Event, encoder: Encodes) -> None:  # noqa: ARG001
        handle(session, event)

    return handled


HANDLERS: Mapping[type[Event], Handle] = {
    ProfileUpdated: ingest.take_in_profile,
    ProfileWithdrawn: _without_vectors(ingest.forget_profile),
    VacancyPublished: ingest.take_in_vacancy,
    VacancyClosed: ingest.close_vacancy,
    NotificationSent: _without_vectors(ingest.record_notified),
    NotificationFailed: _without_vectors(ingest.note_unreachable),
    CandidateAnswered: _without_vectors(ingest.note_answer),
}


def handlers(encoder: Encodes) -> Handlers:
    """The handlers with the encoder that makes their vectors."""
    return {event: partial(_handled, handle, encoder) for event, handle in HANDLERS.items()}


def _handled(handle: Handle, encoder: Encodes, session: Session, event: Event) -> None:
    handle(session, event, encoder)
