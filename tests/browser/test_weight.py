"""What the first page costs on a telephone that pays for each megabyte. Bytes, never seconds."""

from __future__ import annotations

from typing import Any

import pytest

from amuddu.contracts.types import LANGS
from tests.browser.conftest import Visitors

MOST_BYTES = 60 * 1024
MOST_REQUESTS = 4


@pytest.mark.parametrize("address", ["/", "/connexion", "/r/{token}", "/c/{card_token}"])
@pytest.mark.parametrize("lang", LANGS)
def test_the_first_page_is_light(visitors: Visitors, lang: str, address: str) -> None:
    context = visitors.context(None, lang)  # type: ignore[arg-type]
    page = context.new_page()
    received: list[float] = []
    network = context.new_cdp_session(page)
    network.send("Network.enable")

    def finished(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    network.on("Network.loadingFinished", finished)
    page.goto(address.format(**visitors.house.ids), wait_until="networkidle")
    assert 1 <= len(received) <= MOST_REQUESTS
    assert sum(received) <= MOST_BYTES


def test_a_second_page_fetches_the_page_alone(visitors: Visitors) -> None:
    """Styles and script are kept by the browser: their address says what they hold."""
    context = visitors.context(None)
    page = context.new_page()
    page.goto("/", wait_until="networkidle")
    fetched: list[str] = []
    page.on("response", lambda r: None if r.from_service_worker else fetched.append(r.url))
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    cached: list[str] = []
    network.on("Network.requestServedFromCache", lambda event: cached.append(event["requestId"]))
    page.goto("/connexion", wait_until="networkidle")
    assert len(fetched) - len(cached) <= 1
