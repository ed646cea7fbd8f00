"""An ad that discriminates is stopped and mended; a claim is decided on papers that were seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Heard, Visitors
from tests.papers.made import photo

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def writes_offer(page: Page, title: str) -> None:
    """A whole offer but for its title."""
    page.goto("/offres/nouvelle")
    page.get_by_label("Titre de l'offre").fill(title)
    page.locator("main").get_by_label("Métier").first.fill("serveur")
    page.get_by_label("Ville du travail").select_option("rabat")
    page.get_by_label("Type de contrat").select_option("CDI")
    page.get_by_label("Salaire minimum par mois").fill("4000")
    start = (datetime.now(UTC) + timedelta(days=45)).date().isoformat()
    page.get_by_label("Date de début").fill(start)


@SCRIPTS
def test_an_ad_that_discriminates_is_stopped_and_mended(visitors: Visitors, scripts: bool) -> None:
    boss = visitors.page("employer", scripts=scripts)
    heard = Heard()
    heard.listen(boss)
    heard.expected = 422
    writes_offer(boss, "Service en salle, de 20 à 30 ans, pas de réfugiés")
    boss.get_by_role("button", name="Publier").click()
    expect(boss.get_by_role("alert").first).to_contain_text("pas de réfugiés")
    expect(boss.locator("main")).to_contain_text("porter des charges")  # a better wording
    anybody = visitors.page(None, scripts=scripts)
    anybody.goto("/emplois")
    expect(anybody.locator("main")).not_to_contain_text("Service en salle")
    title = boss.get_by_label("Titre de l'offre")
    assert title.input_value().startswith("Service en salle")  # nothing typed is lost
    title.fill("Serveur ou serveuse, service en salle")
    boss.get_by_role("button", name="Publier").click()
    expect(boss.locator("main")).to_contain_text("En ligne")
    assert heard.complaints == []


def test_a_claim_is_accepted_on_photographed_papers_that_the_agency_opened(
    visitors: Visitors,
) -> None:
    boss = visitors.page("employer")
    boss.goto("/demandes")
    boss.locator("main li", has_text="Brouillon").get_by_role("link").first.click()
    claim = boss.url
    papers = boss.locator("#document-1")
    papers.get_by_role("button", name="Retirer").click()
    expect(papers.get_by_text("Fichier 1")).to_have_count(0)
    picture = {"name": "contrat.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    papers.get_by_label("Photo ou PDF de").set_input_files(picture)  # type: ignore[arg-type]
    papers.get_by_role("button", name="Ajouter").click()
    expect(papers).to_contain_text("photo ·")
    boss.get_by_role("button", name="Envoyer la demande").click()
    expect(boss.locator("main")).to_contain_text("décision attendue")

    desk = visitors.page("counsellor")
    desk.goto(claim)
    for box in desk.get_by_label("J'ai vérifié").all():
        box.check()
    desk.get_by_role("button", name="Accepter").click()
    expect(desk.get_by_role("alert").first).to_be_visible()  # nothing was opened yet
    for number in (1, 2):
        desk.locator(f"#document-{number}").get_by_role("link", name="Fichier 1").click()
        shown = desk.locator("#beside")
        if shown.locator("img").count():
            seen = "async (it) => { await it.decode(); return it.naturalWidth; }"
            assert shown.locator("img").evaluate(seen) > 0
        else:
            with desk.expect_download():
                shown.get_by_role("link").click()
    desk.reload()
    expect(desk.locator("#document-1")).to_contain_text("· lu par l'agence")
    for box in desk.get_by_label("J'ai vérifié").all():
        box.check()
    desk.get_by_role("button", name="Accepter").click()
    expect(desk.locator("article").first).to_contain_text("Acceptée")
