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
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    answers: dict[str, str] = {}
    kept: set[str] = set()

    def answered(event: dict[str, Any]) -> None:
        answers[event["requestId"]] = event["response"]["url"]
        if event["response"].get("fromDiskCache"):
            kept.add(event["requestId"])

    network.on("Network.responseReceived", answered)
    network.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
    page.goto("/connexion", wait_until="networkidle")
    fetched = [url for request, url in answers.items() if request not in kept]
    assert fetched == [f"{visitors.house.url}/connexion"]
