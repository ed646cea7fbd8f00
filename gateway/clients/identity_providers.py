"""What the gateway fetches from a provider of identities: its description, its keys, a token.

Short answers within a short time, and no redirects: a provider says where it is once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from amuddu.kit.errors import AmudduError, Unavailable
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs

log = logs.get(__name__)

_SECONDS = 8.0
_MOST_BYTES = 256 * 1024
_DESCRIPTION_LIFE = 3600.0
_BETWEEN_KEYS = 60.0
"""Keys are asked for again at most so often, whoever sends tokens with unknown ones."""


class ProviderAway(Unavailable):
    """The provider does not answer, or not as one does."""

    default = N_(
        "Le service de connexion de votre organisation ne répond pas. Réessayez plus tard."
    )


class ProviderRefused(AmudduError):
    """The provider takes the code that it gave for none of its own."""

    status = 400
    code = "sign_in_elsewhere"
    default = N_(
        "La connexion chez votre organisation n'a pas abouti. Recommencez depuis le début."
    )


def http() -> httpx2.Client:
    """A client for addresses out there; certificates are checked as a browser does."""
    return httpx2.Client(timeout=_SECONDS, follow_redirects=False, trust_env=True)


@dataclass
class _Kept:
    description: dict[str, Any]
    read_at: float
    keys: dict[str, Any] | None = None
    keys_at: float = float("-inf")


@dataclass
class IdentityProviders:
    """Asks providers; descriptions and keys are kept for a while, in this process."""

    client: httpx2.Client | None = None
    """Opened when somebody is first asked: reading the authorities of the world takes a while."""
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def description(self, issuer: str) -> Mapping[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0). Raises `ProviderAway`,
        also where it says to be another."""
        return self._of(issuer).description

    def _of(self, issuer: str) -> _Kept:
        now = time.monotonic()
        with self._lock:
            kept = self._kept.get(issuer)
        if kept is not None and now - kept.read_at < _DESCRIPTION_LIFE:
            return kept
        found = self._json("GET", issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != issuer:
            log.warning("provider describes another issuer")
            raise ProviderAway
        fresh = _Kept(found, now)
        with self._lock:
            self._kept[issuer] = fresh
        return fresh

    def keys(self, issuer: str, *, newer: bool = False) -> dict[str, Any]:
        """The keys with which it signs. `newer`: one was unknown, so they are asked for again,
        unless that was a moment ago. Raises `ProviderAway`."""
        kept = self._of(issuer)
        now = time.monotonic()
        due = newer and now - kept.keys_at > _BETWEEN_KEYS
        if kept.keys is None or due or now - kept.keys_at > _DESCRIPTION_LIFE:
            kept.keys_at = now
            kept.keys = self._json("GET", address(kept.description, "jwks_uri"))
        return kept.keys

    def exchange(
        self, issuer: str, form: Mapping[str, str], *, client_id: str, secret: str
    ) -> dict[str, Any]:
        """Tokens for a code. Raises `ProviderRefused`, `ProviderAway`."""
        description = self.description(issuer)
        at = address(description, "token_endpoint")
        ways = description.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" in ways:
            auth = httpx2.BasicAuth(*map(_form_encoded, (client_id, secret)))
            return self._json("POST", at, data=dict(form), auth=auth)
        return self._json(
            "POST", at, data={**form, "client_id": client_id, "client_secret": secret}
        )

    def _opened(self) -> httpx2.Client:
        with self._lock:
            self.client = self.client or http()
            return self.client

    def _json(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        headers = {"Accept": "application/json"}
        try:
            with self._opened().stream(method, url, headers=headers, **options) as response:
                content = b""
                for piece in response.iter_bytes():
                    content += piece
                    if len(content) > _MOST_BYTES:
                        raise ProviderAway
                status = response.status_code
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            log.warning("provider away", why=type(error).__name__)
            raise ProviderAway from None
        if method == "POST" and status in (400, 401, 403):
            log.warning("provider refused a code", status=status)
            raise ProviderRefused
        try:
            found = httpx2.Response(status, content=content).json()
        except ValueError:
            found = None
        if status != httpx2.codes.OK or not isinstance(found, dict):
            log.warning("provider answers something else", status=status)
            raise ProviderAway
        return found


def address(description: Mapping[str, Any], name: str) -> str:
    """An address that a provider names: over https, unless the provider itself is not. Raises
    `ProviderAway`."""
    found = description.get(name)
    plain = str(description.get("issuer", "")).startswith("http:")
    if not isinstance(found, str) or not found.startswith(("https://", "http://")):
        raise ProviderAway
    if found.startswith("http://") and not plain:
        raise ProviderAway
    return found


def _form_encoded(value: str) -> str:
    """RFC 6749, 2.3.1: both parts are encoded as in a form before they are joined."""
    return str(httpx2.QueryParams({"v": value})).removeprefix("v=")
