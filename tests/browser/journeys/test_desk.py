"""An employer posts, a counsellor shortlists: clicked through, with scripts and without, by the
keyboard alone, and as a screen reader hears it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Heard, Visitors

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@SCRIPTS
def test_an_employer_posts_once_however_they_click(visitors: Visitors, scripts: bool) -> None:
    title = f"Maçon {uuid4().hex[:8]}"
    page = visitors.page("employer", scripts=scripts)
    heard = Heard()
    heard.listen(page)
    page.goto("/offres")
    page.get_by_role("link", name="Nouvelle offre").click()
    page.get_by_label("Titre de l'offre").fill(title)
    page.get_by_label("Métier").first.fill("maçon")
    page.get_by_label("Ville du travail").select_option("rabat")
    page.get_by_label("Type de contrat").select_option("CDI")
    page.get_by_label("Salaire minimum par mois").fill("4000")
    start = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    page.get_by_label("Date de début").fill(start)
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("status").first).to_contain_text("Offre publiée")
    page.reload()
    page.go_back()
    page.go_forward()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    listed = visitors.house.api("employer").get("/vacancies", limit=100)["items"]
    assert [each["title"] for each in listed].count(title) == 1
    # An icon that was still on its way when the page was left is nobody's fault.
    assert [each for each in heard.complaints if not each.startswith("failed:")] == []


@SCRIPTS
def test_what_was_typed_is_kept_and_the_first_error_has_the_focus(
    visitors: Visitors, scripts: bool
) -> None:
    page = visitors.page("employer", scripts=scripts)
    page.goto("/offres/nouvelle")
    page.get_by_label("Description du travail").fill("Murs et enduits.")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Description du travail")).to_have_value("Murs et enduits.")
    expect(page.get_by_label("Titre de l'offre")).to_be_focused()


@SCRIPTS
def test_a_counsellor_shortlists_several_and_takes_it_back(
    visitors: Visitors, scripts: bool
) -> None:
    page = visitors.page("counsellor", scripts=scripts)
    address = f"/offres/{visitors.house.ids['other_id']}/candidats"
    page.goto(address)
    boxes = page.get_by_role("checkbox", name="Cocher")
    # Two who can be put forward: their own card offers it.
    free = page.locator("#list > li.person", has=page.locator("button[value=shortlist]"))
    for number in (0, 1):
        free.nth(number).get_by_role("checkbox").check()
    page.locator("#lot-form").get_by_role("button", name="Présélectionner").click()
    done = page.locator("#lot")
    expect(done).to_contain_text("2 personnes présélectionnées.")
    page.reload()
    expect(done).to_contain_text("2 personnes présélectionnées.")
    page.goto("/aujourdhui")
    page.go_back()
    done.get_by_role("button", name="Annuler").click()
    expect(done).to_contain_text("Personne n'a reçu de message")
    found = visitors.house.api("counsellor").get(
        f"/vacancies/{visitors.house.ids['other_id']}/candidacies"
    )
    assert {each["state"] for each in found["items"]} <= {"proposed"}
    assert boxes.count() >= 2


def test_the_list_by_the_keyboard_alone(visitors: Visitors) -> None:
    page = visitors.page("counsellor")
    page.goto(f"/offres/{visitors.house.ids['other_id']}/candidats")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Raccourcis clavier")
    expect(help_).to_be_visible()
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("#list > li.person:focus")).to_have_count(1)
    assert page.get_by_role("checkbox", name="Cocher", checked=True).count() == 2
    page.keyboard.press("w")
    expect(page.locator("#list > li.person").nth(1).locator("table.why")).to_be_visible()
    page.keyboard.press("c")
    page.wait_for_url("**/comparer?*")
    expect(page.get_by_role("table")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()


def test_what_a_screen_reader_hears(visitors: Visitors) -> None:
    page = visitors.page("counsellor")
    page.goto("/aujourdhui")
    heard = page.locator("main").aria_snapshot()
    for line in ("heading \"Aujourd'hui", "region", 'heading "Offres à traiter"', "list"):
        assert line in heard, heard
    page.goto(f"/offres/{visitors.house.ids['other_id']}/candidats")
    heard = page.locator("main").aria_snapshot()
    for line in ('checkbox "Cocher', 'button "Présélectionner"', 'button "Comparer"'):
        assert line in heard
    board = visitors.page("coordinator")
    board.goto("/bilan")
    assert "table" not in board.locator("main .chart-rows").first.aria_snapshot()
    assert 'heading "Bilan"' in board.locator("main").aria_snapshot()
