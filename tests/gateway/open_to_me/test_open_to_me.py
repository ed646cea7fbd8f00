"""What is open to somebody: without account, without trace, in four languages; and the cost API."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from time_machine import TimeMachineFixture

from amuddu.kit.settings import Settings
from amuddu.rules.residence import overlays, right_facts, statuses
from gateway.app import create
from gateway.clients import connect
from gateway.people.changes import FACTS
from gateway.people.words import PAPERS
from gateway.settings import GatewaySettings
from gateway.web import icons
from tests.conftest import DatabaseOf
from tests.gateway.conftest import Browser, House, words


@pytest.fixture
def public(database_of: DatabaseOf, settings: Settings) -> FastAPI:
    """The gateway alone: none of this asks a service."""
    gateway = GatewaySettings()
    return create(gateway, database=database_of("gateway"), services=connect(gateway))


@pytest.fixture
def browser(public: FastAPI) -> Browser:
    return Browser(public)


def tell(browser: Browser, **fields: Any) -> str:
    page = browser.post_without_token("/ouvert", fields)
    assert page.status_code == 200, words(page)
    return words(page)


def test_anybody_is_asked_a_few_plain_questions(browser: Browser) -> None:
    page = browser.get("/ouvert")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-robots-tag"] == "noindex"
    assert "Pas de compte, pas de nom" in words(page)
    for code in statuses():
        assert f'value="{code}"' in page.text


def test_every_paper_fact_and_right_has_its_words_and_picture() -> None:
    assert set(PAPERS) == set(statuses())
    assert set(FACTS) == set(overlays())
    assert set(icons.RIGHTS) == set(right_facts())
    for name in {*icons.RIGHTS.values(), *icons.CATEGORIES.values()}:
        assert icons.icon(name).startswith("<svg")


def test_the_answer_says_what_where_and_what_to_bring(browser: Browser) -> None:
    told = tell(browser, paper="permit_work", region="rabat-sale-kenitra", valid_until="2099-01-31")
    assert "Être embauché comme salarié" in told
    assert "À apporter : Titre de séjour" in told
    assert "Rabat · Salé · Témara" in told
    assert "Après le 31 janvier 2099" in told
    assert "À voir en premier" in told


def test_a_fact_moves_the_answer(browser: Browser) -> None:
    alone = tell(browser, paper="permit_work")
    married = tell(browser, paper="permit_work", facts=["spouse_of_moroccan"])
    assert "Dispense de l'attestation d'activité Demandé" in alone
    assert "Dispense de l'attestation d'activité Pas demandé" in married


def test_what_would_change_an_unsure_answer_is_told(browser: Browser) -> None:
    told = tell(browser, paper="receipt_application")
    assert "Si le récépissé est pour" in told
    assert "À demander à : L'agence de l'ANAPEC la plus proche" in told


def test_an_ended_paper_is_told_to_renew(browser: Browser) -> None:
    assert "La date de fin est passée" in tell(
        browser, paper="resident_card", valid_until="2020-01-01"
    )


def test_no_answer_at_all_is_answered_too(browser: Browser) -> None:
    told = tell(browser)
    assert "À demander à un conseiller 11" in told
    assert "GADEM" in told


def test_it_can_be_read_in_another_language_without_asking_again(browser: Browser) -> None:
    page = browser.post_without_token("/ouvert", {"paper": "permit_work", "lang": "ar"})
    assert 'dir="rtl"' in page.text
    assert "العمل كأجير" in words(page)


def test_answers_can_be_changed(browser: Browser) -> None:
    page = browser.post_without_token(
        "/ouvert", {"paper": "permit_student", "facts": ["born_in_morocco"], "again": "1"}
    )
    assert 'value="permit_student" checked' in page.text
    assert 'value="born_in_morocco" checked' in page.text


@pytest.mark.parametrize(
    "fields",
    [
        {"paper": "martian"},
        {"paper": "permit_work", "behind_receipt": "martian"},
        {"region": "atlantide"},
        {"valid_until": "2026-13-01"},
        {"facts": ["martian"]},
        {"facts": ["born_in_morocco"] * 9},
        {"paper": "x" * 5000},
        {"paper": "a\x00b"},
    ],
)
def test_odd_answers_come_back_to_be_mended(browser: Browser, fields: dict[str, Any]) -> None:
    page = browser.post_without_token("/ouvert", fields)
    assert page.status_code == 422
    assert "Il reste quelque chose à corriger" in words(page)


def test_leaving_forgets_and_goes_home(browser: Browser) -> None:
    gone = browser.get("/ouvert/quitter")
    assert gone.url.path == "/"
    assert gone.history[0].headers["clear-site-data"] == '"cache"'


def test_nothing_of_it_is_stored_logged_or_put_in_an_address(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.pump()  # the public terms of the schemes are on their way no more
    browser = house.browser()
    caplog.set_level(logging.DEBUG)
    page = browser.post_without_token(
        "/ouvert", {"paper": "refugee_bra_permit", "facts": ["stateless"], "region": "oriental"}
    )
    client = TestClient(house.app)
    client.post("/api/v1/open-to-me", json={"paper": "refugee_bra_permit", "nationality": "YE"})
    assert str(page.url).endswith("/ouvert")
    assert "location" not in page.headers
    for telling in ("refugee_bra_permit", "stateless", "oriental"):
        assert telling not in caplog.text
        assert telling not in str(page.headers)
    for database in house.databases.values():
        with database.engine.connect() as connection:
            tables = connection.exec_driver_sql(
                "SELECT tablename FROM pg_tables"
                " WHERE schemaname = 'public'"
                " AND tablename NOT IN ('scheme_versions', 'schemes')"  # public terms
            ).scalars()
            for table in tables.all():
                rows = connection.exec_driver_sql(f'SELECT t::text FROM "{table}" t').scalars()
                assert not any("refugee_bra_permit" in row for row in rows)


def test_it_is_found_from_home_and_from_the_sign_in_page(browser: Browser) -> None:
    for path in ("/", "/connexion"):
        assert 'href="/ouvert"' in browser.get(path).text


# --- the API --------------------------------------------------------------------------------------


def test_the_api_asks_and_answers_without_a_token(public: FastAPI) -> None:
    client = TestClient(public, headers={"Accept-Language": "en"})
    asked = client.get("/api/v1/open-to-me").json()
    assert {choice["id"] for choice in asked["papers"]} == set(statuses())
    told = client.post(
        "/api/v1/open-to-me",
        json={"paper": "permit_work", "nationality": "SN", "region": "oriental"},
    ).json()
    assert told["route"] == "contract_only"
    rights = {right["id"]: right for right in told["rights"]}
    assert len(rights) == 13
    assert rights["anapec_attestation_exempt"]["answer"] == "yes"
    assert all(right["sources"] and right["confidence"] for right in rights.values())
    assert any(change["kind"] == "confirmation" for change in rights["amo_tadamon"]["changes"])


@pytest.mark.parametrize(
    ("body", "field"),
    [({"paper": "martian"}, "paper"), ({"nationality": "ZZ"}, "nationality"), ({"x": 1}, "x")],
)
def test_the_api_names_the_field_to_mend(public: FastAPI, body: dict[str, Any], field: str) -> None:
    answer = TestClient(public).post("/api/v1/open-to-me", json=body)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


def cost(public: FastAPI, **changes: Any) -> Any:
    body = {
        "route": "visa",
        "wage_month": "4000",
        "contract_type": "CDD",
        "contract_months": 12,
        "starts_on": "2026-12-01",
        **changes,
    }
    return TestClient(public).post("/api/v1/hiring-cost", json=body)


def test_the_cost_is_told_line_by_line(public: FastAPI) -> None:
    told = cost(public).json()
    assert told["net"] == {"low": "58123.20", "high": None, "currency": "MAD"}
    assert told["known_net"]["high"] == "58123.20"
    assert told["unknown"] == ["sign_legalise"]
    assert len(told["months"]) == 12
    assert all(line["sources"] for line in told["lines"])


def test_a_wage_under_the_minimum_is_refused_with_the_minimum(public: FastAPI) -> None:
    refused = cost(public, wage_month="3000")
    assert refused.status_code == 422
    assert "3422.72 MAD" in refused.json()["errors"][0]["message"]
    farm = cost(public, wage_month="3000", sector="farming")
    assert farm.status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"route": "not_now"}, "route"),
        ({"route": "by_boat"}, "route"),
        ({"region": "atlantide"}, "region"),
        ({"contract_months": 10**9}, "contract_months"),
        ({"wage_month": "NaN"}, "wage_month"),
    ],
)
def test_what_cannot_be_is_refused(public: FastAPI, changes: dict[str, Any], field: str) -> None:
    refused = cost(public, **changes)
    assert refused.status_code == 422
    assert field in {error["field"].split(".")[0] for error in refused.json()["errors"]}


def test_an_incentive_is_told_and_counts_where_a_source_confirms_it(house: House) -> None:
    told = cost(house.app, schemes=["MA_PRIME_APPUI_EMPLOI"]).json()
    assert told["off"] == {"low": "0", "high": "0", "currency": "MAD"}
    assert told["known_net"] == {"low": "58123.20", "high": "58123.20", "currency": "MAD"}
    line = next(each for each in told["lines"] if each["kind"] == "incentive")
    assert "Aucune source ne la confirme" in line["notes"][0]
    then = cost(house.app, schemes=["MA_PRIME_APPUI_EMPLOI"], starts_on="2023-10-02").json()
    assert then["off"] == {"low": "0", "high": "13500", "currency": "MAD"}


def test_an_incentive_for_nationals_is_not_counted_and_says_why(house: House) -> None:
    asked = {"schemes": ["MA_IDMAJ"], "contract_type": "trainee", "wage_month": "2000"}
    lines = cost(house.app, **asked).json()["lines"]
    line = next(each for each in lines if each["kind"] == "incentive")
    assert line["amount"]["high"] == "0"
    assert "CIN" in " ".join(line["notes"])


@pytest.mark.parametrize("paper", ["asylum_seeker", "refugee_bra_permit", "syrian_bra_heard"])
def test_a_paper_of_protection_past_its_date_leads_to_its_renewal(
    browser: Browser, paper: str
) -> None:
    shown = tell(browser, paper=paper, valid_until="2026-01-31", region="rabat-sale-kenitra")
    assert "il faut d'abord renouveler" in shown
    assert "Aller d'abord au HCR" in shown
    assert "sans papier valable" not in shown
    assert "DGSN" not in shown
    assert shown.index("HCR À voir en premier") < shown.index("GADEM À voir en premier")


@pytest.mark.parametrize("paper", ["irregular", "permit_work", ""])
def test_without_a_lawful_stay_unhcr_and_gadem_come_first_and_never_the_police(
    browser: Browser, paper: str
) -> None:
    shown = tell(browser, paper=paper, valid_until="2026-01-31" if paper else "")
    assert shown.index("HCR À voir en premier") < shown.index("GADEM À voir en premier")
    for word in ("DGSN", "Police"):
        assert word not in shown


def test_a_source_can_be_opened_and_learns_nothing_of_the_reader(browser: Browser) -> None:
    page = browser.post_without_token("/ouvert", {"paper": "refugee_bra_permit"})
    link = '<a href="https://gadem-guide-juridique.info/?p=142" rel="noopener noreferrer nofollow">'
    assert link in page.text
    assert "sans date, lu avant le 2026-11-23" in words(page)


@pytest.mark.parametrize(("day", "again"), [("2027-11-23", False), ("2027-11-24", True)])
def test_a_rule_that_nobody_checked_for_a_year_says_so(
    browser: Browser, public: FastAPI, time_machine: TimeMachineFixture, day: str, again: bool
) -> None:
    time_machine.move_to(datetime.fromisoformat(f"{day}T12:00:00+00:00"))
    shown = tell(browser, paper="permit_work")
    assert ("À vérifier de nouveau" in shown) == again
    answer = TestClient(public).post("/api/v1/open-to-me", json={"paper": "permit_work"}).json()
    owners = {right["check_again"] for right in answer["rights"]}
    assert (None in owners) != again


def test_the_vacancy_page_shows_the_cost_and_never_a_ground(house: House) -> None:
    employer = house.employer()
    vacancy = house.vacancy(employer)
    page = words(house.boss(employer).get(f"/offres/{vacancy.id}"))
    assert "Coût de l'embauche" in page
    assert "58 123,20" in page.replace("\xa0", " ").replace("\u202f", " ")


def test_a_vacancy_under_the_minimum_says_so(house: House) -> None:
    employer = house.employer()
    vacancy = house.vacancy(employer, wage_month="2000", publish=False)
    page = words(house.boss(employer).get(f"/offres/{vacancy.id}"))
    assert "Le salaire minimum légal est de 3422.72 MAD" in page
