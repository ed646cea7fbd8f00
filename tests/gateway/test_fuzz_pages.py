"""Whatever a form or an address of a page says, whoever sends it: never a server error."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute

from amuddu.kit.auth import Role
from tests.fuzz import tally
from tests.gateway import fuzz_support
from tests.gateway.conftest import Browser, House

TRIES = 8 if tally.REPORT else 1
"""Sendings a form and role."""
LEFT_OUT = {"/deconnexion"}
"""Ends the session that the others need."""

ODD = (
    "",
    " ",
    "0",
    "-1",
    "9" * 400,
    "1e999",
    "NaN",
    "²",
    "٣٤٥",
    "4 200,50",
    "true",
    "null",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "x\x00y",
    "\ud83d",
    "\u202e\u200b",
    "é" * 9000,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%s%n{0}{field}",
    "../../etc/passwd",
    "//exemple.org",
    "a@b",
    "+212",
    "dragon-tamer",
    "00000000-0000-0000-0000-000000000000",
    "[]",
    "{}",
)
FILES = (
    b"",
    b"\xff\xfe\x00",
    b"PK\x03\x04 not a book",
    b"a;b\n" * 3,
    "prénom;nom\n²;\ud7ff\n".encode(errors="replace"),
    b'[{"given_name": "\\ud800"}]',
    b"<europass><",
    b"titre;ville\n" + b"x" * 40_000 + b";\n",
)


class Fields(HTMLParser):
    """Names of a page's form fields, with the values that the page gives them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self._select = name
        if tag == "option":
            name = self._select
        if name and name != "csrf_token" and tag in ("input", "textarea", "button", "option"):
            self.found.setdefault(name, []).append(given.get("value") or "")


def fields_of(browser: Browser, addresses: Iterable[str]) -> dict[str, list[str]]:
    """Fields of these pages, as far as there are such pages for this reader."""
    parser = Fields()
    for address in addresses:
        page = browser.get(address)
        if page.status_code == 200 and "html" in page.headers.get("content-type", ""):
            parser.feed(page.text)
    return parser.found


def filled(rng: random.Random, fields: dict[str, list[str]]) -> dict[str, str]:
    """A form as the page has it, but for what is odd, left out or of another form."""
    form = {name: rng.choice(values) for name, values in fields.items() if rng.random() < 0.9}
    names = sorted(fields) or ["x"]
    for _ in range(rng.choice((1, 1, 2, 3, len(names)))):
        form[rng.choice(names)] = rng.choice(ODD)
    return {name: _sendable(value) for name, value in form.items()}


def _sendable(value: str) -> str:
    return value.encode(errors="replace").decode() if "\ud83d" in value else value


def routes(house: House, method: str) -> Iterator[APIRoute]:
    for route in house.app.router.routes:
        if not isinstance(route, APIRoute) or method not in route.methods:
            continue
        if not route.path.startswith("/api/") and route.path not in LEFT_OUT:
            yield route


def address(path: str, ids: dict[str, str], rng: random.Random, *, known: bool) -> str:
    """A page's address, for what exists or for what does not."""
    odd = (str(uuid4()), "x", "0", "²", "a" * 300, "%00", "..")
    for name in [part.split("}")[0] for part in path.split("{")[1:]]:
        value = ids.get(name, ids["key"]) if known else rng.choice(odd)
        path = path.replace("{" + name + "}", value.replace("/", ""))
    return path


@pytest.mark.parametrize("role", tally.roles(fuzz_support.USUAL, (*fuzz_support.MORE, None)))
def test_no_form_and_no_address_breaks_a_page(house: House, role: Role | None) -> None:
    ids, account = fuzz_support.everything(house)
    rng = random.Random(f"{tally.SEED}:{role}")
    browser = _signed_in(house, account, role)
    sent = 0
    for route in routes(house, "POST"):
        if tally.over():
            return
        path = address(route.path, ids, rng, known=True)
        fields = fields_of(browser, (path, path.rpartition("/")[0] or "/"))
        for turn in range(TRIES):
            if turn % 4 == 3:
                path = address(route.path, ids, rng, known=False)
            answer = _post(browser, rng, path, fields)
            sent += 1
            if role is not None and (answer is None or answer.url.path == "/connexion"):
                browser = _signed_in(house, account, role)
    for route in routes(house, "GET"):
        if tally.over():
            return
        names = [each.alias for each in route.dependant.query_params] or ["lang"]
        for turn in range(TRIES):
            path = address(route.path, ids, rng, known=turn % 2 == 0)
            # A server takes no longer address, and a client sends none.
            query = {name: _sendable(rng.choice(ODD))[:400] for name in names}
            _get(browser, path, query)
            sent += 1
    assert sent > 130 or tally.over()


def _signed_in(house: House, account: Callable[[Role], str], role: Role | None) -> Browser:
    browser = Browser(house.app)
    return browser if role is None else browser.sign_in(account(role))


def _post(browser: Browser, rng: random.Random, path: str, fields: dict[str, list[str]]) -> Any:
    form = filled(rng, fields)
    files = {"file": ("odd.csv", rng.choice(FILES))} if path.startswith("/imports/") else None

    def send() -> Any:
        data = {"csrf_token": browser.csrf, **form}
        return browser._client.post(path, data=data, files=files)

    return tally.request("gateway pages", f"POST {path}", send, form)


def _get(browser: Browser, path: str, query: dict[str, str]) -> Any:
    return tally.request("gateway pages", f"GET {path}", lambda: browser.get(path, **query), query)
