"""One page in one language: opened once, looked at, its links followed once.

`make browser-test` looks at every page in every language, narrow and wide: a quarter of an hour.
`make test` looks at every page once, so that the languages and widths take turns from page to page.
"""

from __future__ import annotations

import re
from functools import cache

import pytest
from playwright.sync_api import BrowserContext, Page

from amuddu.contracts.types import LANGS, Lang
from tests.browser import EVERYTHING, look
from tests.browser.conftest import Heard, Visitors
from tests.browser.pages import PAGES, Shown

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{32,}")


def pages_in(lang: Lang) -> list[Shown]:
    """The pages to look at in a language."""
    if EVERYTHING:
        return list(PAGES)
    return [shown for number, shown in enumerate(PAGES) if LANGS[number % len(LANGS)] == lang]


def _widths(shown: Shown) -> tuple[int, ...]:
    if EVERYTHING:
        return look.NARROW, look.WIDE
    return (look.WIDE,) if PAGES.index(shown) // len(LANGS) % 2 else (look.NARROW,)


def hold(visitors: Visitors, shown: Shown, lang: Lang) -> None:
    """Everything that must hold for a page."""
    page, heard = _window(visitors, shown.reader, lang)
    heard.begin(expected=404 if shown.route == "/nulle-part" else 200)
    address = shown.address.format(**visitors.house.ids)
    answer = page.goto(address)
    if answer is None or answer.status != heard.expected:
        pytest.fail(f"{address} answered {answer and answer.status}")
    seen = look.at_widths(page, lang, _widths(shown))
    broken = _broken(page.context, shown.reader, seen.links)
    problems = [*seen.problems, *broken, *heard.complaints]
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


@cache
def _window(visitors: Visitors, reader: str | None, lang: Lang) -> tuple[Page, Heard]:
    """One window for each reader of a file's pages, and what its pages complain of."""
    page, heard = visitors.page(reader, lang), Heard()
    return heard.listen(page), heard


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
