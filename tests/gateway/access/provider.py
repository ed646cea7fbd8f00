"""A provider of identities in memory, which says whatever a test has it say."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from amuddu.kit import clock
from gateway.clients.identity_providers import IdentityProviders
from gateway.single_sign_on.providers import Provider
from tests.gateway.conftest import Browser, House

ISSUER = "https://connexion.exemple.ma/royaume"
CLIENT = "amuddu"
EVENTS = {"http://schemas.openid.net/event/backchannel-logout": {}}


@dataclass
class Elsewhere:
    """What the provider knows, and how its tokens are spoilt. `asked`: its last question."""

    secret_file: Path
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    shown_keys: list[dict[str, Any]] | None = None
    subject: str = "u-1"
    more: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    signed: Callable[[dict[str, Any]], str] | None = None
    token_status: int = 200
    described: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    exchanged: list[dict[str, str]] = field(default_factory=list)
    keys_read: int = 0
    down: bool = False

    @property
    def provider(self) -> Provider:
        return Provider(
            id="ministere",
            name="Ministère d'essai",
            issuer=ISSUER,
            client_id=CLIENT,
            client_secret_file=self.secret_file,
            proves=frozenset({"mfa"}),
        )

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        if self.down:
            raise httpx2.ConnectError("away")
        path = request.url.path
        if path.endswith("/openid-configuration"):
            return httpx2.Response(200, json={**self._description(), **self.described})
        if path.endswith("/cles"):
            self.keys_read += 1
            shown = self.shown_keys or [self.key.as_dict(private=False)]
            return httpx2.Response(200, json={"keys": shown})
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        self.exchanged.append(form | {"authorization": request.headers.get("authorization", "")})
        return httpx2.Response(
            self.token_status, json={"id_token": self.token(), "token_type": "x"}
        )

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/demande",
            "token_endpoint": f"{ISSUER}/jeton",
            "jwks_uri": f"{ISSUER}/cles",
            "end_session_endpoint": f"{ISSUER}/fin",
        }

    def token(self) -> str:
        """The ID token of whoever is signed in there."""
        now = int(clock.now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": self.asked.get("nonce", ""),
            **self.more,
        }
        said = {name: value for name, value in claims.items() if name not in self.without}
        return (self.signed or self.by_key)(said)

    def by_key(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key)

    def logout(self, **changes: Any) -> str:
        """A token that says that somebody signed out there."""
        now = int(clock.now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 120,
            "jti": "once",
            "sub": self.subject,
            "events": EVENTS,
            **changes,
        }
        return self.by_key({name: value for name, value in claims.items() if value is not None})

    def goes(self, browser: Browser, start: str) -> str:
        """Set out from an address of ours; the path on which the provider sends back."""
        page = browser.go(start)
        assert page.status_code == 303, page.text
        to = urlsplit(page.headers["location"])
        assert f"{to.scheme}://{to.netloc}{to.path}" == f"{ISSUER}/demande"
        self.asked = {name: values[0] for name, values in parse_qs(to.query).items()}
        back = urlsplit(self.asked["redirect_uri"])
        return f"{back.path}?code=one&state={self.asked['state']}"

    def comes_back(self, browser: Browser, start: str, more: str = "") -> httpx2.Response:
        """Set out and come back; the page that stands there, redirects of ours not followed."""
        return browser.go(self.goes(browser, start) + more)


@contextmanager
def provider_of(house: House, folder: Path) -> Iterator[Elsewhere]:
    """The house trusts a provider for a while."""
    secret = folder / "secret"
    secret.write_text("un secret partagé\n", encoding="utf-8")
    elsewhere = Elsewhere(secret)
    state = house.app.state
    before = (state.providers, state.identity_providers)
    state.providers = {"ministere": elsewhere.provider}
    state.identity_providers = IdentityProviders(
        httpx2.Client(transport=httpx2.MockTransport(elsewhere.answer))
    )
    try:
        yield elsewhere
    finally:
        state.providers, state.identity_providers = before


def by_shared_secret(claims: dict[str, Any]) -> str:
    """Signed with what every client of the provider knows."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("un secret partagé"))


def unsigned(claims: dict[str, Any]) -> str:
    """Signed by nobody."""

    def part(value: dict[str, Any]) -> str:
        return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none'})}.{part(claims)}."
