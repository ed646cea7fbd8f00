"""Pages of schemes: a new one goes everywhere, and its history reads in any language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from amuddu.kit.auth import Role
from tests.gateway.claims.test_incentive_pages import (
    TODAY,
    api_client,
    approved,
    coordination,
    paid,
    version,
)
from tests.gateway.conftest import PASSWORD, Browser, House, words
from tests.services.employers.schemes.test_new_schemes import new_scheme

NEW = "AIDE_RABAT"
FIELDS = {
    "id": "aide rabat",
    "name_fr": "Aide de Rabat",
    "name_ar": "مساعدة الرباط",
    "kind": "hire_subsidy",
    "funder": "Ville de Rabat",
    "legal": "Convention 12-2026",
    "source": "Délibération du 3 mars 2026",
    "valid_from": TODAY.isoformat(),
    "reason": "Convention signée avec la ville",
    "summary_fr": "1 500 MAD par mois pendant six mois.",
    "amount_kind": "fixed_month",
    "amount_value": "1 500",
    "amount_currency": "mad",
    "duration_months": "6",
    "open_to_foreigners": "yes",
    "statuses:permit_work": "1",
    "stacking:AMUDDU_HIRING": "forbid",
}


def write(leader: Browser, **changes: Any) -> httpx2.Response:
    """Send a new scheme, as the form holds it."""
    return approved(leader, leader.post("/aides/nouvelle", {**FIELDS, **changes}))


def plain(page: httpx2.Response) -> str:
    """The words of a page, its narrow spaces as spaces."""
    return words(page).replace("\u202f", " ").replace("\xa0", " ")


def test_a_new_scheme_is_written_and_shown(house: House) -> None:
    leader = coordination(house)
    assert 'href="/aides/nouvelle"' in leader.get("/aides").text
    page = write(leader)
    assert page.status_code == 200
    assert page.url.path == f"/aides/{NEW}"
    for said in ("Aide de Rabat", "Ville de Rabat", "Prime à l'embauche", "En vigueur"):
        assert said in words(page), said
    assert "1 500 MAD" in plain(page)
    assert "pas de cumul" in words(page)
    assert "Délibération du 3 mars 2026" in words(page)
    assert "مساعدة الرباط" in words(coordination(house, lang="ar").get(f"/aides/{NEW}"))
    assert "/aides/nouvelle" not in house.counsellor().get("/aides").text


def test_one_that_will_come_says_so(house: House) -> None:
    leader = coordination(house)
    later = (TODAY + timedelta(days=30)).isoformat()
    page = write(leader, valid_from=later)
    assert "À venir" in words(page)
    assert "En vigueur" not in words(page)
    assert "À venir" in words(leader.get("/aides"))


def test_a_new_scheme_reaches_vacancies_people_and_the_cost(house: House) -> None:
    person = house.person()
    write(coordination(house))
    house.pump()
    employer = house.employer()
    vacancy = house.vacancy(employer, incentive_scheme=NEW, wage_month="4000")
    boss = house.boss(employer)
    shown = plain(boss.get(f"/offres/{vacancy.id}"))
    assert "Aide de Rabat" in shown
    assert "9 000" in shown, "what it takes off the cost"
    assert f'value="{NEW}"' in boss.get("/offres/nouvelle").text
    candidates = house.counsellor().get(f"/offres/{vacancy.id}/candidats")
    assert person.code in candidates.text
    # It admits one paper: its verdict would say who holds it, and is told to nobody before a hire.
    assert "Aide à confirmer" in words(candidates)
    assert "Ouvre droit à l'aide" not in words(candidates)


@pytest.mark.parametrize("lang", ["fr", "ar", "en", "es"])
@pytest.mark.parametrize("wrong", [NEW, "AMUDDU_HIRING", "été 2026", "x"])
def test_an_id_that_cannot_be_is_said_beside_it(house: House, wrong: str, lang: str) -> None:
    assert write(coordination(house)).status_code == 200
    page = write(coordination(house, lang=lang), id=wrong)
    assert page.status_code == 422
    assert 'id="e-id"' in page.text
    assert f'value="{wrong}"' in page.text, "what was typed is still there"


def test_a_refused_form_comes_back_as_it_was_typed(house: House) -> None:
    page = write(
        coordination(house),
        name_fr="",
        source="",
        reason="",
        amount_value="douze",
        funder="Ville de Salé",
    )
    assert page.status_code == 422
    for field in ("name_fr", "source", "reason", "amount_value"):
        assert f'id="e-{field}"' in page.text, field
    for typed in ("douze", "Ville de Salé", 'value="forbid" selected'):
        assert typed in page.text
    assert page.text.count('action="/aides/nouvelle"') == 1
    late = write(coordination(house), valid_from="2020-01-01", **{"regions:atlantide": "1"})
    for field in ("valid_from", "regions"):
        assert f'id="e-{field}"' in late.text, field


def test_only_a_coordinator_writes_a_scheme_and_only_from_the_form(house: House) -> None:
    for browser in (
        house.counsellor(),
        house.browser(Role.ADMINISTRATOR),
        house.boss(house.employer()),
        house.browser(Role.JOBSEEKER),
    ):
        assert browser.get("/aides/nouvelle").status_code == 403
        assert write(browser).status_code == 403
    leader = coordination(house)
    assert leader.post_without_token("/aides/nouvelle", FIELDS).status_code == 400
    assert leader.get(f"/aides/{NEW}").status_code == 404


def test_the_public_api_writes_one_too(house: House) -> None:
    account = house.account(Role.COORDINATOR)
    client = api_client(house, account.login)
    made = client.post("/api/v1/schemes", json=new_scheme())
    assert (made.status_code, made.json()["scheme_id"]) == (201, NEW)
    client_of_another = api_client(house, house.account(Role.COORDINATOR).login)
    path = f"/api/v1/schemes/proposals/{made.json()['id']}/approve"
    assert client.post(path, json={"reason": "moi-même"}).status_code == 403
    done = client_of_another.post(path, json={"reason": "Lu et relu"})
    assert (done.status_code, done.json().get("state")) == (200, "approved"), done.text
    again = client.post("/api/v1/schemes", json=new_scheme())
    assert [each["field"] for each in again.json()["errors"]] == ["id"]
    other = api_client(house, house.account(Role.COUNSELLOR, agency_id="rabat").login)
    assert other.post("/api/v1/schemes", json=new_scheme(id="AUTRE")).status_code == 403
    assert PASSWORD not in made.text


SAID = {
    "fr": ("Secteurs", "Bâtiment et travaux", "Oui", "60 %", "3 mois après le début", "juin 2027"),
    "ar": ("القطاعات", "البناء والأشغال", "نعم", "60 %", "عدد الأشهر بعد البداية 3", "يونيو 2027"),
    "en": ("Sectors", "Building and works", "Yes", "60 %", "3 months after the start", "June 2027"),
    "es": ("Sectores", "Construcción", "Sí", "60 %", "3 meses después", "junio de 2027"),
}
CODES = ("building", "permit_work", "rabat-sale-kenitra", "CDD_", "forbid", "2027-06", "0: 40")


@pytest.mark.parametrize("lang", SAID)
def test_the_history_says_each_change_in_the_reader_s_words(house: House, lang: str) -> None:
    writer = coordination(house)
    version(writer, new_hire_only="")
    made = version(
        writer,
        active_to="2027-06-30",
        new_hire_only="1",
        amount_value="2 500",
        wage_min="3 500",
        **paid((0, "40"), (3, "60")),
        **{"stacking:MA_TAHFIZ": "forbid", "sectors:building": "1", "contract_types:CDD": "1"},
        **{"statuses:refugee_bra_permit": "1"},
    )
    assert made.status_code == 200, words(made)
    reader = coordination(house, lang=lang)
    page = reader.get("/aides/AMUDDU_HIRING")
    history = page.text.split('<dl class="facts changes">')[1].split("</dl>")[0]
    text = plain(httpx2.Response(200, text=history))
    for said in SAID[lang]:
        assert said in text, said
    for code in (*CODES, "MA_TAHFIZ", "active_to", "new_hire_only"):
        assert code not in text, code
    assert "2 000" in text or "2,000" in text or "2.000" in text or "2000" in text
    if lang != "fr":
        for french in ("Oui", "Secteurs", "Contrats", "pas de cumul"):
            assert french not in text, french


def test_a_translation_alone_is_a_change_that_can_be_seen(house: House) -> None:
    leader = coordination(house)
    version(leader)
    version(leader, summary_ar="عقود مدعومة")
    page = leader.get("/aides/AMUDDU_HIRING")
    assert "العربية : عقود مدعومة" in words(page)


def test_the_public_cost_counts_what_the_coordination_wrote(house: House) -> None:
    """Without an account; an incentive that nobody knows is said beside its field."""
    write(coordination(house))
    stranger = TestClient(house.app)
    body = {"route": "visa", "wage_month": "4000", "contract_type": "CDD", "contract_months": 12}

    def cost(**asked: Any) -> httpx2.Response:
        return stranger.post("/api/v1/hiring-cost", json={**body, "person": "eligible", **asked})

    without, with_it = cost().json(), cost(schemes=[NEW]).json()
    assert float(without["net"]["low"]) - float(with_it["net"]["low"]) == 6 * 1500
    refused = cost(schemes=["NOBODY"])
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "schemes"
