"""What OpenID Connect asks of a client, with codes alone (Core 1.0, 3.1; PKCE, RFC 7636).

Signatures and keys are joserfc's; what has to be true of a token stands here, a line a rule.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from amuddu.kit import clock
from amuddu.kit.observability import logs
from gateway.clients import identity_providers
from gateway.clients.identity_providers import IdentityProviders, ProviderAway, ProviderRefused
from gateway.single_sign_on.providers import Provider

log = logs.get(__name__)

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures by a key pair alone: a shared secret would let every client of it speak as the
provider, and `none` everybody."""
LEEWAY = 60
"""Seconds by which clocks may differ."""
_OLDEST = 600
"""Seconds after which a token that was just asked for is none."""
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What makes one request to a provider its own."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Known:
    """Who somebody is at a provider. `hint`: how they know that account again; never kept."""

    subject: str
    session: str = ""
    proved: bool = False
    hint: str = ""


def asked() -> Asked:
    """A request of its own."""
    return Asked(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))


def address_to(
    providers: IdentityProviders,
    provider: Provider,
    request: Asked,
    *,
    back: str,
    lang: str,
    again: bool = False,
) -> str:
    """Where a browser goes to be asked who it is. `again`: whoever is signed in there proves it
    once more. Raises `ProviderAway`."""
    description = providers.description(provider.issuer)
    base = identity_providers.address(description, "authorization_endpoint")
    digest = sha256(request.verifier.encode()).digest()
    asks = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid email",
        "state": request.state,
        "nonce": request.nonce,
        "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "ui_locales": lang,
    }
    if again:
        asks |= {"prompt": "login", "max_age": "0"}
    return f"{base}{'&' if '?' in base else '?'}{urlencode(asks)}"


def who(
    providers: IdentityProviders,
    provider: Provider,
    request: Asked,
    code: str,
    *,
    back: str,
    again: bool = False,
) -> Known:
    """Who came back with this code. Raises `ProviderRefused`, `ProviderAway`."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": request.verifier,
    }
    answer = providers.exchange(
        provider.issuer, form, client_id=provider.client_id, secret=provider.secret
    )
    token = answer.get("id_token")
    claims = _claims(providers, provider, token)
    now = clock.now().timestamp()
    _must(claims.get("nonce") == request.nonce, "nonce")
    _must(_number(claims, "exp") > now - LEEWAY, "exp")
    proved = _proved(provider, claims)
    if again:
        _must(_number(claims, "auth_time") > now - _OLDEST, "auth_time")
        _must(proved, "amr")
    subject = claims.get("sub")
    _must(isinstance(subject, str) and 0 < len(str(subject)) <= 255, "sub")
    session = claims.get("sid")
    hint = claims.get("email") or claims.get("preferred_username") or ""
    return Known(str(subject), session if isinstance(session, str) else "", proved, str(hint)[:100])


def signed_out(
    providers: IdentityProviders, provider: Provider, token: str
) -> tuple[str | None, str | None]:
    """Whose sessions end, by subject or by session there (Back-Channel Logout 1.0, 2.6).

    Raises `ProviderRefused`, `ProviderAway`.
    """
    claims = _claims(providers, provider, token)
    now = clock.now().timestamp()
    events = claims.get("events")
    _must(isinstance(events, dict) and isinstance(events.get(_LOGOUT), dict), "events")
    _must("nonce" not in claims, "nonce")  # an ID token is no logout token
    _must(isinstance(claims.get("jti"), str), "jti")
    if "exp" in claims:
        _must(_number(claims, "exp") > now - LEEWAY, "exp")
    subject, session = claims.get("sub"), claims.get("sid")
    found = tuple(each if isinstance(each, str) and each else None for each in (subject, session))
    _must(any(found), "sub")
    return found[0], found[1]


def address_of_end(providers: IdentityProviders, provider: Provider, *, back: str) -> str | None:
    """Where somebody signs out at the provider too (RP-Initiated Logout 1.0); `None` where it has
    no such page, or is away."""
    try:
        description = providers.description(provider.issuer)
        base = identity_providers.address(description, "end_session_endpoint")
    except ProviderAway:
        return None
    asks = {"client_id": provider.client_id, "post_logout_redirect_uri": back}
    return f"{base}{'&' if '?' in base else '?'}{urlencode(asks)}"


def _claims(providers: IdentityProviders, provider: Provider, token: object) -> Mapping[str, Any]:
    """What a token says, once the provider signed it lately for us. Raises `ProviderRefused`."""
    if not isinstance(token, str) or len(token) > _LONGEST:
        raise ProviderRefused
    claims = _opened(token, providers.keys(provider.issuer))
    if claims is None:  # perhaps by a key that is new
        claims = _opened(token, providers.keys(provider.issuer, newer=True))
    _must(claims is not None, "signature")
    assert claims is not None
    now = clock.now().timestamp()
    _must(claims.get("iss") == provider.issuer, "iss")
    audience = claims.get("aud")
    meant = audience if isinstance(audience, list) else [audience]
    _must(provider.client_id in meant, "aud")
    several = len(meant) > 1 or "azp" in claims
    _must(not several or claims.get("azp") == provider.client_id, "azp")
    issued = _number(claims, "iat")
    _must(now - _OLDEST < issued < now + LEEWAY, "iat")
    return claims


def _opened(token: str, keys: dict[str, Any]) -> Mapping[str, Any] | None:
    try:
        claims: Mapping[str, Any] = jwt.decode(
            token,
            KeySet.import_key_set(keys),  # type: ignore[arg-type]
            algorithms=ALGORITHMS,
        ).claims
    except (JoseError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return claims


def _number(claims: Mapping[str, Any], name: str) -> float:
    found = claims.get(name)
    _must(isinstance(found, int | float) and not isinstance(found, bool), name)
    assert isinstance(found, int | float)
    return float(found)


def _proved(provider: Provider, claims: Mapping[str, Any]) -> bool:
    """Whether the provider says that it asked a second proof."""
    ways = claims.get("amr")
    said = {each for each in ways if isinstance(each, str)} if isinstance(ways, list) else set()
    level = claims.get("acr")
    return bool(provider.proves & (said | ({level} if isinstance(level, str) else set())))


def _must(right: bool, what: str) -> None:
    """Refuse a token, and log which rule it broke: never what it says."""
    if not right:
        log.warning("token of a provider refused", rule=what)
        raise ProviderRefused
