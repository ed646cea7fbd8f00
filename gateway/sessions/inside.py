"""The gateway's doors for services: whether somebody asks within a session that exists, and where
officers read their e-mail.

They stand on the internal port alone, beside the figures, and answer whoever `DOORS` names.
"""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request

from amuddu.contracts.doors import OFFICER_ADDRESSES, OFFICER_ADDRESSES_PATH, SESSION_HOLDS
from amuddu.contracts.profiles.oversight import OfficerAddress, OfficerAddresses
from amuddu.kit import identity
from amuddu.kit.auth import Role, require
from amuddu.kit.db import Database, SessionDep
from amuddu.kit.trust.gate import ActorDep, Gate
from amuddu.kit.trust.sessions import DOOR, GATEWAY, Question, Verdict
from amuddu.kit.trust.tokens import Signer
from gateway.sessions import service
from gateway.settings import GatewaySettings

router = APIRouter()


@router.post(DOOR, name=SESSION_HOLDS)
def session_holds(
    request: Request, actor: ActorDep, session: SessionDep, question: Question
) -> str:
    """The answer, signed for whoever asked."""
    require(actor, Role.SERVICE)
    signer: Signer = request.app.state.signer
    return signer.say(
        "verdict",
        Verdict,
        str(actor.organisation),
        nonce=question.nonce,
        holds=service.holds(session, question.actor),
    )


@router.get(OFFICER_ADDRESSES_PATH, name=OFFICER_ADDRESSES)
def officer_addresses(actor: ActorDep, session: SessionDep) -> OfficerAddresses:
    """Officers whose login is an address, and the language they read."""
    require(actor, Role.SERVICE)
    found = service.officers(session)
    return OfficerAddresses(
        officers=tuple(OfficerAddress(address=one, language=lang) for one, lang in found)
    )


def serve(app: FastAPI, settings: GatewaySettings, database: Database) -> None:
    """Open the doors on an application of the internal port."""
    app.state.database = database
    app.state.signer = Signer(identity.own(settings, GATEWAY))
    app.state.gate = Gate.of(settings, GATEWAY, sensitive=False, lasting=False)
    app.include_router(router)
