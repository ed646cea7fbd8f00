"""An enterprise that signs up by page, as a browser does it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from amuddu.reference.identifiers import control
from tests.gateway.conftest import PASSWORD, Browser, House
from tests.support import AGENCY


def ice(number: int = 1, establishment: int = 1) -> str:
    """An ICE that nobody has, with its control."""
    first = f"{900_000_000 + number:09d}{establishment:04d}"
    return first + control(first)


def declaration(**changes: Any) -> dict[str, str]:
    """What an invented enterprise declares."""
    return {
        "name": "Menuiserie Tazra",
        "agency_id": AGENCY,
        "place": "rabat",
        "address": "12, rue des Cèdres",
        "phone": "05 37 12 34 56",
        "ice": ice(),
        "cnss": "",
        "rc_number": "",
        "rc_court": "",
        **changes,
    }


def signed_up(house: House, *, lang: str = "fr") -> Browser:
    """Somebody who has just opened the account of an enterprise."""
    browser = Browser(house.app, lang=lang)
    page = browser.get("/inscription/entreprise")
    login = re.search(r'name="login" value="([^"]+)"', page.text)
    assert login is not None
    fields = {"login": login.group(1), "turn": "0", "password": PASSWORD}
    answer = browser.post("/inscription/entreprise", fields)
    assert answer.url.path == "/entreprise/fiche", answer.text
    return browser


def declared(house: House, **changes: Any) -> tuple[Browser, UUID]:
    """The same, who declared it; and the id of the enterprise."""
    browser = signed_up(house)
    page = browser.post("/entreprise/fiche", declaration(**changes))
    assert page.url.path == "/entreprise", page.text
    listed = house.counsellor(agency=changes.get("agency_id", AGENCY)).get(
        "/entreprises", q=changes.get("ice", ice())
    )
    ids = re.findall(r'href="/entreprises/([0-9a-f-]{36})"', listed.text)
    return browser, UUID(ids[0])


def as_of(page: str) -> str:
    """What a page says of when the file was last changed."""
    found = re.search(r'name="as_of" value="([^"]+)"', page)
    assert found is not None, "nothing to verify on this page"
    return found.group(1)


def verify(browser: Browser, employer_id: UUID, **fields: str) -> Any:
    """An agency's decision, by page."""
    page = browser.get(f"/entreprises/{employer_id}")
    body = {"basis": "register", "as_of": as_of(page.text), **fields}
    return browser.post(f"/entreprises/{employer_id}/verifier", body)
