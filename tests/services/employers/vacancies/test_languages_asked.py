"""Languages that a vacancy asks for: five at most, and a rare one with a reason."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from amuddu.contracts.employers import MOST_LANGUAGES, VacancyIn
from amuddu.contracts.types import LANGS
from amuddu.kit.auth import Actor
from amuddu.reference.languages import COMMON, languages
from services.employers.vacancies.checks import language_problems
from tests.services.employers.conftest import House, mason
from tests.support import counsellor

RARE = sorted(set(languages()) - COMMON)


def asked(*codes: str) -> list[dict[str, str]]:
    return [{"code": code, "level": "B1"} for code in codes]


# --- the rule ---------------------------------------------------------------------------------


@given(
    codes=st.lists(st.sampled_from(sorted(languages())), max_size=10),
    reason=st.sampled_from([None, "customers", "texts", "teaching", "team"]),
)
def test_five_at_most_and_a_rare_one_with_a_reason(codes: list[str], reason: str | None) -> None:
    content = VacancyIn.model_validate(
        {"title": "Poste", "languages": asked(*codes), "language_reason": reason}
    )
    found = {problem.field for problem in language_problems(content)}
    assert ("languages" in found) == (len(codes) > MOST_LANGUAGES)
    assert ("language_reason" in found) == (not COMMON.issuperset(codes) and reason is None)


@pytest.mark.parametrize("words", ["Parler wolof", "Lingala courant", "لغة الإشارة", "speak Dari"])
def test_a_rare_language_is_no_skill(words: str) -> None:
    content = VacancyIn.model_validate({"title": "Poste", "wanted_skills": [{"text": words}]})
    (problem,) = language_problems(content)
    assert problem.field == "wanted_skills.0.text"
    assert words in problem.text.in_("fr")


@pytest.mark.parametrize("words", ["Cuisine italienne", "Turkish bath", "Français", "lire un plan"])
def test_other_skills_are_skills(words: str) -> None:
    content = VacancyIn.model_validate({"title": "Poste", "essential_skills": [{"text": words}]})
    assert list(language_problems(content)) == []


# --- publication ------------------------------------------------------------------------------


def test_a_rare_language_without_a_reason_is_not_published(house: House, boss: Actor) -> None:
    body = mason(languages=asked("fr", "wo"))
    problems = house.problems("POST", "/vacancies", by=boss, body=body)
    assert problems.keys() == {"language_reason"}
    assert "choisissez pourquoi" in problems["language_reason"]
    said = {
        lang: house.problems("POST", "/vacancies", by=boss, body=body, lang=lang) for lang in LANGS
    }
    assert len({each["language_reason"] for each in said.values()}) == len(LANGS)
    assert house.ok("GET", "/vacancies", by=boss)["total"] == 0
    assert house.events() == []


def test_with_a_reason_it_is_published_and_its_agency_reads_why(house: House, boss: Actor) -> None:
    made = house.new_vacancy(by=boss, languages=asked("wo"), language_reason="customers")
    assert made["status"] == "published"
    read = house.ok("GET", f"/vacancies/{made['id']}", by=counsellor())
    assert read["language_reason"] == "customers"


def test_a_draft_says_what_it_lacks_and_is_published_once_mended(house: House, boss: Actor) -> None:
    draft = house.new_vacancy(by=boss, languages=asked("ti"), publish=False)
    assert [each["field"] for each in draft["to_mend"]] == ["language_reason"]
    path = f"/vacancies/{draft['id']}"
    assert house.call("POST", f"{path}/publish", by=boss).status_code == 422
    house.ok("PUT", path, by=boss, body=mason(languages=asked("ti"), language_reason="teaching"))
    assert house.ok("POST", f"{path}/publish", by=boss)["status"] == "published"


def test_a_published_one_does_not_lose_its_reason(house: House, boss: Actor) -> None:
    made = house.new_vacancy(by=boss, languages=asked("wo"), language_reason="texts")
    body = mason(languages=asked("wo"))
    problems = house.problems("PUT", f"/vacancies/{made['id']}", by=boss, body=body)
    assert problems.keys() == {"language_reason"}
    assert house.ok("GET", f"/vacancies/{made['id']}", by=boss)["language_reason"] == "texts"


def test_a_reason_for_nothing_is_not_kept(house: House, boss: Actor) -> None:
    made = house.new_vacancy(by=boss, languages=asked("fr"), language_reason="team")
    assert made["language_reason"] is None


@pytest.mark.parametrize("reason", ["", "origine", "customers "])
def test_a_reason_is_one_of_the_list(house: House, boss: Actor, reason: str) -> None:
    body = mason(languages=asked("wo"), language_reason=reason)
    problems = house.problems("POST", "/vacancies", by=boss, body=body)
    assert problems.keys() == {"language_reason"}


@pytest.mark.parametrize("publish", [True, False])
def test_more_than_five_are_refused_with_the_number(
    house: House, boss: Actor, *, publish: bool
) -> None:
    many = mason(languages=asked("fr", "ar", "en", "es", "ber", "ary"), publish=publish)
    problems = house.problems("POST", "/vacancies", by=boss, body=many)
    assert problems.keys() == {"languages"}
    assert "5" in problems["languages"]


def test_a_vacancy_of_before_with_more_is_read_and_mended(house: House, boss: Actor) -> None:
    made = house.new_vacancy(by=boss, publish=False)
    _stored_before(house, UUID(made["id"]), [*COMMON, "wo", "ln"])
    path = f"/vacancies/{made['id']}"
    read = house.ok("GET", path, by=boss)
    assert len(read["languages"]) == len(COMMON) + 2
    assert {each["field"] for each in read["to_mend"]} == {"languages", "language_reason"}
    assert house.call("POST", f"{path}/publish", by=boss).status_code == 422
    house.ok("PUT", path, by=boss, body=mason(languages=asked("fr")))
    assert house.ok("POST", f"{path}/publish", by=boss)["status"] == "published"


def _stored_before(house: House, vacancy_id: UUID, codes: list[str]) -> None:
    with house.database.session() as session:
        session.connection().execute(
            text("UPDATE vacancies SET languages = cast(:many AS jsonb) WHERE id = :id"),
            {"many": json.dumps(asked(*codes)), "id": vacancy_id},
        )


# --- imports ----------------------------------------------------------------------------------


def send(house: House, row: dict[str, Any], *, by: Actor) -> dict[str, Any]:
    answer = house.ok("POST", "/vacancies/batch", by=by, body={"rows": [row]})
    found: dict[str, Any] = answer["results"][0]
    return found


def test_a_row_without_the_reason_becomes_a_draft_that_says_so(house: House, boss: Actor) -> None:
    row = mason(external_ref="1", languages=asked("wo"))
    made = send(house, row, by=boss)
    assert (made["outcome"], made["draft"]) == ("created", True)
    (problem,) = made["problems"]
    assert problem["field"] == "language_reason"
    assert "Gardée en brouillon" in problem["message"]
    assert house.events() == []


def test_a_reason_chosen_on_the_page_outlives_the_next_import(house: House, boss: Actor) -> None:
    row = mason(external_ref="1", languages=asked("wo"))
    path = f"/vacancies/{send(house, row, by=boss)['id']}"
    house.ok("PUT", path, by=boss, body=row | {"language_reason": "team"})
    assert send(house, row, by=boss)["outcome"] == "updated"
    assert send(house, row, by=boss)["outcome"] == "unchanged"
    read = house.ok("GET", path, by=boss)
    assert (read["status"], read["language_reason"]) == ("published", "team")
    # No longer asked, no longer needed.
    send(house, row | {"languages": asked("fr")}, by=boss)
    assert house.ok("GET", path, by=boss)["language_reason"] is None


def test_a_row_with_too_many_keeps_the_first_five_and_says_so(house: House, boss: Actor) -> None:
    row = mason(external_ref="1", languages=asked("fr", "ar", "en", "es", "ber", "ary"))
    made = send(house, row, by=boss)
    assert made["outcome"] == "created"
    assert [(each["field"], each["left_out"]) for each in made["problems"]] == [("languages", True)]
    read = house.ok("GET", f"/vacancies/{made['id']}", by=boss)
    assert [each["code"] for each in read["languages"]] == ["fr", "ar", "en", "es", "ber"]
