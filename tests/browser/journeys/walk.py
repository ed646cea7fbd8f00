"""Ways of walking through pages: with a finger, or by keyboard alone."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator, Page

from tests.browser.conftest import Heard, Visitors
from tests.browser.house import House

_FURTHEST = 120
"""Presses of Tab after which something counts as out of reach."""


class Walker(Protocol):
    """What journeys are made of. Words are those that people read."""

    house: House
    heard: Heard

    def open(self, reader: str | None, address: str) -> Page: ...
    def press(self, words: str) -> None: ...
    def follow(self, words: str) -> None: ...
    def fill(self, label: str, text: str) -> None: ...
    def tick(self, label: str) -> None: ...


class Mouse:
    """A finger or a mouse, with scripts or without."""

    page: Page

    def __init__(self, visitors: Visitors, *, scripts: bool) -> None:
        self._visitors, self._scripts = visitors, scripts
        self.house, self.heard = visitors.house, Heard()

    def open(self, reader: str | None, address: str) -> Page:
        """A window of its own at an address."""
        self.page = self._visitors.page(reader, scripts=self._scripts)
        self.heard.listen(self.page)
        self.heard.expected = 422
        self.page.goto(address)
        return self.page

    def press(self, words: str) -> None:
        """Press a button; one that is folded away is unfolded first, as people do."""
        button = self.page.get_by_role("button", name=words)
        if not button.count():
            self._unfold()
        self._go(button.first)

    def follow(self, words: str) -> None:
        self._go(self.page.get_by_role("link", name=words).first)

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=False).first.fill(text)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=False).first.check()

    def _act(self, target: Locator) -> None:
        target.click()

    def _go(self, target: Locator) -> None:
        """Act, and wait for the page that this leads to."""
        with self.page.expect_navigation():
            self._act(target)

    def _unfold(self) -> None:
        self._act(self.page.locator("main summary").first)


class Keyboard(Mouse):
    """Tab, Enter and Space; what Tab does not reach cannot be used."""

    def fill(self, label: str, text: str) -> None:
        self._reach(self.page.get_by_label(label, exact=False).first)
        self.page.keyboard.insert_text(text)

    def tick(self, label: str) -> None:
        box = self.page.get_by_label(label, exact=False).first
        if box.get_attribute("type") == "radio":
            self._reach_group(box)
            for _ in range(20):
                if box.is_checked():
                    return
                self.page.keyboard.press("Space" if self._is_on(box) else "ArrowDown")
        else:
            self._reach(box)
            self.page.keyboard.press("Space")
        assert box.is_checked(), label

    def _act(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def _reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus, which must then be seen."""
        target.wait_for()
        for _ in range(_FURTHEST):
            if self._is_on(target):
                outline = target.evaluate("(el) => getComputedStyle(el).outlineStyle")
                assert outline != "none", "the focus cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")

    def _reach_group(self, box: Locator) -> None:
        """Tab stops at one radio button of a group."""
        name = box.get_attribute("name")
        for _ in range(_FURTHEST):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach the choices of {name}")

    def _is_on(self, target: Locator) -> bool:
        return bool(target.evaluate("(el) => el === document.activeElement"))
