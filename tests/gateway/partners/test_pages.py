"""Pages of partners, from the list to the log of a webhook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import get_args

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session

from amuddu.contracts.postings import partners as contract
from amuddu.kit import clock
from amuddu.kit.auth import Role
from gateway.app import create as gateway_app
from gateway.partners import words as partner_words
from gateway.settings import GatewaySettings
from services.notifications.partners.courier import Courier
from services.notifications.settings import NotificationsSettings
from tests.gateway.conftest import Browser, House, words
from tests.gateway.partners.support import Program, last_day, signed_in
from tests.services.notifications.partners.receiver import Receiver
from tests.services.notifications.partners.test_webhooks import verify

HOME = "/administration/partenaires"
_SECRET = re.compile(r'id="secret">([^<]+)<')


@pytest.fixture
def partner() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def chief(house: House) -> Browser:
    return house.browser(Role.ADMINISTRATOR)


@pytest.fixture
def inside(house: House) -> NotificationsSettings:
    """The service that sends, in development: webhooks may go to this machine."""
    http = house.services.notifications._http
    assert isinstance(http, TestClient)
    app = http.app
    before = app.state.settings  # type: ignore[attr-defined]  # it is a FastAPI
    own: NotificationsSettings = before.model_copy(update={"webhooks_inside": True})
    app.state.settings = own  # type: ignore[attr-defined]  # the same
    return own


def secret_on(page: str) -> str:
    found = _SECRET.search(page)
    assert found is not None, page
    return found.group(1)


def added(chief: Browser, name: str = "Observatoire de l'emploi") -> str:
    page = chief.post(HOME, {"name": name})
    assert page.status_code == 200, page.text
    return str(page.url.path)


def test_a_token_is_made_shown_once_used_and_revoked_by_page(house: House, chief: Browser) -> None:
    assert "Pas encore de partenaire" in words(chief.get(HOME))
    at = added(chief)
    fields = {"scopes:offers:read": "1", "expires_on": last_day(10)}
    made = chief.post(f"{at}/jetons", fields)
    assert made.status_code == 200, made.text
    token = secret_on(made.text)
    program = Program(house, token)
    assert program.get("/offers/changes").status_code == 200
    assert program.get("/report").status_code == 403
    page = chief.get(at)
    assert token not in page.text
    shown = words(page)
    assert "Lire les offres publiques" in shown
    assert "Finit bientôt" in shown
    assert "Jeton fait" in shown
    assert "Compte de test" in shown, "who answers for it"
    action = re.search(r'action="([^"]+/jetons/[^"]+/fin)"', page.text)
    assert action is not None
    assert "Retiré" in words(chief.post(action.group(1), {}))
    assert program.get("/offers/changes").status_code == 401
    assert "1 jeton" not in words(chief.get(HOME))


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(chief: Browser) -> None:
    at = added(chief)
    page = chief.post(f"{at}/jetons", {"expires_on": last_day(400), "scopes:report:read": "1"})
    assert page.status_code == 422
    assert "un an au plus" in words(page)
    assert re.search(r'name="scopes:report:read" value="1" checked', page.text)
    page = chief.post(f"{at}/jetons", {"expires_on": ""})
    assert "Cochez ce que le jeton permet de lire" in words(page)
    assert "Choisissez le dernier jour" in words(page)
    page = chief.post(f"{at}/webhooks", {"url": "https://10.0.0.1/x", "events:offer.closed": "1"})
    assert page.status_code == 422
    assert "adresse privée" in words(page)
    assert "https://10.0.0.1/x" in page.text
    page = chief.post(f"{at}/webhooks", {"url": ""})
    assert "Cochez ce qui est envoyé" in words(page)
    assert chief.post(HOME, {"name": "observatoire de l'EMPLOI"}).status_code == 422
    assert chief.post(HOME, {"name": " "}).status_code == 422


def test_a_webhook_from_its_first_message_to_its_log(
    house: House, chief: Browser, partner: Receiver, inside: NotificationsSettings
) -> None:
    at = added(chief)
    fields = {"url": partner.url, "events:offer.published": "1", "events:offer.closed": "1"}
    made = chief.post(f"{at}/webhooks", fields)
    assert made.status_code == 200, made.text
    secret = secret_on(made.text)
    link = re.search(rf'href="({at}/webhooks/[^"]+)"', chief.get(at).text)
    assert link is not None
    hook = link.group(1)
    assert "Aucun message" in words(chief.get(hook))
    vacancy = house.vacancy(house.employer())
    courier = Courier(inside, database=house.databases["notifications"])
    partner.replies = [(500, "")]
    assert courier.send_next()
    shown = words(chief.get(hook))
    assert "Réponse 500" in shown
    assert "Le serveur a refusé" in shown
    assert "Prochain essai" in shown
    page = chief.get(hook)
    assert secret not in page.text
    again = re.search(r'action="([^"]+/envois/[^"]+)"', page.text)
    assert again is not None
    assert chief.post(again.group(1), {}).status_code == 200
    with house.databases["notifications"].session() as session:
        _let_go(session)
    assert courier.send_next()
    assert "Reçu" in words(chief.get(hook))
    headers, body = partner.taken[-1]
    verify()([secret], headers, body)
    assert str(vacancy.id).encode() in body
    renewed = secret_on(chief.post(f"{hook}/secret", {}).text)
    assert renewed != secret
    assert "Arrêtée" in words(chief.post(f"{hook}/etat", {"on": "0"}))
    assert "En marche" in words(chief.post(f"{hook}/etat", {"on": "1"}))
    history = words(chief.get(at))
    for done in ("Adresse ajoutée", "Secret changé", "Envois arrêtés", "Envois repris"):
        assert done in history


def _let_go(session: Session) -> None:
    """Time passes for every webhook."""
    session.connection().execute(text("UPDATE webhook SET free_at = now() - interval '1 hour'"))


def test_pages_are_for_administrators(house: House, chief: Browser) -> None:
    at = added(chief)
    for role in (Role.COORDINATOR, Role.OFFICER):
        browser = house.browser(role)
        for path in (HOME, at, f"{at}/webhooks/{at[-36:]}"):
            assert browser.get(path).status_code == 403
        for path in (HOME, f"{at}/jetons", f"{at}/webhooks", f"{at}/webhooks/{at[-36:]}/etat"):
            assert browser.post(path, {"name": "Moi"}).status_code == 403
    assert chief.get(f"{at[:-1]}x").status_code == 404
    assert chief.get(f"{at}/webhooks/{at[-36:]}").status_code == 404


def test_what_is_opened_asks_for_a_fresh_proof(house: House) -> None:
    """An administrator whose second proof is old gives it again before a token is made."""
    program = signed_in(house)
    with house.databases["gateway"].session() as session:
        old = clock.now() - timedelta(hours=2)
        session.connection().execute(
            text("UPDATE account SET proof_since = :old WHERE role = 'administrator'"), {"old": old}
        )
        session.connection().execute(text("UPDATE session SET proved_at = :old"), {"old": old})
    answer = program.post("/partners", {"name": "Vite"})
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("proof_needed")
    assert program.get("/partners").status_code == 200


def test_while_the_service_is_away_tokens_are_still_looked_after(
    house: House, chief: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = added(chief)
    away = gateway_app(GatewaySettings(), database=house.databases["gateway"])
    browser = Browser.__new__(Browser)
    browser.__dict__.update(chief.__dict__)
    browser._client = TestClient(away, headers={"Accept-Language": "fr"})
    browser._client.cookies.update(chief._client.cookies)
    page = browser.get(at)
    assert page.status_code == 200
    assert "momentanément indisponible" in words(page)
    assert "Faire un jeton" in words(page)


def test_the_developers_page_says_how(house: House) -> None:
    page = house.browser().get("/api")
    assert page.status_code == 200
    shown = words(page)
    assert "def verify(secrets, headers, body" in shown
    assert "offers/changes?after=41" in shown
    assert "300 requests a minute" in shown


def test_every_code_has_words() -> None:
    for codes, said in (
        (contract.PartnerScope, partner_words.SCOPES),
        (contract.OfferEvent, partner_words.EVENTS),
        (contract.WebhookState, partner_words.STATES),
        (contract.DeliveryState, partner_words.DELIVERIES),
        (contract.DeliveryFailure, partner_words.FAILURES),
    ):
        assert set(get_args(codes)) == said.keys()
