"""Pages: server time of each, people above the fold of the ranked list, the first page's weight.

`python -m benchmarks pages --people 20000`; 400 people where no number is given. The last line is
one JSON object: `median_ms` and `slowest_ms` of all pages, `above_fold` and `pixels_of_20` of
people of the ranked list at a desk (1280 x 800) and on a phone (360 x 740), and `first_page_kb`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx2
from playwright.sync_api import sync_playwright

from tests.browser import chromium, house
from tests.browser.conftest import ARGUMENTS, Visitors
from tests.browser.house import House
from tests.browser.pages import PAGES

REPEATS = 15
PEOPLE = 400
SCREENS = {"desk": (1280, 800), "phone": (360, 740)}
KBIT_PER_SECOND, ROUND_TRIP_MS = 400, 400
"""A poor mobile connection: what the first page has to be usable on within three seconds."""


_LIST = """() => {
  const list = document.getElementById("list");
  list.querySelectorAll(".weak").forEach((one) => one.remove());
  const lines = [...list.children];
  const bar = document.querySelector("form.several")?.getBoundingClientRect().top ?? innerHeight;
  const seen = lines.filter((one) => {
    const box = one.getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= Math.min(innerHeight, bar) + 1;
  });
  const each = list.getBoundingClientRect().height / lines.length;
  return {people: lines.length, above: seen.length, top: list.getBoundingClientRect().top, each};
}"""
"""What the list shows of itself; the line that says who fits little is no person."""


def measure(arguments: Sequence[str] = ()) -> Iterator[str]:
    """Rows for `python -m benchmarks pages`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pages")
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many are invented")
    people = parser.parse_args(arguments).people
    figures: dict[str, object] = {}
    folder = Path(os.environ.get("AMUDDU_DATA_DIR") or tempfile.mkdtemp(prefix="amuddu-pages-"))
    with house.running(folder, people=people) as opened, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find() or chromium.NO_CHROMIUM, args=ARGUMENTS
        )
        visitors = Visitors(browser, opened)
        yield from _server_times(opened, visitors, figures)
        yield from _ranked_list(visitors, figures)
        yield from _slow_network(visitors, figures)
        visitors.close()
        browser.close()
    yield json.dumps(figures)


def _server_times(opened: House, visitors: Visitors, figures: dict[str, object]) -> Iterator[str]:
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
    median = statistics.median(medians.values())
    yield f"  {median:7.1f}  median of all {len(medians)} pages"
    figures |= {"median_ms": round(median, 1), "slowest_ms": round(max(medians.values()), 1)}


def _timed(client: httpx2.Client, address: str) -> Iterator[float]:
    for _ in range(REPEATS):
        started = time.perf_counter()
        client.get(address)
        yield (time.perf_counter() - started) * 1000


def _ranked_list(visitors: Visitors, figures: dict[str, object]) -> Iterator[str]:
    """The longest list of the house, as a counsellor sees it first; of fewer than twenty people,
    the height of twenty follows from theirs."""
    api = visitors.house.api("counsellor")
    items = api.get("/vacancies", status="published", limit=100)["items"]
    totals = {each["id"]: api.get(f"/vacancies/{each['id']}/ranking", limit=1) for each in items}
    longest = max(totals, key=lambda each: totals[each]["total"])
    yield f"ranked list, {totals[longest]['total']} people in the longest"
    above: dict[str, int] = {}
    pixels: dict[str, int] = {}
    for name, (width, height) in SCREENS.items():
        page = visitors.page("counsellor")
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"/offres/{longest}/candidats")
        seen = page.evaluate(_LIST)
        above[name] = seen["above"]
        pixels[name] = round(seen["top"] + 20 * seen["each"])
        yield f"  {name}: {above[name]} of {seen['people']} people above the fold"
        yield f"  {name}: {pixels[name]} pixels to the end of twenty"
    figures |= {"above_fold": above, "pixels_of_20": pixels}


def _slow_network(visitors: Visitors, figures: dict[str, object]) -> Iterator[str]:
    yield f"first page at {KBIT_PER_SECOND} kbit/s, {ROUND_TRIP_MS} ms round trip"
    for address in ("/", "/r/{token}"):
        said, weight = _usable_after(visitors, address)
        figures.setdefault("first_page_kb", weight)
        yield said


def _usable_after(visitors: Visitors, address: str) -> tuple[str, float]:
    """Open a page for the first time on a slow network, until there is something to press; what
    to say of it, and its weight in KB."""
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
    heavy = round(sum(weights) / 1024, 1)
    said = f"{heavy} KB in {len(weights)} requests"
    return f"  {usable:5.2f} s until it can be used, {said}  {address}", heavy
