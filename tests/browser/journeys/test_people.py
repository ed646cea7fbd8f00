"""Two journeys, as people make them: with and without scripts, and by keyboard alone.

A jobseeker answers an offer; a community agent registers somebody. `walk.py` holds the steps, so
that each way of walking makes the same journey.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Heard, Visitors
from tests.browser.journeys.walk import Keyboard, Mouse, Walker

WAYS = {"scripts": (Mouse, True), "no scripts": (Mouse, False), "keyboard": (Keyboard, True)}


@pytest.fixture(params=WAYS, ids=str)
def walker(request: pytest.FixtureRequest, visitors: Visitors) -> Walker:
    """Somebody at a telephone, in one of the ways people have."""
    way, scripts = WAYS[request.param]
    return way(visitors, scripts=scripts)


def test_a_jobseeker_finds_the_offer_again_after_signing_in_with_a_card(walker: Walker) -> None:
    """No message, no password: the card, the number, the offer, the answer.

    Stands first: whoever has the card may be whose offer the next journey answers.
    """
    page = walker.open(None, "/c/" + walker.house.ids["card_token"])
    walker.fill("Le code que vous avez choisi avec votre agence", "4071")
    walker.press("Entrer")
    page.wait_for_url("**/profil")
    walker.follow("Offres pour moi")
    walker.follow("On attend votre réponse")
    page.wait_for_url("**/r/*")
    assert page.get_by_role("button", name="Oui, ça m'intéresse").is_visible()
    assert walker.heard.complaints == []


def test_a_jobseeker_answers_an_offer_in_two_taps(walker: Walker) -> None:
    """The link is the first tap; nobody signs in. Changing one's mind is as easy."""
    link = "/r/" + walker.house.ids["token"]
    page = walker.open(None, link)
    walker.press("Oui, ça m'intéresse")
    assert "Vous avez dit oui." in page.inner_text("main")
    page.reload()
    page.go_back()
    page.go_forward()
    assert "Vous avez dit oui." in page.inner_text("main")
    walker.press("Non merci")
    assert "Vous avez dit non." in page.inner_text("main")
    page.select_option("#f-reason", "wage")
    walker.press("Envoyer")
    assert "Merci de l'avoir dit." in page.inner_text("main")
    assert walker.heard.complaints == []


def test_an_agent_registers_somebody_and_makes_a_card(walker: Walker) -> None:
    """From nothing to a printed card, one question a page, consent read aloud and recorded."""
    page = walker.open("agent", "/appels")
    walker.follow("Ajouter une personne")
    walker.fill("Prénom", "Zibounda")
    walker.press("Enregistrer et continuer")
    walker.fill("Métier 1", "maçon")
    walker.press("Enregistrer et continuer")
    walker.fill("Une chose par ligne", "monter un mur")
    walker.press("Enregistrer et continuer")
    for _ in range(5):
        walker.follow("Passer cette question")
    walker.tick("Être proposé pour des offres d'emploi")
    walker.press("Enregistrer et finir")
    assert page.evaluate("document.activeElement.name") == "consent_method"
    walker.tick("J'ai lu les phrases à voix haute, la personne a répondu")
    walker.press("Enregistrer et finir")
    assert "Zibounda" in page.inner_text("h1")
    walker.follow("Qui a regardé")
    assert "lu à voix haute" in page.inner_text("main")
    walker.follow("Carte")
    walker.fill("Code choisi par la personne", "4071")
    walker.fill("Le même code, encore une fois", "4071")
    walker.press("Faire la carte")
    assert page.locator(".qr svg").is_visible()
    assert walker.heard.complaints == []


def test_an_agent_calls_somebody_and_notes_that_nobody_answered(walker: Walker) -> None:
    """The number, the words to read out, and what came of it, on one page."""
    page = walker.open("agent", "/appels")
    page.locator("a.pick[href^='/appels/']").first.click()
    assert page.locator("a[href^='tel:']").is_visible()
    assert page.locator("#words").inner_text()
    walker.press("Personne n'a répondu")
    page.get_by_text("pas de réponse. La personne reste dans la liste").wait_for()
    assert walker.heard.complaints == []


def test_a_double_click_makes_one_person(visitors: Visitors) -> None:
    """With scripts the second click is held back; without, the server answers it with the first."""
    for scripts in (True, False):
        name = f"Doublon{'js' if scripts else 'sans'}"
        page = visitors.page("agent", scripts=scripts)
        page.goto("/personnes/nouvelle/pas/prenom")
        page.fill("#f-given_name", name)
        page.get_by_role("button", name="Enregistrer et continuer").dblclick(no_wait_after=True)
        # Asked of the page itself: the first of two navigations is given up for the second.
        expect(page).to_have_url(re.compile("/pas/metiers"))
        page.goto(f"/personnes?q={name}")
        assert page.get_by_role("link", name=name).count() == 1


def test_what_was_typed_outlives_a_lost_connection(visitors: Visitors) -> None:
    """Nothing is sent, nothing is lost; when the network is back the answer is saved."""
    context = visitors.context("jobseeker")
    page = context.new_page()
    page.goto("/profil/pas/savoir")
    context.set_offline(True)
    page.fill("#f-skills", "réparer une pompe")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_text("Pas de réseau").wait_for()
    assert page.input_value("#f-skills") == "réparer une pompe"
    context.set_offline(False)
    page.wait_for_url("**/pas/travaux")
    page.goto("/profil/pas/savoir")
    assert page.input_value("#f-skills") == "réparer une pompe"


def test_what_is_typed_is_saved_by_itself(visitors: Visitors) -> None:
    page = visitors.page("jobseeker")
    page.goto("/profil/pas/metiers")
    page.fill("#f-occupations\\.0", "carreleur")
    page.get_by_text("C'est enregistré.").wait_for()
    again = visitors.page("jobseeker")
    again.goto("/profil/pas/metiers")
    assert again.input_value("#f-occupations\\.0") == "carreleur"


def test_nothing_typed_is_left_on_the_phone_after_signing_out(visitors: Visitors) -> None:
    """Phones are shared: what one person wrote is not there for the next."""
    page = visitors.page("newcomer")
    page.goto("/profil/modifier")
    page.fill("#f-given_name", "Zibounda")
    kept = "Object.entries(sessionStorage).filter(([k]) => k.startsWith('amuddu:')).length"
    assert page.evaluate(kept) > 0
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(lambda url: url.endswith("/"))
    assert page.evaluate(kept) == 0


def test_a_screen_reader_hears_each_question_with_its_name_and_its_error(
    visitors: Visitors,
) -> None:
    """What the accessibility tree says of a question, before and after a mistake."""
    page = visitors.page("jobseeker")
    page.goto("/profil/pas/prevenir")
    tree = page.locator("main").aria_snapshot()
    for said in (
        'progressbar "Question 8 sur 9"',
        'heading "Comment vous prévenir ?" [level=1]',
        'combobox "Le plus sûr pour être prévenu"',
        'button "Enregistrer et continuer"',
        'link "Question précédente"',
    ):
        assert said in tree, tree
    page.get_by_label("Le plus sûr pour être prévenu").select_option("email")
    page.fill("#f-email", "")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    field = page.locator("[aria-invalid=true]").first
    field.wait_for()
    error = page.locator("#" + (field.get_attribute("aria-describedby") or "").split()[-1])
    assert error.inner_text()
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert "alert" in page.locator("main").aria_snapshot()


def test_a_refused_form_holds_like_any_page(visitors: Visitors) -> None:
    from tests.browser import look

    page, heard = visitors.page(None, "ar"), Heard()
    heard.listen(page)
    heard.expected = 401
    page.goto("/connexion")
    page.fill("#f-login", "personne")
    page.fill("#f-password", "pas le bon mot")
    page.locator("main form button").click()
    page.locator("#problems").wait_for()
    assert look.at_widths(page, "ar").problems + heard.complaints == []
