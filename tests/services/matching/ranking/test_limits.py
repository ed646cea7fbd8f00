"""What was said is a limit: it parts a list, moves no fit, and what is not known limits nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.contracts.types import LANGS
from amuddu.kit.db import Database
from amuddu.reference import concepts as reference
from services.matching.lexicon.concepts import concepts
from services.matching.ranking.matcher import EmbeddedProfile, EmbeddedVacancy, Matcher
from services.matching.search.replica import Replica
from tests.services.matching.support import (
    ENCODER,
    Caller,
    profile,
    ref,
    spoken,
    tell,
    vacancy,
    words,
)
from tests.support import counsellor

TODAY = date(2026, 9, 1)
MATCHER = Matcher(ENCODER)


def outside(one: VacancyPublished, person: ProfileUpdated) -> set[str]:
    (found,) = MATCHER.explain(
        EmbeddedVacancy(one, MATCHER.vacancy_vectors([one])[0]),
        [EmbeddedProfile(person, MATCHER.profile_vectors([person])[0])],
        today=TODAY,
        lang="fr",
    )
    return set(found.reasons.outside)


DRIVER = vacancy(essential_skills=(ref("drive-car"),), starts_on=date(2026, 10, 1))
BEYOND: dict[str, tuple[VacancyPublished, dict[str, Any]]] = {
    "distance": (vacancy(place="tanger"), {"max_distance_km": 50}),
    "languages": (vacancy(languages=(spoken("en", "B1"),)), {}),
    "licence": (DRIVER, {}),
    "contract": (vacancy(contract_type="CDD"), {"contract_types": ("CDI",)}),
    "start": (DRIVER, {"available_from": date(2026, 11, 1), "skills": (ref("drive-car"),)}),
}
UNSAID: dict[str, dict[str, Any]] = {
    "distance": {"max_distance_km": None},
    "languages": {"languages": ()},
    "licence": {"skills": ()},
    "contract": {"contract_types": ()},
    "start": {"available_from": None},
}


@pytest.mark.parametrize("limit", sorted(BEYOND))
def test_what_is_passed_is_named_and_what_is_unsaid_limits_nobody(limit: str) -> None:
    one, facts = BEYOND[limit]
    assert outside(one, profile(**facts)) == {limit}
    assert outside(one, profile(**{**facts, **UNSAID[limit]})) == set()


@pytest.mark.parametrize("level", ["A1", "A2", "B1"])
def test_a_level_below_the_one_asked_is_outside(level: str) -> None:
    one = vacancy(languages=(spoken("fr", "A2"),))
    person = profile(languages=(spoken("fr", level),))
    assert outside(one, person) == (set() if level != "A1" else {"languages"})


@given(reach=st.integers(0, 500), more=st.integers(0, 500))
def test_who_goes_farther_or_speaks_more_is_never_put_outside_by_it(reach: int, more: int) -> None:
    one = vacancy(place="fes", languages=(spoken("en", "A2"),))
    near = profile(max_distance_km=reach)
    far = near.model_copy(
        update={
            "max_distance_km": min(reach + more, 2000),
            "languages": (*near.languages, spoken("en", "B2")),
        }
    )
    assert outside(one, far) <= outside(one, near)


# --- the form and the language of a trade -------------------------------------------------------


def fits(one: VacancyPublished, people: list[ProfileUpdated]) -> set[float]:
    return {fit for _, fit in MATCHER.rank(one, people, today=TODAY)}


def test_a_trade_is_worth_the_same_in_every_language_and_for_women_and_men() -> None:
    """Over all trades and all that a person may call theirs by one of its titles: exactly."""
    told_apart = []
    for trade in concepts("occupation").values():
        item = reference.occupation(trade.id)
        titles = {title for lang in LANGS for title in reference.title(item, lang).split(" / ")}
        known = [title for title in titles if reference.find_occupation(title) == item]
        people = [profile(occupations=(words(title),), skills=()) for title in known]
        people.append(profile(occupations=(ref(trade.id),), skills=()))
        for wanted in (trade.id, "mason"):
            one = vacancy(occupation=ref(wanted), title="Offre", essential_skills=())
            if len(fits(one, people)) != 1:
                told_apart.append((trade.id, wanted))
    assert told_apart == []


def test_a_vacancys_own_title_is_read_alike_for_women_and_men() -> None:
    people = [profile(), profile(occupations=(ref("tiler"),))]
    for titles in (("Maçon", "Maçonne", "mason", "albañil"), ("Tanneur", "Tanneuse")):
        found = {
            tuple(fit for _, fit in MATCHER.rank(vacancy(title=title), people, today=TODAY))
            for title in titles
        }
        assert len(found) == 1


# --- the list -----------------------------------------------------------------------------------


@pytest.fixture
def asks(
    database: Database, replica: Replica, call: Callable[..., Caller]
) -> Callable[..., dict[str, Any]]:
    near, far = profile(), profile(place="tanger", max_distance_km=20)
    neighbour, cook = profile(occupations=(ref("tiler"),)), profile(occupations=(ref("cook"),))
    one = vacancy()
    names = {str(p.profile_id): name for p, name in ((near, "near"), (far, "far"))}
    names |= {str(neighbour.profile_id): "tiler", str(cook.profile_id): "cook"}
    plain = {"skills": (), "languages": ()}
    people = [near, far, *(p.model_copy(update=plain) for p in (neighbour, cook))]
    tell(database, one, *people)
    replica.refresh()
    staff = call(counsellor())

    def ranking(**query: Any) -> dict[str, Any]:
        answer = staff.get(f"/vacancies/{one.vacancy_id}/ranking", **query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return {**found, "names": {names[item["profile_id"]] for item in found["items"]}}

    return ranking


def test_a_list_holds_people_of_the_trade_within_what_was_said(
    asks: Callable[..., dict[str, Any]],
) -> None:
    found = asks()
    assert "near" in found["names"]
    assert not {"far", "cook"} & found["names"]
    assert found["wider"]["outside"] == 1
    assert found["wider"]["by"] == {"distance": 1}


def test_those_outside_are_opened_on_purpose_with_what_is_passed(
    asks: Callable[..., dict[str, Any]],
) -> None:
    found = asks(part="outside")
    assert found["names"] == {"far"}
    assert found["items"][0]["reasons"]["outside"] == ["distance"]
    assert asks(part="all")["names"] == {"near", "far", "tiler", "cook"}


def test_neighbouring_trades_are_proposed_by_name(asks: Callable[..., dict[str, Any]]) -> None:
    listed = asks()["names"]
    proposed = {one["concept"]: one["people"] for one in asks()["wider"]["trades"]}
    assert "cook" not in proposed
    assert ("tiler" in listed) != ("tiler" in proposed)
    assert asks(trade="tiler")["names"] == {"tiler"}
    assert asks(trade="no-such-trade")["names"] == set()
