"""The first page of people at work: from a yes to a meeting in two taps, and a line that one of a
team looks after, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Heard, Visitors

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
HERE = "/aujourdhui"


def test_an_employer_goes_from_a_yes_to_asking_to_meet_in_two_taps(visitors: Visitors) -> None:
    page = visitors.page("employer", scripts=False)
    heard = Heard()
    heard.listen(page)
    page.goto("/")
    page.wait_for_url(f"**{HERE}")
    section = page.locator("#yes")
    waiting = section.locator("li").count()
    assert waiting
    section.locator("li a").first.click()
    person = page.locator(f"[id='{page.url.partition('#')[2]}']")
    person.get_by_role("button", name="rencontrer").click()
    expect(page.get_by_role("status").first).to_contain_text("vous voulez rencontrer")
    page.goto(HERE)
    expect(page.locator("#decide li")).not_to_have_count(0)
    assert page.locator("#yes li").count() == waiting - 1
    assert heard.complaints == []


@SCRIPTS
def test_a_counsellor_takes_a_line_over_and_a_colleague_sees_it(
    visitors: Visitors, scripts: bool
) -> None:
    desk, agent = visitors.page("counsellor", scripts=scripts), visitors.page("agent")
    heard = Heard()
    heard.listen(desk)
    desk.goto(HERE)
    line = desk.locator("#hire li").first
    place = line.get_attribute("id")
    line.get_by_role("button", name="Je m'en occupe").click()
    expect(desk.get_by_role("status").first).to_contain_text("vous vous en occupez")
    expect(desk.locator(f"#{place}")).to_contain_text("Vous vous en occupez")
    agent.goto(HERE)
    theirs = agent.locator(f"#{place}")
    expect(theirs).to_contain_text("s'en occupe")
    expect(theirs.get_by_role("button", name="Je m'en occupe")).to_have_count(0)
    _later(desk, str(place))
    agent.reload()
    expect(agent.locator(f"#hire #{place}")).to_have_count(0)
    desk.locator("#plus-tard").get_by_role("button", name="Revoir dès maintenant").click()
    agent.reload()
    expect(theirs.get_by_role("button", name="Je m'en occupe")).to_be_visible()
    assert heard.complaints == []


def _later(page: Page, place: str) -> None:
    line = page.locator(f"#{place}")
    line.locator("summary").click()
    line.get_by_role("button", name="Remettre à ce jour").click()
    expect(page.locator("#plus-tard")).to_contain_text(re.compile("remise? à plus tard"))
    expect(page.locator(f"#hire #{place}")).to_have_count(0)
