"""Pages of the rules: a version is tried, proposed, and accepted by somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.rules.book import Book, stand
from tests.gateway.claims.test_incentive_pages import coordination
from tests.gateway.conftest import Browser, House, words

SMIG = "/regles/minimum_wages.general"
WORK = "/regles/answers.anapec_services.title_asked"


@pytest.fixture(autouse=True)
def as_delivered() -> Iterator[None]:
    """Rules are the process's own: no other test meets what one of these approved."""
    stand(Book())
    yield
    stand(Book())


def second(house: House) -> Browser:
    """Another person who may decide."""
    return house.browser(Role.ADMINISTRATOR)


def send(who: Browser, page: str, **changes: Any) -> httpx2.Response:
    day = clock.today() + timedelta(days=40)
    fields = {
        "valid_from": day.isoformat(),
        "title": "Décret d'essai",
        "published_on": clock.today().isoformat(),
        "url": "https://exemple.ma/decret",
        "reason": "Bulletin officiel",
        "step": "try",
        **changes,
    }
    return who.post(page, fields)


def test_the_rules_are_listed_for_those_who_keep_them(house: House) -> None:
    page = coordination(house).get("/regles")
    assert 'href="/regles/minimum_wages.general"' in page.text
    assert 'href="/regles/answers.work_employee.stay_first"' in page.text
    assert house.counsellor().get(SMIG).status_code == 200
    assert 'name="step"' not in house.counsellor().get(SMIG).text
    assert house.browser(Role.JOBSEEKER).get("/regles").status_code == 403


def test_a_version_is_tried_then_proposed_then_accepted_by_another(house: House) -> None:
    leader = coordination(house)
    tried = send(leader, SMIG, rule_rate="18,50", rule_confidence="high")
    assert tried.status_code == 200
    assert 'value="propose"' in tried.text
    assert "3533.50" in words(tried), "the month before and after"
    assert "3422.72" in words(tried)
    proposed = send(leader, SMIG, rule_rate="18,50", rule_confidence="high", step="propose")
    assert proposed.url.path.startswith("/regles/versions/"), words(proposed)
    assert 'value="withdraw"' in proposed.text
    assert 'value="approve"' not in proposed.text

    other = second(house)
    address = str(proposed.url.path)
    assert 'value="approve"' in other.get(address).text
    empty = other.post(address, {"step": "approve", "reason": ""})
    assert empty.status_code == 422
    accepted = other.post(address, {"step": "approve", "reason": "Lu au Bulletin officiel"})
    assert "Acceptée" in words(accepted)


def test_each_paper_that_a_version_touches_is_named(house: House) -> None:
    tried = send(coordination(house), WORK, rule_value="yes", rule_confidence="high")
    assert "Services de l'agence pour l'emploi" in words(tried)
    assert "Demandeur d'asile" in words(tried)


@pytest.mark.parametrize(
    ("changes", "box"),
    [
        ({"rule_rate": "beaucoup"}, "rule_rate"),
        ({"rule_rate": "18.5", "valid_from": "2020-01-01"}, "valid_from"),
        ({"rule_rate": "18.5", "url": "ftp://x"}, "url"),
        ({"rule_rate": "18.5", "reason": ""}, "reason"),
        ({"rule_rate": "18.5", "published_on": "demain"}, "published_on"),
    ],
)
def test_what_is_wrong_stands_beside_its_box(
    house: House, changes: dict[str, str], box: str
) -> None:
    refused = send(coordination(house), SMIG, **{"rule_confidence": "high", **changes})
    assert refused.status_code == 422
    assert f'id="e-{box}"' in refused.text
    assert 'value="propose"' not in refused.text


@pytest.mark.parametrize("path", ["/regles/rien.du.tout", "/regles/A/B", "/regles/%2e%2e"])
def test_a_rule_that_is_none_is_not_found(house: House, path: str) -> None:
    assert coordination(house).get(path).status_code == 404


def test_papers_of_a_step_are_changed_on_a_page(house: House) -> None:
    leader = coordination(house)
    page = leader.get("/regles/steps.check_stay")
    assert 'name="rule_documents_1_fr"' in page.text
    assert 'name="rule_documents_5_ar"' in page.text, "room for more papers"
    written = {
        "rule_actor_fr": "Employeur", "rule_actor_en": "Employer",
        "rule_what_fr": "Vérifier le séjour.", "rule_what_en": "Check the stay.",
        "rule_documents_1_fr": "Passeport", "rule_documents_1_en": "Passport",
        "rule_documents_4_fr": "Contrat de bail", "rule_documents_4_en": "Lease",
        "rule_cost_mad_low": "0", "rule_cost_mad_high": "0",
        "rule_payer": "employer", "rule_confidence": "high",
    }  # fmt: skip
    tried = send(leader, "/regles/steps.check_stay", **written)
    assert tried.status_code == 200, words(tried)
    assert "Passeport, Contrat de bail" in words(tried)
    assert "Titre de séjour, Passeport" in words(tried)
    proposed = send(leader, "/regles/steps.check_stay", **written, step="propose")
    assert "Contrat de bail" in words(proposed)
    half = {**written, "rule_documents_4_en": ""}
    refused = send(leader, "/regles/steps.check_employer", **half)
    assert refused.status_code == 422
    assert 'id="e-rule_documents_1_fr"' in refused.text
    assert 'value="Contrat de bail"' in refused.text, "nothing typed is lost"


def test_steps_of_a_route_are_put_in_order_on_a_page(house: House) -> None:
    leader = coordination(house)
    page = leader.get("/regles/routes.ask")
    assert 'name="rule_steps_check_stay"' in page.text
    written = {
        "rule_summary_fr": "À vérifier.", "rule_summary_en": "To be checked.",
        "rule_steps_check_employer": "1", "rule_steps_check_stay": "2",
        "rule_confidence": "medium",
    }  # fmt: skip
    tried = send(leader, "/regles/routes.ask", **written)
    assert tried.status_code == 200, words(tried)
    assert "1. Être à jour à la CNSS" in words(tried)
    for place in ("2", "dernière", "100"):
        wrong = {**written, "rule_steps_check_employer": place}
        refused = send(leader, "/regles/routes.ask", **wrong)
        assert refused.status_code == 422
        assert 'id="e-rule_steps_check_employer"' in refused.text
        assert f'value="{place}"' in refused.text
