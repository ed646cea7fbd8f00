"""The gateway's doors for the service that sends: where a message about an account goes, and where
people at work read theirs.

They stand on the internal port with those of sessions, and answer whoever `DOORS` names.
"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, FastAPI, Request

from amuddu.contracts.doors import (
    ACCOUNT_MESSAGE,
    ACCOUNT_MESSAGE_PATH,
    ADDRESSEES,
    ADDRESSEES_PATH,
)
from amuddu.contracts.news import Addressees, AddresseesIn
from amuddu.contracts.notifications import AccountMessage
from amuddu.kit.auth import Role, require
from amuddu.kit.db import Database, SessionDep
from amuddu.kit.trust.gate import ActorDep
from gateway.credentials import contacts, messages
from gateway.credentials.kept import Keys
from gateway.sessions import inside
from gateway.settings import GatewaySettings

router = APIRouter()


@router.post(ACCOUNT_MESSAGE_PATH, name=ACCOUNT_MESSAGE)
def account_message(
    request: Request, actor: ActorDep, session: SessionDep, message_id: UUID
) -> AccountMessage:
    """Where it goes, what it says, and a link that is made now."""
    require(actor, Role.SERVICE)
    return messages.outgoing(session, request.app.state.keys, message_id)


@router.post(ADDRESSEES_PATH, name=ADDRESSEES)
def addressees(
    request: Request, actor: ActorDep, session: SessionDep, wanted: AddresseesIn
) -> Addressees:
    """Those of one place whose account is open and who confirmed an address."""
    require(actor, Role.SERVICE)
    return contacts.addressees(session, request.app.state.keys, wanted)


def serve(app: FastAPI, settings: GatewaySettings, database: Database) -> None:
    """Open every door on an application of the internal port."""
    inside.serve(app, settings, database)
    app.state.keys = Keys.of(settings)
    app.include_router(router)
