"""Who is asking: roles, and the signed token that says so between processes.

The gateway signs people in; to each service it passes an `Actor` in a short-lived token signed
with the deployment's secret. Services trust that token alone, never a header of another kind.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from itsdangerous import BadSignature, URLSafeTimedSerializer
from pydantic import BaseModel, ConfigDict, Field

from amuddu.contracts.types import Role as Role
from amuddu.contracts.types import Slug
from amuddu.kit.errors import Forbidden, NotSignedIn

TOKEN_SECONDS = 300


class Actor(BaseModel):
    """Somebody who is signed in, and what they may speak for."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    role: Role
    employer_id: UUID | None = None
    """The employer that an employer's user speaks for."""
    agency_id: Slug | None = None
    """The agency that a counsellor or community agent works in."""
    profile_id: UUID | None = None
    """The profile of a jobseeker with an account."""
    organisation: str | None = None
    """Name of the organisation, for the record of who read what."""
    session_id: str | None = Field(default=None, max_length=64)
    """The session at the gateway in which this is asked; none for a service's own account."""
    strong: bool = False
    """Whether that session was opened with more than a card and its number."""

    @property
    def is_staff(self) -> bool:
        """Counsellors and community agents act for the people of their agency."""
        return self.role in {Role.COUNSELLOR, Role.AGENT}


SERVICE_ACTOR_ID = UUID(int=0)


def service_actor(name: str) -> Actor:
    """The actor a service is when it calls another on its own account."""
    return Actor(id=SERVICE_ACTOR_ID, role=Role.SERVICE, organisation=name)


class ActorTokens:
    """Signs and reads actor tokens."""

    def __init__(self, *keys: str) -> None:
        """Signs with the first key; reads what any of them signed."""
        # The library wants them from the oldest to the newest.
        self._serializer = URLSafeTimedSerializer(list(reversed(keys)), salt="amuddu.actor")

    def issue(self, actor: Actor) -> str:
        """Token for one call."""
        token = self._serializer.dumps(actor.model_dump(mode="json", exclude_none=True))
        return token if isinstance(token, str) else token.decode()

    def read(self, token: str) -> Actor:
        """Actor of a token. Raises `NotSignedIn` when it is forged or older than 5 minutes."""
        try:
            return Actor.model_validate(self._serializer.loads(token, max_age=TOKEN_SECONDS))
        except (BadSignature, ValueError):
            raise NotSignedIn from None

    def headers(self, actor: Actor) -> dict[str, str]:
        """The header that carries the actor."""
        return {"Authorization": f"Bearer {self.issue(actor)}"}


_bearer = HTTPBearer(auto_error=False, description="Actor token signed by the gateway.")


def current_actor(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Actor:
    """The signed-in actor of a request to a service."""
    if credentials is None:
        raise NotSignedIn
    tokens: ActorTokens = request.app.state.tokens
    return tokens.read(credentials.credentials)


ActorDep = Annotated[Actor, Depends(current_actor)]


def require(actor: Actor, *roles: Role) -> None:
    """Raise `Forbidden` unless the actor has one of the roles."""
    if actor.role not in roles:
        raise Forbidden
