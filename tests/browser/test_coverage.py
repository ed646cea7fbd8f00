"""No page is forgotten, and none is listed that is gone."""

from __future__ import annotations

from tests.browser.pages import NOT_PAGES, PAGES, routes

_LISTED = {shown.route for shown in PAGES} | set(NOT_PAGES)
_ERROR = "/nulle-part"


def test_every_page_is_looked_at() -> None:
    assert sorted(routes() - _LISTED) == [], "add a line to tests/browser/pages.py"


def test_every_page_listed_exists() -> None:
    assert sorted(_LISTED - routes() - {_ERROR}) == []
