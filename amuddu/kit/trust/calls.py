"""How one process calls another: each request is signed as it leaves, and for itself alone."""

from __future__ import annotations

from collections.abc import Generator

import httpx2

from amuddu.kit.auth import Actor
from amuddu.kit.settings import Settings
from amuddu.kit.trust import tls
from amuddu.kit.trust.tokens import Signer, digest


def client(settings: Settings, url: str, *, seconds: float) -> httpx2.Client:
    """A client of one process of the house.

    Never through a proxy of the environment: what is said here is for that process alone. Over
    TLS the certificate must bear the name that the address has.
    """
    verify = tls.verifying(settings) if url.startswith("https") else False
    return httpx2.Client(base_url=url, timeout=seconds, trust_env=False, verify=verify)


class Asking(httpx2.Auth):
    """Signs requests to one service on behalf of an actor."""

    requires_request_body = True

    def __init__(self, signer: Signer, audience: str, actor: Actor) -> None:
        self._signer = signer
        self._audience = audience
        self._actor = actor

    def auth_flow(
        self, request: httpx2.Request
    ) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Add the token of exactly this request."""
        what = digest(request.method, request.url.raw_path, request.content)
        token = self._signer.asked(self._audience, what, self._actor)
        request.headers["Authorization"] = f"Bearer {token}"
        yield request
