"""Offers within what a person said break nothing that they said; and what a search finds."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit import clock
from amuddu.reference.languages import level_at_least
from amuddu.reference.places import distance_km, place
from tests.services.matching.own_offers.test_interests import Pair, pair
from tests.services.matching.support import profile, ref, spoken, vacancy, words
from tests.support import themselves

__all__ = ["pair"]

SOON = clock.today() + timedelta(days=20)


def offers(pair: Pair, person: ProfileUpdated, **asked: Any) -> dict[str, Any]:
    own = pair.call(themselves(person.profile_id))
    found: dict[str, Any] = own.get(
        f"/profiles/{person.profile_id}/vacancies", limit=100, **asked
    ).json()
    return found


def ids(found: dict[str, Any]) -> set[str]:
    return {one["vacancy"]["id"] for one in found["items"]}


def breaks(person: ProfileUpdated, job: VacancyPublished) -> bool:
    """Whether an offer breaks something that the person said, reckoned here once more."""
    assert person.place is not None
    assert person.max_distance_km is not None
    assert person.available_from is not None
    spoken_by = {each.code: each.level for each in person.languages}
    return (
        distance_km(place(person.place), place(job.place)) > person.max_distance_km
        or job.contract_type not in person.contract_types
        or person.available_from > (job.starts_on or date.max)
        or any(
            each.code not in spoken_by or not level_at_least(spoken_by[each.code], each.level)
            for each in job.languages
        )
        or any(
            each.concept == "drive-van" and "drive-van" not in {s.concept for s in person.skills}
            for each in job.essential_skills
        )
    )


def test_what_is_within_breaks_no_limit_and_what_breaks_none_is_within(pair: Pair) -> None:
    person = profile(
        max_distance_km=30,
        available_from=SOON,
        contract_types=("CDI", "CDD"),
        languages=(spoken("fr", "B1"),),
    )
    jobs = [
        vacancy(
            place=town,
            contract_type=kind,
            starts_on=starts,
            languages=spoken_there,
            essential_skills=(ref("lay-bricks"), *licence),
        )
        for town, kind, starts, spoken_there, licence in product(
            ("rabat", "sale", "casablanca"),
            ("CDI", "seasonal"),
            (SOON, SOON - timedelta(days=3)),
            ((spoken("fr", "B1"),), (spoken("fr", "C1"),), (spoken("en", "A1"),)),
            ((), (ref("drive-van"),)),
        )
    ]
    pair.tell(person, *jobs)
    inside = ids(offers(pair, person, part="inside"))
    expected = {str(one.vacancy_id) for one in jobs if not breaks(person, one)}
    assert inside - {str(pair.job.vacancy_id)} == expected
    assert len(expected) == 2
    for one in offers(pair, person, part="outside")["items"]:
        assert one["reasons"]["outside"]


def test_what_a_counsellor_decided_lets_no_offer_in(pair: Pair) -> None:
    far = vacancy(place="oujda")
    person = profile(max_distance_km=30)
    pair.tell(far, person)
    path = f"/vacancies/{far.vacancy_id}/candidates/{person.profile_id}/shortlist"
    assert pair.counsellor.post(path).status_code == 201
    assert str(far.vacancy_id) not in ids(offers(pair, person, part="inside"))
    assert str(far.vacancy_id) in ids(offers(pair, person, part="outside"))


@pytest.fixture
def cook(pair: Pair) -> VacancyPublished:
    one = vacancy(
        title="Commis de cuisine",
        description="",
        occupation=ref("cook"),
        essential_skills=(),
        place="tanger",
        hours_week=20,
        employer_name="Riad Zitoun",
    )
    pair.tell(one)
    return one


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "cuisinier"},
        {"q": "طباخ"},
        {"q": "cook"},
        {"q": "cocinero"},
        {"q": "COMMIS"},
        {"q": "zitoun"},
        {"trade": "cook"},
        {"place": "tanger"},
        {"hours": "part"},
        {"q": "cuisinier", "place": "tanger", "hours": "part", "trade": "cook"},
    ],
)
def test_a_search_finds_offers_of_whatever_trade(
    pair: Pair, cook: VacancyPublished, asked: dict[str, str]
) -> None:
    assert ids(offers(pair, pair.person, part="all", **asked)) == {str(cook.vacancy_id)}


def test_words_of_the_vacancy_s_own_are_read_as_a_trade(pair: Pair) -> None:
    own = vacancy(title="On cherche", occupation=words("cuisinier"), essential_skills=())
    pair.tell(own)
    assert str(own.vacancy_id) in ids(offers(pair, pair.person, part="all", trade="cook"))


def test_hours_that_nobody_told_are_a_full_week(pair: Pair, cook: VacancyPublished) -> None:
    assert ids(offers(pair, pair.person, part="all", hours="full")) == {str(pair.job.vacancy_id)}


def test_nothing_found_says_what_would_find_more(pair: Pair, cook: VacancyPublished) -> None:
    found = offers(pair, pair.person, part="all", q="cuisinier", place="rabat", hours="part")
    assert (found["total"], found["without"]) == (0, {"place": 1})
    nothing = offers(pair, pair.person, part="all", q="zzzzqq")
    assert (nothing["total"], nothing["without"]) == (0, {})


def test_wild_words_find_nothing_and_break_nothing(pair: Pair, cook: VacancyPublished) -> None:
    for wild in ("%", "_", "' OR 1=1 --", "\\", "🙂", "a" * 160):
        assert offers(pair, pair.person, part="all", q=wild)["total"] in (0, 1, 2)
    assert offers(pair, pair.person, part="all", q="%")["total"] == 0
