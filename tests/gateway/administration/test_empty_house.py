"""From an empty house in production mode: one command makes the first administrator, and pages do
all the rest, up to the first vacancy of an enterprise that signed up itself."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from amuddu.kit.audit.tables import entries
from amuddu.kit.auth import Role
from amuddu.kit.settings import Settings
from cli.main import app as command
from gateway.app import create as gateway_app
from gateway.clients.base import Caller
from gateway.settings import GatewaySettings
from tests.conftest import DatabaseOf
from tests.gateway.access.support import NEXT, code_at, shown
from tests.gateway.conftest import PASSWORD, SERVICES, Browser, House, _built, words
from tests.gateway.organisations.support import declaration, ice, verify
from tests.gateway.organisations.test_sign_up import form_of_a_vacancy
from tests.support import administrator

_ANYWHERE = "https://amuddu.example"


class SafeBrowser(Browser):
    """A browser that keeps cookies of https alone."""

    def __init__(self, app: FastAPI, *, lang: str = "fr") -> None:
        self.app: Any = app
        self._client = TestClient(app, base_url=_ANYWHERE, headers={"Accept-Language": lang})
        found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', self.get("/connexion").text)
        assert found is not None
        self.csrf = found.group(1)


@pytest.fixture
def empty(database_of: DatabaseOf, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> House:
    """The whole house without an agency, an account or an employer; its gateway in production."""
    assert settings.mode == "demo"
    databases = {name: database_of(f"services.{name}") for name in SERVICES}
    databases["gateway"] = database_of("gateway")
    databases["keys"] = database_of("services.profiles.keys")
    house = _built(databases)
    monkeypatch.setenv("AMUDDU_MODE", "production")
    monkeypatch.setenv("AMUDDU_SECRET_KEY", hashlib.sha256(b"of a test").hexdigest())
    monkeypatch.setenv("AMUDDU_PUBLIC_URL", _ANYWHERE)
    house.app = gateway_app(
        GatewaySettings(), database=databases["gateway"], services=house.services
    )
    return house


def by_command(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """`amuddu account add chef --role administrator`, over the databases of this house."""
    gateway = house.databases["gateway"]
    monkeypatch.setattr("cli.accounts.open_database", lambda *_: gateway)
    monkeypatch.setattr("cli.accounts.open_audit", lambda *_: house.app.state.audit)
    monkeypatch.setattr(type(gateway), "close", lambda _self: None)
    asked = ["account", "add", "chef", "--role", "administrator", "--password", PASSWORD]
    made = CliRunner().invoke(command, asked)
    assert made.exit_code == 0, made.output


def invited(house: House, page: Any) -> dict[str, str]:
    """Who opens the link that a page shows once chooses how to sign in."""
    link = shown(r'id="link">([^<]+)<', page.text)
    who = {"login": "salma", "password": NEXT}
    newcomer = SafeBrowser(house.app)
    made = newcomer.post("/" + link.split("/", 3)[3], {**who, "name": "Salma"})
    assert made.status_code == 200, words(made)
    return who


def signed_in(house: House, who: dict[str, str]) -> SafeBrowser:
    browser = SafeBrowser(house.app)
    page = browser.post("/connexion", {**who, "suite": "/connexion"})
    assert "Se déconnecter" in words(page)
    setup = browser.get("/mon-acces/preuve")
    if found := re.search(r'class="wraps">([A-Z2-7 ]+)<', setup.text):  # who needs a second proof
        browser.csrf = shown(r'name="csrf_token" value="(\w+)"', setup.text)
        code = code_at(found.group(1).replace(" ", ""))
        assert browser.post("/mon-acces/preuve/telephone", {"code": code}).status_code == 200
        browser.csrf = shown(r'name="csrf_token" value="(\w+)"', browser.get("/mon-acces").text)
    return browser


def test_everything_but_the_first_account_is_done_by_page(
    empty: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_command(empty, monkeypatch)
    chief = signed_in(empty, {"login": "chef", "password": PASSWORD})
    assert "Pas encore d'agence" in words(chief.get("/administration/agences"))
    opened = chief.post(
        "/administration/agences/nouvelle",
        {
            "code": "rabat",
            "name": "Agence de Rabat",
            "kind": "agency",
            "place": "rabat",
            "hours": "lundi à vendredi, 9 h à 16 h",
            "phone": "05 37 00 00 01",
            "address": "",
            "email": "",
        },
    )
    assert "Changements enregistrés" in words(opened)
    made = chief.post(
        "/comptes/inviter", {"role": "counsellor", "agency_id": "rabat", "language": "fr"}
    )
    counsellor = signed_in(empty, invited(empty, made))

    boss = SafeBrowser(empty.app)
    assert "Inscrire mon entreprise" in words(boss.get("/"))
    first = boss.get("/inscription/entreprise")
    login = re.search(r'name="login" value="([^"]+)"', first.text)
    assert login is not None
    account = {"login": login.group(1), "turn": "0", "password": PASSWORD}
    form = boss.post("/inscription/entreprise", account)
    assert "Agence de Rabat" in words(form)
    boss.post("/entreprise/fiche", declaration(agency_id="rabat"))
    sent = boss.post("/offres/nouvelle", form_of_a_vacancy())
    vacancy_id = UUID(str(sent.url).split("/offres/")[1][:36])

    listed = counsellor.get("/entreprises", q=ice())
    found = re.search(r'href="/entreprises/([0-9a-f-]{36})"', listed.text)
    assert found is not None
    verify(counsellor, UUID(found.group(1)))
    empty.pump()
    seen = empty.services.employers.get(Caller(administrator(), "fr"), vacancy_id)
    assert seen.status == "published"
    assert counsellor.get(f"/offres/{vacancy_id}/candidats").status_code == 200

    history = words(chief.get("/administration/agences/rabat"))
    assert "Ouvert" in history
    assert "Salma" in history
    with empty.app.state.audit.database.engine.connect() as connection:
        actions = [row.action for row in connection.execute(entries.select())]
    assert actions.count("account_added") == 2


def test_a_code_that_is_taken_or_odd_and_a_role_without_agency_are_said_beside_the_field(
    house: House,
) -> None:
    chief = house.browser(Role.ADMINISTRATOR)
    office = {"name": "X", "kind": "agency", "place": "", "hours": "", "phone": "", "email": ""}
    for code in ("rabat", "Rabat !", "", "../x"):
        page = chief.post("/administration/agences/nouvelle", {**office, "code": code})
        assert (page.status_code, 'id="e-code"' in page.text) == (422, True), code
    for wrong in ({"phone": "12"}, {"email": "a@b"}, {"place": "atlantis"}):
        page = chief.post("/administration/agences/nouvelle", {**office, "code": "neuf", **wrong})
        assert page.status_code == 422, wrong
    assert chief.get("/administration/agences/neuf").status_code == 404
    page = chief.post("/comptes/inviter", {"role": "agent"})
    assert 'id="e-agency_id"' in page.text
    page = chief.post("/comptes/inviter", {"role": "employer"})
    assert 'id="e-employer_id"' in page.text
    for role in ("jobseeker", "service", "roi"):
        page = chief.post("/comptes/inviter", {"role": role})
        assert 'id="e-role"' in page.text, role


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.ADMINISTRATOR, Role.SERVICE)])
def test_nobody_else_runs_the_house(house: House, role: Role) -> None:
    of = {"agency_id": "rabat"} if role in (Role.COUNSELLOR, Role.AGENT) else {}
    browser = house.browser(role, **of)
    for path in ("agences", "agences/nouvelle", "agences/rabat", "comptes"):
        assert browser.get(f"/administration/{path}").status_code == 403, path
    assert browser.post("/comptes/inviter", {"role": "administrator"}).status_code == 403
    changed = browser.post("/administration/agences/rabat", {"name": "À moi", "kind": "agency"})
    assert changed.status_code == 403


def test_accounts_are_found_by_role_agency_and_state_and_people_are_not_listed(
    house: House,
) -> None:
    chief = house.browser(Role.ADMINISTRATOR)
    house.account(Role.COUNSELLOR, "conseil-a", agency_id="rabat")
    house.account(Role.AGENT, "agent-b", agency_id="casablanca")
    person = house.account(Role.JOBSEEKER, "palmier-1")
    everybody = chief.get("/administration/comptes", q="palmier")
    assert "Aucun compte ne correspond" in words(everybody)
    assert chief.get(f"/administration/comptes/{person.id}").status_code == 404
    assert "1 compte" in words(chief.get("/administration/comptes", role="agent"))
    assert "1 compte" in words(chief.get("/administration/comptes", agence="rabat"))
    assert "Aucun compte" in words(chief.get("/administration/comptes", etat="fermes"))
    assert chief.get("/administration/comptes", q="\x00%'", agence="\x00").status_code == 200
