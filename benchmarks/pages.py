"""Pages: server time of each on the demonstration's data, and the first page on a slow network."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
from playwright.sync_api import sync_playwright

from tests.browser import chromium, house
from tests.browser.conftest import ARGUMENTS, Visitors
from tests.browser.house import House
from tests.browser.pages import PAGES

REPEATS = 15
KBIT_PER_SECOND, ROUND_TRIP_MS = 400, 400
"""A poor mobile connection: what the first page has to be usable on within three seconds."""


def measure() -> Iterator[str]:
    """Rows for `python -m benchmarks pages`."""
    folder = Path(os.environ.get("AMUDDU_DATA_DIR") or tempfile.mkdtemp(prefix="amuddu-pages-"))
    with house.running(folder, people=400) as opened, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find() or chromium.NO_CHROMIUM, args=ARGUMENTS
        )
        visitors = Visitors(browser, opened)
        yield from _server_times(opened, visitors)
        yield from _slow_network(visitors)
        visitors.close()
        browser.close()


def _server_times(opened: House, visitors: Visitors) -> Iterator[str]:
    medians: dict[str, float] = {}
    for shown in PAGES:
        cookies = visitors.context(shown.reader).cookies()
        jar = {each.get("name", ""): each.get("value", "") for each in cookies}
        with httpx2.Client(base_url=opened.url, cookies=jar, timeout=30) as client:
            address = shown.address.format(**opened.ids)
            client.get(address)
            medians[shown.name] = statistics.median(_timed(client, address))
    visitors.close()
    yield f"server time, median of {REPEATS} (ms)"
    for name, took in sorted(medians.items(), key=lambda item: -item[1]):
        yield f"  {took:7.1f}  {name}"
    yield f"  {statistics.median(medians.values()):7.1f}  median of all {len(medians)} pages"


def _timed(client: httpx2.Client, address: str) -> Iterator[float]:
    for _ in range(REPEATS):
        started = time.perf_counter()
        client.get(address)
        yield (time.perf_counter() - started) * 1000


def _slow_network(visitors: Visitors) -> Iterator[str]:
    yield f"first page at {KBIT_PER_SECOND} kbit/s, {ROUND_TRIP_MS} ms round trip"
    for address in ("/", "/r/{token}"):
        yield _usable_after(visitors, address)


def _usable_after(visitors: Visitors, address: str) -> str:
    """Open a page for the first time on a slow network, until there is something to press."""
    context = visitors.context(None)
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    rate = KBIT_PER_SECOND * 1000 / 8
    conditions = {"offline": False, "latency": ROUND_TRIP_MS}
    network.send(
        "Network.emulateNetworkConditions",
        {**conditions, "downloadThroughput": rate, "uploadThroughput": rate},
    )
    weights: list[float] = []
    network.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    started = time.perf_counter()
    page.goto(address.format(**visitors.house.ids), wait_until="domcontentloaded")
    page.locator("main a, main button").first.wait_for()
    usable = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    context.close()
    weight = f"{sum(weights) / 1024:.1f} KB in {len(weights)} requests"
    return f"  {usable:5.2f} s until it can be used, {weight}  {address}"
