"""What is open to somebody: without account, without trace, in four languages; and the cost API."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

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


def test_an_incentive_is_told_and_only_widens_what_is_not_sure(house: House) -> None:
    told = cost(house.app, schemes=["MA_PRIME_APPUI_EMPLOI"]).json()
    assert told["off"] == {"low": "0", "high": "13500", "currency": "MAD"}
    assert told["known_net"] == {"low": "44623.20", "high": "58123.20", "currency": "MAD"}


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
