"""One browser and one house for each worker; a context, signed in, for each reader and language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from amuddu.contracts.types import Lang
from cli.demo.seed import PASSWORD
from tests.browser import chromium, house
from tests.browser.house import READERS, House

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium these tests cannot run, and say so."""
    if chromium.find() is None:
        here = Path(__file__).parent
        for item in items:
            if item.path.is_relative_to(here) and "browser" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.skip(reason=chromium.NO_CHROMIUM))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def open_house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product, running."""
    with house.running(tmp_path_factory.mktemp("house")) as opened:
        assert opened.ids["token"] != opened.ids["answered_token"]  # one that waits for an answer
        yield opened


@dataclass(eq=False)
class Visitors:
    """Browsers of people: each reader signs in once, their cookies open further windows."""

    browser: Browser
    house: House
    _cookies: dict[str, list[object]] = field(default_factory=dict)
    _opened: list[BrowserContext] = field(default_factory=list)

    def context(
        self,
        reader: str | None = None,
        lang: Lang = "fr",
        *,
        scripts: bool = True,
        **options: object,
    ) -> BrowserContext:
        """A window of its own for a reader (`None`: signed out), in a language."""
        made = self.browser.new_context(
            base_url=self.house.url,
            java_script_enabled=scripts,
            viewport={"width": 360, "height": 800},
            locale="fr-FR",
            **options,  # type: ignore[arg-type]
        )
        made.set_default_timeout(30_000)
        if reader is not None:
            made.add_cookies(self._signed_in(reader))  # type: ignore[arg-type]
        cookie = {"name": "amuddu_lang", "value": lang, "url": self.house.url}
        made.add_cookies([cookie])  # type: ignore[list-item]
        self._opened.append(made)
        return made

    def page(self, reader: str | None = None, lang: Lang = "fr", **options: object) -> Page:
        """An empty page of a new window."""
        return self.context(reader, lang, **options).new_page()  # type: ignore[arg-type]

    def _signed_in(self, reader: str) -> list[object]:
        if reader not in self._cookies:
            context = self.browser.new_context(base_url=self.house.url)
            page = context.new_page()
            if reader == "newcomer":
                _newcomer(page)
            elif reader == "prover":
                _prove(page, self.house)
            else:
                _sign_in(page, READERS[reader])
            self._cookies[reader] = list(context.cookies())
            context.close()
        return self._cookies[reader]

    def close(self) -> None:
        for context in self._opened:
            context.close()
        self._opened.clear()


def _sign_in(page: Page, login: str) -> None:
    page.goto("/connexion")
    page.fill("#f-login", login)
    page.fill("#f-password", PASSWORD)
    page.click("main form button")
    page.wait_for_url(lambda url: "/connexion" not in url)


def _prove(page: Page, opened: House) -> None:
    """Somebody with a second proof: a code of their paper, each of which works once."""
    _sign_in(page, house.PROVER)
    code, _, opened.ids["paper"] = opened.ids["paper"].partition(" ")
    page.fill("#f-code", code)
    page.locator("main form:has(#f-code) button").click()
    page.wait_for_url(lambda url: "/preuve" not in url)


def _newcomer(page: Page) -> None:
    """Somebody who has just made their account and written nothing yet."""
    page.goto("/inscription")
    page.fill("#f-password", "quatre mots pour entrer")
    page.click("main form button")
    page.wait_for_url("**/profil")


@pytest.fixture(scope="module")
def visitors(browser: Browser, open_house: House) -> Iterator[Visitors]:
    """Everybody's browsers, closed after each file of tests."""
    made = Visitors(browser, open_house)
    yield made
    made.close()


@dataclass
class Heard:
    """What a page complained of: errors of the console, answers that did not come."""

    complaints: list[str] = field(default_factory=list)
    expected: int = 200
    """Status of the page itself: the console repeats one that is an error."""

    def listen(self, page: Page) -> Page:
        """Note what the page complains of."""
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda r: self._failed(r.url, r.failure or ""))
        return page

    def begin(self, *, expected: int = 200) -> None:
        """Another page comes, with a clean slate."""
        self.complaints.clear()
        self.expected = expected

    def _failed(self, url: str, why: str) -> None:
        # Who goes on to another page ends what the last one was still fetching: no fault.
        if "ERR_ABORTED" not in why:
            self.complaints.append(f"failed: {url} ({why})")

    def _console(self, kind: str, text: str) -> None:
        refused = self.expected != 200 and f"status of {self.expected}" in text
        if kind == "error" and not refused:
            self.complaints.append(text)


@pytest.fixture
def heard() -> Callable[[Page], Page] | Heard:
    return Heard()
