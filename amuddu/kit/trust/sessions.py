"""Whether the session exists in which somebody asks: the gateway is asked, and its answer signed.

What only a holder of the gateway's key could invent is refused here: the gateway's own database
must know the session, as that of this account with this role, organisation and strength.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from threading import Lock

import httpx2
from pydantic import BaseModel, ConfigDict

from amuddu.kit.auth import Actor, service_actor
from amuddu.kit.errors import Unavailable
from amuddu.kit.observability import logs
from amuddu.kit.trust.calls import Asking
from amuddu.kit.trust.tokens import Reader, Refused, Signer, Statement

log = logs.get(__name__)

DOOR = "/inside/session"
GATEWAY = "gateway"
REMEMBERED_SECONDS = 5.0
"""How long a session that was ended may go on counting here."""
REMEMBERED = 4096
TIMEOUT_SECONDS = 2.0
_AWAY_SECONDS = 1.0
"""How long a gateway that did not answer is not asked again."""


class Question(BaseModel):
    """Whether this actor asks within a session of theirs. `nonce`: comes back in the answer."""

    model_config = ConfigDict(frozen=True)

    nonce: str
    actor: Actor


class Verdict(Statement):
    """The gateway's answer to one question."""

    nonce: str
    holds: bool


class GatewaySessions:
    """The gateway's sessions as another process sees them."""

    def __init__(self, http: httpx2.Client, signer: Signer, reader: Reader) -> None:
        self._http = http
        self._signer = signer
        self._reader = reader
        self._known: OrderedDict[Actor, float] = OrderedDict()
        self._away_until = float("-inf")
        self._lock = Lock()

    def hold(self, actor: Actor) -> bool:
        """Whether the actor's session holds. Raises `Unavailable` where nobody can say."""
        if actor.session_id is None:
            return False
        if self._remembered(actor):
            return True
        holds = self._asked(actor)
        if holds:
            self._remember(actor)
        return holds

    def _remembered(self, actor: Actor) -> bool:
        with self._lock:
            return self._known.get(actor, float("-inf")) > time.monotonic()

    def _remember(self, actor: Actor) -> None:
        with self._lock:
            self._known.pop(actor, None)
            if len(self._known) >= REMEMBERED:
                self._known.popitem(last=False)
            self._known[actor] = time.monotonic() + REMEMBERED_SECONDS

    def _asked(self, actor: Actor) -> bool:
        if time.monotonic() < self._away_until:
            raise Unavailable(retry_after=2)
        question = Question(nonce=secrets.token_urlsafe(16), actor=actor)
        try:
            response = self._http.post(
                DOOR,
                json=question.model_dump(mode="json"),
                auth=Asking(self._signer, GATEWAY, service_actor(self._signer.name)),
            )
            if response.status_code != httpx2.codes.OK:
                raise Refused("session", issuer=GATEWAY)
            verdict = self._reader.read("verdict", Verdict, response.text.strip().strip('"'))
            if verdict.iss != GATEWAY or verdict.nonce != question.nonce:
                raise Refused("issuer", issuer=verdict.iss)
        except (httpx2.HTTPError, Refused, ValueError) as error:
            self._away_until = time.monotonic() + _AWAY_SECONDS
            log.warning("sessions cannot be asked about", why=f"{type(error).__name__}: {error}")
            raise Unavailable(retry_after=2) from None
        return verdict.holds
