"""What a browser carries while somebody is at their provider, sealed so that nobody reads or
changes it: what was asked, for what, until when. It works in that browser alone, and once: the
cookie goes with the answer.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Literal, TypeVar
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, ValidationError

from amuddu.kit import clock
from amuddu.kit.trust import sealing
from gateway.clients.identity_providers import ProviderRefused
from gateway.settings import GatewaySettings
from gateway.single_sign_on.protocol import Asked

COOKIE = "amuddu_ailleurs"
PATH = "/connexion"
LIFE = timedelta(minutes=15)
_PURPOSE = b"single-sign-on"

_C = TypeVar("_C", bound="_Carried")
Purpose = Literal["sign_in", "link", "invitation", "proof"]


class _Carried(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: str
    purpose: Purpose
    until: datetime
    bound: str = ""
    """Digest of the session in which it began; for an invitation the end of its link."""


class Leaving(_Carried):
    """On the way to the provider."""

    stage: Literal["leaving"] = "leaving"
    state: str
    nonce: str
    verifier: str
    target: str = "/"

    @property
    def request(self) -> Asked:
        return Asked(self.state, self.nonce, self.verifier)


class Returned(_Carried):
    """Back, known, and asked whether that is meant."""

    stage: Literal["returned"] = "returned"
    subject: str
    session: str = ""
    proved: bool = False


def until() -> datetime:
    return clock.now() + LIFE


def written(carried: Leaving | Returned, settings: GatewaySettings) -> str:
    """The value of the cookie."""
    row = uuid4()
    content = carried.model_dump_json().encode()
    closed = sealing.sealed(content, row=row, purpose=_PURPOSE, secret=settings.accepted_keys[0])
    return urlsafe_b64encode(row.bytes + closed).decode()


def leaving(cookie: str | None, settings: GatewaySettings, *, provider: str, state: str) -> Leaving:
    """What this browser set out with. Raises `ProviderRefused` where it did not, where another
    answer was meant for it, or where it took too long."""
    found = _read(cookie, settings, Leaving)
    if found.provider != provider or not hmac.compare_digest(
        found.state.encode(), state.encode(errors="replace")
    ):
        raise ProviderRefused
    return found


def returned(cookie: str | None, settings: GatewaySettings, *, purpose: Purpose) -> Returned:
    """What this browser came back with. Raises `ProviderRefused`."""
    found = _read(cookie, settings, Returned)
    if found.purpose != purpose:
        raise ProviderRefused
    return found


def _read(cookie: str | None, settings: GatewaySettings, kind: type[_C]) -> _C:
    try:
        raw = urlsafe_b64decode((cookie or "").encode())
        content = sealing.opened(
            raw[16:], row=UUID(bytes=raw[:16]), purpose=_PURPOSE, secrets=settings.accepted_keys
        )
        found = kind.model_validate_json(content)
    except (ValueError, ValidationError, sealing.SealBroken):
        raise ProviderRefused from None
    if found.until < clock.now():
        raise ProviderRefused
    return found
