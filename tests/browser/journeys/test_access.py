"""Getting in, as people do: a forgotten password, an invitation with a telephone and with a key,
and being put out while at work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pyotp
import pytest
from playwright.sync_api import Page
from sqlmodel import select

from amuddu.contracts.notifications import AccountMessage
from amuddu.kit import clock
from amuddu.kit.db import Database, Session
from gateway.credentials import messages
from gateway.credentials.kept import Keys
from gateway.credentials.tables import MessageRow, OneTimeRow
from gateway.sessions.tables import Account
from gateway.settings import GatewaySettings
from tests.browser.conftest import Heard, Visitors
from tests.browser.house import House
from tests.browser.journeys.walk import Mouse

WORDS = "savon tortue ciel orange"
_PATIENCE = 30.0


@contextmanager
def kept_by(house: House) -> Iterator[tuple[Session, Keys]]:
    """What the gateway keeps: a message is read as the sender reads it."""
    settings = GatewaySettings(data_dir=house.folder)
    database = Database.of(settings, "gateway", settings.database_url)
    try:
        with database.session() as session:
            yield session, Keys.of(settings)
    finally:
        database.close()


def message_to(house: House, login: str, kind: str) -> AccountMessage:
    """The message of a kind to an account, once the sender asked for it: asked again, it has
    another link, and the sender's works no more."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with kept_by(house) as (session, keys):
            wanted = (
                select(MessageRow.id)
                .join(Account, Account.id == MessageRow.account_id)  # type: ignore[arg-type]
                .join(OneTimeRow, OneTimeRow.id == MessageRow.one_time_id)  # type: ignore[arg-type]
                .where(
                    Account.login == login,
                    MessageRow.kind == kind,
                    OneTimeRow.digest != None,  # noqa: E711 - SQL
                )
            )
            if found := session.exec(wanted).first():
                return messages.outgoing(session, keys, found)
        time.sleep(0.2)
    raise AssertionError(f"no message {kind} to {login}")


def invited(house: House, page: Page, at: str) -> str:
    """Somebody accepts an invitation; their login."""
    body = {"role": "counsellor", "agency_id": "rabat"}
    token = house.api("administrator").post("/invitations-to-work", body)["token"]
    login = f"nadia-{uuid4().hex[:6]}@exemple.ma"
    page.goto(f"{at}/invitation/{token}")
    page.fill("#f-name", "Nadia Exemple")
    page.fill("#f-login", login)
    page.fill("#f-password", WORDS)
    page.get_by_role("button", name="Créer mon compte").click()
    page.wait_for_url("**/mon-acces/preuve")
    return login


def signs_in(page: Page, at: str, login: str) -> None:
    """Login and password, up to the question for more."""
    page.goto(f"{at}/connexion")
    page.fill("#f-login", login)
    page.fill("#f-password", WORDS)
    page.locator("main form button").click()
    page.wait_for_url("**/preuve?**")


def code_of(secret: str) -> str:
    return str(pyotp.TOTP(secret).now())


def another_code(secret: str, before: str) -> str:
    """A code that was not taken yet: of now, or of the half minute to come."""
    now = int(clock.now().timestamp())
    codes = (str(pyotp.TOTP(secret).at(at)) for at in (now, now + 30))
    return next(code for code in codes if code != before)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_forgotten_password_is_set_again_from_the_sign_in_page(
    visitors: Visitors, scripts: bool
) -> None:
    house = visitors.house
    page = visitors.page()
    login = invited(house, page, house.url)
    page.goto("/mon-acces")
    address = f"{uuid4().hex[:8]}@exemple.ma"
    page.fill("#f-address", address)
    page.fill("#f-contact_password", WORDS)
    page.get_by_role("button", name="Ajouter ou remplacer").click()
    verifying = message_to(house, login, "verify")
    assert verifying.address == address
    page.goto(f"/mon-contact/{verifying.token}")
    page.get_by_role("button", name="Oui, c'est moi").click()
    page.get_by_text("ce contact est confirmé").wait_for()
    walker = Mouse(visitors, scripts=scripts)
    walker.open(None, "/connexion")
    walker.follow("Mot de passe oublié ?")
    walker.fill("Votre identifiant, votre e-mail ou votre téléphone", address)
    walker.press("Envoyer le lien")
    token = message_to(house, login, "recover").token
    walker.page.goto(f"/mot-de-passe/{token}")
    walker.fill("Nouveau mot de passe", f"{WORDS} encore")
    walker.press("Changer le mot de passe")
    walker.page.wait_for_url("**/mon-acces?ok=mot-de-passe")
    assert login in walker.page.inner_text("main")
    page.goto("/personnes")
    assert "/connexion" in page.url  # the session of before is gone
    assert walker.heard.complaints == []


def test_who_is_invited_sets_up_a_telephone_and_gives_its_code(visitors: Visitors) -> None:
    house = visitors.house
    page = Heard().listen(visitors.page())
    login = invited(house, page, house.url)
    secret = page.inner_text(".wraps").replace(" ", "")
    first = code_of(secret)
    page.fill("#f-code", first)
    page.get_by_role("button", name="Ajouter ce téléphone").click()
    page.get_by_role("heading", name="Vos codes sur papier").wait_for()
    assert page.locator("main li .code").count() == 10
    other = visitors.page()
    signs_in(other, house.url, login)
    other.goto("/personnes")
    assert "/connexion" in other.url
    other.goto("/preuve")
    other.fill("#f-code", another_code(secret, first))
    other.get_by_role("button", name="Continuer").click()
    other.wait_for_url("**/aujourdhui")


def test_who_is_invited_adds_a_passkey_and_signs_in_with_it(visitors: Visitors) -> None:
    """A passkey belongs to a name: the house is called `localhost` here."""
    house = visitors.house
    at = house.url.replace("127.0.0.1", "localhost")
    page = visitors.page()
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    login = invited(house, page, at)
    page.fill("#f-label", "téléphone du bureau")
    page.get_by_role("button", name="Ajouter une clé d'accès").click()
    page.get_by_role("heading", name="Vos codes sur papier").wait_for()
    page.goto(f"{at}/mon-acces/preuve")
    assert "téléphone du bureau" in page.inner_text("main")
    page.locator(".who summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    signs_in(page, at, login)
    page.get_by_role("button", name="Utiliser ma clé d'accès").click()
    page.wait_for_url("**/aujourdhui")


def test_an_account_suspended_while_signed_in_is_out_at_the_next_page(visitors: Visitors) -> None:
    house = visitors.house
    page = visitors.page()
    login = invited(house, page, house.url)
    page.goto("/personnes")
    assert page.url.endswith("/personnes")
    with kept_by(house) as (session, _):
        account = session.exec(select(Account.id).where(Account.login == login)).one()
    boss = visitors.page("administrator")
    boss.goto(f"/comptes/{UUID(str(account))}")
    boss.get_by_role("button", name="Suspendre ce compte").click()
    boss.get_by_text("suspendu").wait_for()
    page.get_by_role("link", name="Personnes").first.click()
    page.wait_for_url("**/connexion**")
    page.fill("#f-login", login)
    page.fill("#f-password", WORDS)
    page.locator("main form button").click()
    page.get_by_text("Identifiant ou mot de passe incorrect").wait_for()
