"""Somebody with a verified contact, a telephone that makes codes, an administrator who invites."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

import pyotp

from amuddu.kit import clock
from gateway.credentials import contacts, proofs
from gateway.credentials.kept import Keys
from gateway.sessions import repository
from gateway.sessions.tables import Account
from tests.gateway.conftest import PASSWORD, Browser, House

NEXT = "savon tortue ciel orange"


def keys(house: House) -> Keys:
    return Keys.of(house.app.state.settings)


def reached_at(house: House, account: Account, *addresses: str) -> None:
    """Give an account contacts, each verified through its link."""
    for address in addresses:
        with house.databases["gateway"].session() as session:
            owner = repository.account(session, account.id)
            assert owner is not None
            contacts.ask(session, keys(house), owner, address)
        house.pump()
        page = Browser(house.app).post(path_of(house.messages.sent[-1].link), {})
        assert page.status_code == 200, page.text
    house.pump()
    house.messages.sent.clear()


def path_of(link: str) -> str:
    """The address of a link on this site."""
    return "/" + link.split("/", 3)[3]


def forgotten(house: House, typed: str, browser: Browser | None = None) -> str:
    """Ask for a link; what the page says."""
    page = (browser or Browser(house.app)).post("/mot-de-passe-oublie", {"login": typed})
    house.pump()
    return page.text


def signs_in(house: House, login: str, password: str = PASSWORD) -> int:
    """Status of a sign-in from a new browser."""
    fields = {"login": login, "password": password}
    return Browser(house.app).post("/connexion", fields, follow=False).status_code


def with_totp(house: House, account: Account) -> tuple[str, list[str]]:
    """Set up codes of a telephone; its secret and the codes on paper."""
    with house.databases["gateway"].session() as session:
        owner = repository.account(session, account.id)
        assert owner is not None
        secret = proofs.begin_totp(session, keys(house), owner)
        paper = proofs.confirm_totp(session, keys(house), owner, code_at(secret))
    return secret, paper


def code_at(secret: str, at: datetime | None = None) -> str:
    """What the telephone shows."""
    return str(pyotp.TOTP(secret).at(at or clock.now()))


def account_id_of(house: House, login: str) -> UUID:
    with house.databases["gateway"].session() as session:
        found = repository.account_by_login(session, login)
        assert found is not None
        return found.id


def shown(pattern: str, page: str) -> str:
    """The one piece of a page that fits."""
    found = re.search(pattern, page)
    assert found is not None, pattern
    return found.group(1)
