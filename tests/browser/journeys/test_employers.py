"""An enterprise signs up, its agency verifies it, and its first vacancy is published: clicked
through, with scripts and without."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from amuddu.reference.identifiers import control
from tests.browser.conftest import Heard, Visitors

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@SCRIPTS
def test_from_sign_up_to_the_first_verified_vacancy(visitors: Visitors, scripts: bool) -> None:
    number = uuid4().int % 10**8
    name, title = f"Menuiserie {number}", f"Maçon {number}"
    ice = f"9{number:08d}0001" + control(f"9{number:08d}0001")
    boss = visitors.page(None, scripts=scripts)
    heard = Heard()
    heard.listen(boss)
    boss.goto("/")
    boss.get_by_role("link", name="Inscrire mon entreprise").click()
    boss.locator("#f-password").fill("quatre mots pour entrer")
    boss.get_by_role("button", name="Ouvrir le compte").click()
    boss.locator("#f-name").fill(name)
    boss.locator("#f-ice").fill(f"{ice[:9]} {ice[9:13]} {ice[13:]}")
    boss.locator("#f-place").select_option("rabat")
    boss.locator("#f-address").fill("12, rue des Cèdres")
    boss.get_by_label("Téléphone de l'entreprise").fill("05 37 12 34 56")
    boss.get_by_label("Votre agence pour l'emploi").select_option("rabat")
    boss.get_by_role("button", name="Envoyer à l'agence").click()
    expect(boss.get_by_role("status").first).to_contain_text("Fiche envoyée à votre agence")
    boss.get_by_role("link", name="Écrire une offre").click()
    boss.get_by_label("Titre de l'offre").fill(title)
    boss.locator("main").get_by_label("Métier").first.fill("maçon")
    boss.get_by_label("Ville du travail").select_option("rabat")
    boss.get_by_label("Type de contrat").select_option("CDI")
    boss.get_by_label("Salaire minimum par mois").fill("4000")
    start = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    boss.get_by_label("Date de début").fill(start)
    boss.get_by_role("button", name="Publier").click()
    expect(boss.locator("main")).to_contain_text("dès que votre agence a vérifié")

    counsellor = visitors.page("counsellor", scripts=scripts)
    heard.listen(counsellor)
    counsellor.goto("/entreprises")
    counsellor.get_by_role("link", name=name).click()
    counsellor.get_by_label("J'ai trouvé l'entreprise dans le registre public").check()
    counsellor.get_by_role("button", name="L'entreprise est vérifiée").click()
    expect(counsellor.get_by_role("status").first).to_contain_text("Changements enregistrés")
    boss.reload()
    expect(boss.locator("main")).to_contain_text("En ligne")

    anybody = visitors.page(None, scripts=scripts)
    heard.listen(anybody)
    anybody.goto("/verifier")
    anybody.get_by_label("ICE ou nom exact").fill(ice)
    anybody.get_by_role("button", name="Vérifier").click()
    expect(anybody.get_by_role("status")).to_contain_text(name)
    assert [each for each in heard.complaints if not each.startswith("failed:")] == []
