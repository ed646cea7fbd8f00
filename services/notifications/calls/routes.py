"""Routes of calls: parse, authorise, one call."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from amuddu.contracts.notifications import AnswerIn, CallTask, MessagePage
from amuddu.kit.auth import ActorDep
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Limit, Offset
from services.notifications.calls import service
from services.notifications.invitations.routes import problems

router = APIRouter(prefix="/v1", tags=["messages"], responses=problems(401, 403, 422))


@router.get("/messages/for-agents")
def list_calls(
    actor: ActorDep,
    session: SessionDep,
    limit: Limit = 20,
    offset: Offset = 0,
) -> MessagePage:
    """People of the agency to be called, who waits longest first: what to read out.

    The agency is the one that follows the person. An agent gets their own people and those
    without an agent, a counsellor everybody of the agency, an administrator those of all.
    """
    return service.to_make(session, actor, limit=limit, offset=offset)


@router.get("/messages/for-agents/{message_id}", responses=problems(404, 410))
def read_call(actor: ActorDep, session: SessionDep, message_id: UUID) -> CallTask:
    """One person to be called, and the offer; also once they answered, until the offer ends."""
    return service.read(session, actor, message_id)


@router.post("/messages/for-agents/{message_id}/answer", responses=problems(404, 410))
def note_answer(actor: ActorDep, session: SessionDep, message_id: UUID, body: AnswerIn) -> CallTask:
    """Write down the answer of somebody who was called; another one later replaces it."""
    return service.note_answer(session, actor, message_id, body)


@router.post("/messages/for-agents/{message_id}/nobody", responses=problems(404, 410))
def note_nobody_answered(actor: ActorDep, session: SessionDep, message_id: UUID) -> CallTask:
    """Write down a call that nobody took; the same within a minute is the same call."""
    return service.note_nobody_answered(session, actor, message_id)
