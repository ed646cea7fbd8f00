"""Signed tokens between processes: who asks, whom, what exactly, until when.

A JWS (RFC 7515) with Ed25519, in the caller's own name. It is good for one request: the service
it is for, the method, address and body are part of what is signed, and so is an id that the
service takes once (`spent.py`). Nothing here decides what somebody may do.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Literal, TypeVar

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.identity import Identities, Identity

LIFE_SECONDS = 30
"""How long a token lives that is made here."""
MOST_SECONDS = 60
"""No token is taken that says that it lives for longer."""
SKEW_SECONDS = 5
"""How far the clocks of two machines may differ."""
_ALGORITHMS = ["Ed25519"]

Why = Literal[
    "unreadable",
    "signature",
    "audience",
    "life",
    "request",
    "issuer",
    "door",
    "replayed",
    "session",
]
"""Why a token was refused."""


class Refused(Exception):
    """A token that opens nothing. `why` is for our own log, not for whoever sent it."""

    def __init__(self, why: Why, *, issuer: str = "", actor: Actor | None = None) -> None:
        super().__init__(why)
        self.why: Why = why
        self.issuer = issuer
        self.actor = actor


class Statement(BaseModel):
    """What a process says to one other, for a short while."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    iss: str
    aud: str
    iat: int
    exp: int


class Asked(Statement):
    """One request. `actor`: the person behind it, whom only the gateway may name."""

    jti: str = Field(min_length=16, max_length=64)
    request: str
    actor: Actor | None = None


Said = TypeVar("Said", bound=Statement)


def digest(method: str, target: bytes, body: bytes) -> str:
    """What makes a request this one and no other: method, address with its query, body."""
    whole = b"\n".join((method.upper().encode(), target, hashlib.sha256(body).digest()))
    return hashlib.sha256(whole).hexdigest()


class Signer:
    """Signs in the name of one process."""

    def __init__(self, identity: Identity) -> None:
        self.name = identity.name
        self._key = OKPKey.import_key(identity.key)
        self._key_id = identity.key_id

    def asked(self, audience: str, request: str, actor: Actor) -> str:
        """Token for one request; for a service's own account it names nobody, the key does."""
        person = None if actor.role is Role.SERVICE else actor
        once = secrets.token_urlsafe(16)
        return self.say("asked", Asked, audience, jti=once, request=request, actor=person)

    def say(self, kind: str, model: type[Said], audience: str, **values: object) -> str:
        """A statement of a kind to one other process, signed."""
        now = int(clock.now().timestamp())
        life = {"iss": self.name, "aud": audience, "iat": now, "exp": now + LIFE_SECONDS}
        return self.sign(kind, model.model_validate({**life, **values}))

    def sign(self, kind: str, said: Statement) -> str:
        """Sign a statement as it stands."""
        header = {"alg": _ALGORITHMS[0], "kid": self._key_id, "typ": f"amuddu-{kind}"}
        payload = said.model_dump_json(exclude_none=True, exclude_defaults=True)
        return jws.serialize_compact(header, payload, self._key, algorithms=_ALGORITHMS)


class Reader:
    """Reads what was signed for one process."""

    def __init__(self, name: str, identities: Identities) -> None:
        self.name = name
        self._identities = identities

    def read(self, kind: str, model: type[Said], token: str) -> Said:
        """What a token says, once its signature, audience and life hold. Raises `Refused`."""
        said, key_id = self._parsed(kind, model, token)
        public = self._identities.key(said.iss, key_id)
        if public is None:
            raise Refused("signature", issuer=said.iss)
        try:
            jws.deserialize_compact(token, OKPKey.import_key(public), algorithms=_ALGORITHMS)
        except (JoseError, ValueError):
            raise Refused("signature", issuer=said.iss) from None
        if said.aud != self.name:
            raise Refused("audience", issuer=said.iss)
        if not _lives(said, clock.now()):
            raise Refused("life", issuer=said.iss)
        return said

    def _parsed(self, kind: str, model: type[Said], token: str) -> tuple[Said, str]:
        try:
            unproven = jws.extract_compact(token.encode())
            header = unproven.headers()
            if header.get("typ") != f"amuddu-{kind}" or header.get("alg") not in _ALGORITHMS:
                raise Refused("unreadable")
            return model.model_validate_json(unproven.payload), str(header.get("kid", ""))
        except (JoseError, ValidationError, ValueError):
            raise Refused("unreadable") from None


def _lives(said: Statement, now: datetime) -> bool:
    moment = now.timestamp()
    return (
        said.exp - said.iat <= MOST_SECONDS
        and said.iat - SKEW_SECONDS <= moment <= said.exp + SKEW_SECONDS
    )
