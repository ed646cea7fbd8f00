"""An answer comes in: a yes is witnessed to profiles before notifications writes it down.

Whoever holds the key of notifications alone can then say yes for nobody: a contact opens only for
a yes that came in here. A no needs no witness, closing is the safe mistake.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.notifications import AnswerIn, CallTask, Invitation, Question
from amuddu.contracts.profiles.witness import WitnessIn
from amuddu.kit.auth import service_actor
from gateway.clients import Services
from gateway.clients.base import Caller


def by_link(services: Services, caller: Caller, token: str, body: AnswerIn) -> Invitation:
    """The answer of whoever holds a link. Raises `NotFound`, and `Gone` once it is too late."""
    if body.answer == "yes":
        _witness(services, caller, services.notifications.question(_ourselves(caller), token))
    return services.notifications.answer(caller, token, body)


def by_call(services: Services, caller: Caller, message_id: UUID, body: AnswerIn) -> CallTask:
    """The answer of somebody who was called, written down by who called them."""
    if body.answer == "yes":
        asked = services.notifications.called_question(caller, message_id)
        _witness(services, caller, asked)
    return services.notifications.note_answer(caller, message_id, body)


def _witness(services: Services, caller: Caller, asked: Question) -> None:
    services.profiles.witness_yes(_ourselves(caller), asked.candidacy_id, WitnessIn.of(asked))


def _ourselves(caller: Caller) -> Caller:
    return Caller(service_actor("gateway"), caller.lang)
