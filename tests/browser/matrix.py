"""One page in one language: opened once, looked at narrow and wide, its links followed once."""

from __future__ import annotations

import re
from functools import cache

import pytest
from playwright.sync_api import BrowserContext

from amuddu.contracts.types import Lang
from tests.browser import look
from tests.browser.conftest import Heard, Visitors
from tests.browser.pages import Shown

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{32,}")


def hold(visitors: Visitors, shown: Shown, lang: Lang) -> None:
    """Everything that must hold for a page."""
    context = _window(visitors, shown.reader, lang)
    page, heard = context.new_page(), Heard()
    expected = 404 if shown.route == "/nulle-part" else 200
    heard.listen(page, expected=expected)
    try:
        address = shown.address.format(**visitors.house.ids)
        answer = page.goto(address)
        if answer is None or answer.status != expected:
            pytest.fail(f"{address} answered {answer and answer.status}")
        seen = look.at_both_widths(page, lang)
        broken = _broken(context, shown.reader, seen.links) if lang == "fr" else []
    finally:
        page.close()
    problems = [*seen.problems, *broken, *heard.complaints]
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


@cache
def _window(visitors: Visitors, reader: str | None, lang: Lang) -> BrowserContext:
    """One window for each reader of a file's pages."""
    return visitors.context(reader, lang)


_followed: dict[tuple[str | None, str], int] = {}


def _broken(context: BrowserContext, reader: str | None, links: list[str]) -> list[str]:
    """Links of our own that lead nowhere; of many that differ by an id alone, one is followed."""
    found = []
    for link in links:
        path = link.split("#")[0]
        if not path.startswith("/"):
            continue
        kind = (reader, _ID.sub("*", re.sub(r"=[^&]*", "=", path)))
        if kind not in _followed:
            _followed[kind] = context.request.get(path).status
        if _followed[kind] >= 400:
            found.append(f"broken link: {path} ({_followed[kind]})")
    return found
