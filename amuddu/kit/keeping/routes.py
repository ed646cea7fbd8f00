"""Routes of keeping, the same in every service."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from fastapi import APIRouter

from amuddu.contracts.events import keeping as contract
from amuddu.contracts.events.keeping import LetterDecisionIn, ServiceState
from amuddu.contracts.operations import Service
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.events import backlog
from amuddu.kit.keeping import letters, working
from amuddu.kit.web.serving import Serving


@cache
def router(service: Service) -> APIRouter:
    """The routes of one service, built once in a process."""

    def state(session: Session) -> ServiceState:
        standing = backlog.counted(session.connection())
        return ServiceState(
            service=service,
            waiting=standing.waiting,
            oldest_seconds=standing.oldest_seconds,
            buried=standing.buried,
            letters=letters.buried(session),
            at_work=working.seen(session),
        )

    def decide(
        session: Session, event_id: UUID, body: LetterDecisionIn, actor: Actor
    ) -> ServiceState:
        letters.decide(session, event_id, body, actor=actor)
        return state(session)

    serve = Serving()
    serve(contract.READ_STATE[service], state)
    serve(contract.DECIDE_LETTER[service], decide)
    return serve.router
