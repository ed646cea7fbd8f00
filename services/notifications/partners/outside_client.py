"""Sends one message to a partner's server: to an address that was looked at, without following.

Nothing of what it answers is read beyond its status.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx2

from amuddu.contracts.postings.partners import DeliveryFailure
from services.notifications.partners import addresses
from services.notifications.partners.addresses import NotOutside, Resolve

GONE = 410

_thread = ThreadPoolExecutor(max_workers=4, thread_name_prefix="webhook")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a try: taken where `failure` is none."""

    status: int | None = None
    failure: DeliveryFailure | None = None


class OutsideClient:
    """Sends to the open internet alone; `inside`: in development, to this machine too."""

    def __init__(
        self, *, seconds: float, inside: bool = False, resolve: Resolve = addresses.resolve
    ) -> None:
        self._seconds = seconds
        self._inside = inside
        self._resolve = resolve
        self._tls = ssl.create_default_context()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a message; whatever happens is an answer."""
        try:
            place = addresses.place(url, inside=self._inside, resolve=self._resolve)
        except NotOutside:
            return Answer(failure="address")
        try:
            # On a thread of its own: whoever calls may be within a loop already.
            sent = _thread.submit(asyncio.run, self._sent(place, body, dict(headers)))
            status = sent.result()
        except TimeoutError:
            return Answer(failure="too_slow")
        except httpx2.TimeoutException:
            return Answer(failure="too_slow")
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            return Answer(failure="certificate" if _of_certificate(error) else "unreachable")
        if 200 <= status < 300:
            return Answer(status)
        return Answer(status, "redirected" if 300 <= status < 400 else "refused")

    async def _sent(self, place: addresses.Place, body: bytes, headers: dict[str, str]) -> int:
        said = {**headers, "Host": place.named, "Accept-Encoding": "identity"}
        # One deadline for all: a server that sends a byte now and then holds nobody up.
        async with asyncio.timeout(self._seconds):
            async with httpx2.AsyncClient(
                verify=self._tls,
                follow_redirects=False,
                trust_env=False,  # a proxy would resolve the name once more
                timeout=self._seconds,
            ) as client:
                request = client.build_request(
                    "POST",
                    place.url,
                    content=body,
                    headers=said,
                    extensions={"sni_hostname": place.host} if place.tls else {},
                )
                response = await client.send(request, stream=True)
                await response.aclose()
                return response.status_code


def _of_certificate(error: BaseException | None) -> bool:
    """Whether what went wrong began with the certificate."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
