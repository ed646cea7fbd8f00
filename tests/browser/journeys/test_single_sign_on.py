"""Signing in with the account of one's organisation, at a provider that speaks the protocol."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import Page

from cli.demo.seed import COUNSELLOR
from tests.browser.conftest import Visitors
from tests.browser.provider import NAME


def signs_in_there(page: Page, subject: str) -> None:
    """At the provider: who am I."""
    page.wait_for_url("**/oauth2/authorize**")
    page.fill("[name=sub]", subject)
    page.get_by_role("button", name="Authorize").click()


def test_an_invitation_is_accepted_and_the_account_opened_again(visitors: Visitors) -> None:
    house, subject = visitors.house, uuid4().hex
    body = {"role": "counsellor", "agency_id": "rabat"}
    token = house.api("administrator").post("/invitations-to-work", body)["token"]
    page = visitors.page()
    page.goto(f"/invitation/{token}")
    page.get_by_role("link", name=NAME).click()
    signs_in_there(page, subject)
    page.fill("#f-name", "Idir Essai")
    page.fill("#f-login", f"idir-{subject[:8]}")
    page.get_by_role("button", name="Créer mon compte").click()
    page.wait_for_url("**/aujourdhui")
    page.locator(".who summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    assert "encore connecté" in page.inner_text("main")
    page.goto("/connexion?suite=/personnes")
    page.get_by_role("link", name=NAME).click()
    signs_in_there(page, subject)
    page.wait_for_url("**/personnes")
    page.goto("/mon-acces")
    assert "relié" in page.inner_text("#organisation")


def test_somebody_without_an_account_is_told_what_to_do(visitors: Visitors) -> None:
    page = visitors.page()
    page.goto("/connexion")
    page.get_by_role("link", name=NAME).click()
    signs_in_there(page, uuid4().hex)
    page.get_by_role("heading", name="Vous n'êtes pas encore connecté").wait_for()
    assert "demandez une invitation" in page.inner_text("main")


def test_an_account_is_linked_and_unlinked(visitors: Visitors) -> None:
    page = visitors.page("counsellor")
    page.goto("/mon-acces")
    page.get_by_role("link", name=f"Relier {NAME}").click()
    signs_in_there(page, uuid4().hex)
    page.get_by_role("heading", name="Relier ces deux comptes").wait_for()
    page.get_by_role("button", name="Relier").click()
    page.wait_for_url("**/mon-acces**")
    assert COUNSELLOR in page.inner_text("main")
    page.locator("#organisation").get_by_role("button", name="Retirer").click()
    page.get_by_role("link", name=f"Relier {NAME}").wait_for()
