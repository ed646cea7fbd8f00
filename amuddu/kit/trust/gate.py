"""The gate of a service: who comes in, under which name, on whose behalf.

- people: named by the gateway alone, within a session that the gateway's database knows;
- services: under the name that their key proves, through the doors that `DOORS` gives them;
- everything for this service, this request, this half minute, once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Protocol

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import ClientDisconnect

from amuddu.contracts.audit import purpose_of
from amuddu.contracts.doors import may_call
from amuddu.kit import identity
from amuddu.kit.audit import recording
from amuddu.kit.audit.chain import Entry
from amuddu.kit.audit.store import AuditAway
from amuddu.kit.auth import Actor, Role, service_actor
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import BadRequest, Forbidden, NotSignedIn, Unavailable
from amuddu.kit.identity import NAMES, Identities
from amuddu.kit.observability import logs, metrics
from amuddu.kit.settings import Settings
from amuddu.kit.trust import calls, spent
from amuddu.kit.trust.sessions import GATEWAY, TIMEOUT_SECONDS, GatewaySessions
from amuddu.kit.trust.tokens import SKEW_SECONDS, Asked, Reader, Refused, Signer, digest

log = logs.get(__name__)

_READINGS = frozenset({"GET", "HEAD"})


class Sessions(Protocol):
    """Whoever knows the sessions."""

    def hold(self, actor: Actor) -> bool:
        """Whether the actor's session holds. Raises `Unavailable` where nobody can say."""


@dataclass(frozen=True, slots=True)
class Knock:
    """A request before the gate. `door`: name of the operation it asks for."""

    token: str
    method: str
    target: bytes
    body: bytes
    door: str


class Gate:
    """Lets requests to one process in.

    `sensitive`: no token is taken twice by any replica, be it for a reading, and nobody comes in
    while the gateway cannot be asked about sessions. `lasting`: writes are struck off in the
    database; without, the process alone remembers, where nothing that is asked changes anything.
    """

    def __init__(
        self, reader: Reader, sessions: Sessions, *, sensitive: bool, lasting: bool = True
    ) -> None:
        self.name = reader.name
        self.sessions = sessions
        self.closing: list[Callable[[], None]] = []
        self._reader = reader
        self._sensitive = sensitive
        self._lasting = lasting
        self._remembered = spent.Remembered()

    @classmethod
    def of(cls, settings: Settings, name: str, *, sensitive: bool, lasting: bool = True) -> Gate:
        """The gate of a process, with its own key and everybody's public ones."""
        reader = Reader(name, Identities(settings.identities_folder))
        http = calls.client(settings, settings.gateway_inside_url, seconds=TIMEOUT_SECONDS)
        signer = Signer(identity.own(settings, name))
        known = GatewaySessions(http, signer, reader)
        gate = cls(reader, known, sensitive=sensitive, lasting=lasting)
        gate.closing.append(http.close)
        return gate

    def admit(self, knock: Knock, session: Session) -> Actor:
        """Who asks. Raises `NotSignedIn` or, for a service at a door that is not its own,
        `Forbidden`, having recorded why; and `Unavailable`."""
        try:
            return self._admitted(knock, session)
        except Refused as refused:
            record(self.name, refused)
            _write_down(session, refused)
            raise (Forbidden if refused.why == "door" else NotSignedIn) from None

    def _admitted(self, knock: Knock, session: Session) -> Actor:
        asked = self._reader.read("asked", Asked, knock.token)
        if asked.request != digest(knock.method, knock.target, knock.body):
            raise Refused("request", issuer=asked.iss, actor=asked.actor)
        actor = _named(asked, knock.door)
        if actor.role is not Role.SERVICE:
            self._check_session(asked.iss, actor)
        self._take(asked, knock.method, session)
        return actor

    def _check_session(self, issuer: str, actor: Actor) -> None:
        try:
            holds = self.sessions.hold(actor)
        except Unavailable:
            if self._sensitive:
                raise
            return  # what is kept here is nobody's secret: better served than away too
        if not holds:
            raise Refused("session", issuer=issuer, actor=actor)

    def _take(self, asked: Asked, method: str, session: Session) -> None:
        ends = float(asked.exp + SKEW_SECONDS)
        if self._sensitive or (self._lasting and method not in _READINGS):
            fresh = spent.strike_off(session, asked.jti, ends=ends)
        else:
            fresh = self._remembered.take(asked.jti, ends=ends)
        if not fresh:
            raise Refused("replayed", issuer=asked.iss, actor=asked.actor)


def _named(asked: Asked, door: str) -> Actor:
    """The person whom the gateway names, or the service that the key proves."""
    if asked.actor is not None:
        if asked.iss != GATEWAY or asked.actor.role is Role.SERVICE:
            raise Refused("issuer", issuer=asked.iss, actor=asked.actor)
        return asked.actor
    if asked.iss not in NAMES or not may_call(asked.iss, door):
        raise Refused("door", issuer=asked.iss)
    return service_actor(asked.iss)


def record(service: str, refused: Refused) -> None:
    """Write down that somebody was refused who is not who they say; the one place that does."""
    actor = refused.actor
    metrics.count_refused(service, refused.why)
    log.warning(
        "actor refused",
        service=service,
        why=refused.why,
        issuer=refused.issuer if refused.issuer in NAMES else "unknown",
        role=str(actor.role) if actor else None,
        account_id=str(actor.id) if actor else None,
    )


def _write_down(session: Session, refused: Refused) -> None:
    """Write a name that was falsely used in the audit too, where this service has one: whoever
    reads it sees in whose name somebody came. The refusal does not wait for a store that is away.
    """
    audit, actor = recording.attached(session), refused.actor
    if audit is None or actor is None:
        return
    entry = Entry(
        actor_id=actor.id,
        role=actor.role.value,
        agency_id=actor.agency_id,
        action="false_name",
        purpose=purpose_of("false_name"),
        outcome="refused",
    )
    with suppress(AuditAway):
        audit.record([entry])


_bearer = HTTPBearer(auto_error=False, description="Token of this one request, signed.")


async def _body(request: Request) -> bytes:
    """The body as it was sent, which FastAPI has read already where there is one."""
    try:
        return await request.body()
    except ClientDisconnect:  # nobody reads the answer; it is no fault of this service
        raise BadRequest from None


def current_actor(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    body: Annotated[bytes, Depends(_body)],
    session: SessionDep,
) -> Actor:
    """The actor of a request to a service."""
    if credentials is None:
        raise NotSignedIn
    gate: Gate = request.app.state.gate
    return gate.admit(
        Knock(
            credentials.credentials,
            request.method,
            _target(request),
            body,
            getattr(request.scope.get("route"), "name", ""),
        ),
        session,
    )


ActorDep = Annotated[Actor, Depends(current_actor)]


def _target(request: Request) -> bytes:
    """The address as it was sent: the path as encoded, and the query."""
    path: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    return path + b"?" + query if query else path
