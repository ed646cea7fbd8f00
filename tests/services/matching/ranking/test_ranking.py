"""The fit: what raises it, what never may, and that reasons add up to it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.contracts.types import ConceptRef
from amuddu.reference.concepts import occupations, skills
from amuddu.reference.languages import LEVELS
from amuddu.reference.places import distance_km, place, places
from services.matching.ranking.matcher import (
    EmbeddedProfile,
    EmbeddedVacancy,
    Explained,
    Matcher,
    matcher_of,
)
from services.matching.ranking.scoring import FEATURES, NEUTRAL, UNSTATED, WEIGHTS
from services.matching.vectors.embedding import Vector
from tests.services.matching.support import (
    ENCODER,
    HashingEncoder,
    job,
    profile,
    ref,
    spoken,
    vacancy,
    words,
)

TODAY = date(2026, 9, 1)
unhurried = settings(deadline=None, max_examples=60)
"""No deadline: other work on the machine is no fault of the ranking."""
MATCHER = matcher_of(ENCODER)

SKILLS = tuple(skills())[:60]
TRADES = tuple(occupations())[:40]
PLACES = tuple(places())

skill_refs = st.sampled_from(SKILLS).map(ref) | st.sampled_from(
    ["poser des briques rouges", "gâcher", "tenir la caisse le soir"]
).map(words)
levels = st.sampled_from(LEVELS)
languages = st.builds(spoken, st.sampled_from(["fr", "ar", "en", "wo"]), levels)

people = st.builds(
    profile,
    occupations=st.lists(st.sampled_from(TRADES).map(ref), max_size=2).map(tuple),
    skills=st.lists(skill_refs, max_size=6).map(tuple),
    experience=st.lists(
        st.builds(job, st.sampled_from(TRADES), st.integers(0, 120)), max_size=2
    ).map(tuple),
    languages=st.lists(languages, max_size=3, unique_by=lambda one: one.code).map(tuple),
    place=st.none() | st.sampled_from(PLACES),
    max_distance_km=st.none() | st.integers(0, 500),
    available_from=st.none() | st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    contract_types=st.sets(st.sampled_from(["CDI", "CDD", "seasonal"])).map(tuple),
)
jobs = st.builds(
    vacancy,
    occupation=st.sampled_from(TRADES).map(ref),
    essential_skills=st.lists(skill_refs, max_size=4).map(tuple),
    wanted_skills=st.lists(skill_refs, max_size=3).map(tuple),
    languages=st.lists(languages, max_size=2).map(tuple),
    place=st.sampled_from(PLACES),
    starts_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 6, 1)),
)


def explained(one: VacancyPublished, person: ProfileUpdated, **kwargs: Any) -> Explained:
    vectors: list[Vector] = [
        MATCHER.vacancy_vectors([one])[0],
        MATCHER.profile_vectors([person])[0],
    ]
    return MATCHER.explain(
        EmbeddedVacancy(one, vectors[0]),
        [EmbeddedProfile(person, vectors[1])],
        today=TODAY,
        lang=kwargs.get("lang"),
    )[0]


def fit(one: VacancyPublished, person: ProfileUpdated) -> float:
    return explained(one, person).fit


def values(result: Explained) -> dict[str, float | None]:
    return {feature.name: feature.value for feature in result.reasons.features}


def changed(person: ProfileUpdated, **facts: Any) -> ProfileUpdated:
    return person.model_copy(update=facts)


def test_weights_are_shares_of_every_feature() -> None:
    assert set(WEIGHTS) == set(FEATURES)
    assert sum(WEIGHTS.values()) == pytest.approx(1)


@unhurried
@given(jobs, people)
def test_fit_is_what_the_reasons_add_up_to(one: VacancyPublished, person: ProfileUpdated) -> None:
    result = explained(one, person)
    features = result.reasons.features
    total = sum(f.weight * (NEUTRAL if f.value is None else f.value) for f in features)
    assert 0 <= result.fit <= 1
    assert result.fit == pytest.approx(total * result.reasons.factor, abs=1e-4)
    assert sum(f.weight for f in features) == pytest.approx(1)
    assert set(result.reasons.unknown) == {f.name for f in features if f.value is None}


@unhurried
@given(jobs, people, st.data())
def test_a_skill_that_is_asked_never_lowers_the_fit(
    one: VacancyPublished, person: ProfileUpdated, data: st.DataObject
) -> None:
    asked = (*one.essential_skills, *one.wanted_skills)
    if not asked:
        return
    more = changed(person, skills=(*person.skills, data.draw(st.sampled_from(asked))))
    assert fit(one, more) >= fit(one, person)


def test_a_skill_that_is_missing_raises_the_fit() -> None:
    one = vacancy()
    without = profile(skills=(ref("lay-bricks"),))
    assert fit(one, changed(without, skills=(*without.skills, ref("render-walls")))) > fit(
        one, without
    )


@unhurried
@given(jobs, people, st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_nearer_never_lowers_the_fit(
    one: VacancyPublished, person: ProfileUpdated, first: str, second: str
) -> None:
    def away(identifier: str) -> float:
        return distance_km(place(identifier), place(one.place))

    near, far = sorted((first, second), key=away)
    assert fit(one, changed(person, place=near)) >= fit(one, changed(person, place=far))


@unhurried
@given(jobs, people, levels, levels)
def test_a_higher_language_level_never_lowers_the_fit(
    one: VacancyPublished, person: ProfileUpdated, first: Any, second: Any
) -> None:
    lower, higher = sorted((first, second), key=LEVELS.index)
    others = tuple(one for one in person.languages if one.code != "fr")
    low, high = (
        changed(person, languages=(*others, spoken("fr", level))) for level in (lower, higher)
    )
    assert fit(one, high) >= fit(one, low)


@unhurried
@given(jobs, people, st.randoms(use_true_random=False))
def test_the_order_of_skills_changes_nothing(
    one: VacancyPublished, person: ProfileUpdated, random: Any
) -> None:
    shuffled = list(person.skills)
    random.shuffle(shuffled)
    assert fit(one, changed(person, skills=tuple(shuffled))) == fit(one, person)


@unhurried
@given(
    jobs,
    people,
    st.sampled_from([None, "rabat", "casablanca"]),
    st.booleans(),
)
def test_agency_and_identity_never_touch_the_fit(
    one: VacancyPublished,
    person: ProfileUpdated,
    agency: str | None,
    contactable: bool,
) -> None:
    other = changed(
        person,
        profile_id=uuid4(),
        code="XX-999",
        agency_id=agency,
        contactable=contactable,
    )
    assert explained(one, other) == explained(one, person)


@unhurried
@given(jobs, people)
def test_what_is_not_known_is_neither_for_nor_against(
    one: VacancyPublished, person: ProfileUpdated
) -> None:
    empty = profile(occupations=(), skills=(), languages=(), place=None)
    result = explained(one, empty)
    assert result.fit == pytest.approx(NEUTRAL * (UNSTATED if one.essential_skills else 1))
    assert all(value is None for value in values(result).values())


@unhurried
@given(jobs, st.lists(people, min_size=1, max_size=5))
def test_nobody_changes_the_fit_of_another(
    one: VacancyPublished, persons: list[ProfileUpdated]
) -> None:
    ranked = dict(MATCHER.rank(one, persons, today=TODAY))
    for person in persons:
        assert ranked[person.profile_id] == pytest.approx(fit(one, person), abs=1e-4)


def test_the_best_come_first() -> None:
    one = vacancy()
    mason, cook = profile(), profile(occupations=(ref("cook"),), skills=(ref("work-safely"),))
    ranked = MATCHER.rank(one, [cook, mason], today=TODAY)
    assert [identifier for identifier, _ in ranked] == [mason.profile_id, cook.profile_id]


def test_the_same_trade_counts_full_and_kin_by_isco() -> None:
    one = vacancy()
    same = explained(one, profile())
    kin = explained(one, profile(occupations=(ref("stonemason"),)))  # ISCO 7113 beside 7112
    far = explained(one, profile(occupations=(ref("cook"),)))
    closeness = [values(result)["occupation"] for result in (same, kin, far)]
    assert closeness[0] == 1
    assert closeness[1] is not None
    assert 0.4 <= closeness[1] < 1
    assert closeness[2] is not None
    assert closeness[2] < 0.3


def test_a_trade_somebody_has_done_counts_like_one_they_want() -> None:
    person = profile(occupations=(), experience=(job("mason", 12),))
    result = explained(vacancy(), person)
    assert values(result)["occupation"] == 1
    assert result.reasons.experience_months == 12


def test_skills_speak_for_somebody_who_names_no_trade() -> None:
    person = profile(occupations=(), skills=(ref("lay-bricks"), ref("mix-mortar")))
    value = values(explained(vacancy(), person))["occupation"]
    assert value is not None
    assert value > NEUTRAL


def test_time_in_another_trade_speaks_against_nobody() -> None:
    one = vacancy()
    fresh = profile()
    elsewhere = changed(fresh, experience=(job("cook", 60),))
    assert values(explained(one, elsewhere))["experience"] == NEUTRAL


def test_more_months_in_the_trade_count_more_and_more_slowly() -> None:
    one = vacancy()
    gains = [
        values(explained(one, profile(experience=(job("mason", months),))))["experience"]
        for months in (6, 24, 60, 240)
    ]
    assert all(value is not None for value in gains)
    assert gains == sorted(gains)  # type: ignore[type-var] # no None: asserted above


def test_beyond_the_reach_that_somebody_set_the_fit_drops() -> None:
    one = vacancy(place="casablanca")  # 87 km from Rabat
    willing = explained(one, profile(max_distance_km=100))
    unwilling = explained(one, profile(max_distance_km=50))
    assert willing.fit > unwilling.fit
    assert willing.reasons.distance_km == pytest.approx(87, abs=3)


def test_an_unrelated_trade_of_skills_weighs_against_what_is_unlisted() -> None:
    one = vacancy()
    silent = profile(skills=(ref("lay-bricks"),))
    talkative = profile(
        skills=(ref("lay-bricks"), ref("cash-handling"), ref("use-computer"), ref("negotiate"))
    )
    assert fit(one, talkative) < fit(one, silent)


def test_skills_of_the_trade_weigh_against_nothing() -> None:
    one = vacancy()
    silent = profile(skills=(ref("lay-bricks"),))
    assert fit(one, changed(silent, skills=(*silent.skills, ref("pour-concrete")))) >= fit(
        one, silent
    )


def test_a_start_day_in_the_past_means_now() -> None:
    one = vacancy(starts_on=date(2026, 1, 1))
    assert values(explained(one, profile(available_from=TODAY)))["availability"] == 1


def test_words_that_no_concept_names_are_compared_by_vector() -> None:
    one = vacancy(essential_skills=(words("restaurer des moucharabiehs anciens"),))
    person = profile(skills=(words("restaurer des moucharabiehs"),))
    match = explained(one, person).reasons.skills[0]
    assert match.found == "restaurer des moucharabiehs"
    assert match.found_concept is None
    assert 0.5 <= match.closeness < 1


def test_words_that_name_a_concept_need_no_link() -> None:
    person = profile(occupations=(words("Maçon (H/F)"),))
    result = explained(vacancy(occupation=words("بنّاء")), person)
    assert values(result)["occupation"] == 1
    assert result.reasons.occupation_found_concept == "mason"


def test_a_concept_that_is_not_in_the_tables_is_read_by_its_words() -> None:
    odd = ConceptRef(text="dresseur de faucons", concept="falconer-from-elsewhere")
    result = explained(vacancy(occupation=odd), profile(occupations=(odd,)))
    assert values(result)["occupation"] == 1


@pytest.mark.parametrize(
    ("lang", "trade", "skill"),
    [
        ("fr", "maçon / maçonne", "monter un mur en briques"),
        ("en", "mason", "lay bricks"),
        ("ar", "بنّاء / بنّاءة", "بناء جدار من الطوب"),
        ("es", "albañil / albañila", "levantar muros de ladrillo"),
    ],
)
def test_reasons_name_concepts_in_the_readers_language(lang: str, trade: str, skill: str) -> None:
    reasons = explained(vacancy(), profile(), lang=lang).reasons
    assert reasons.occupation_wanted == reasons.occupation_found == trade
    assert reasons.skills[0].wanted == reasons.skills[0].found == skill


def test_languages_tell_level_asked_and_level_had() -> None:
    one = vacancy(languages=(spoken("fr", "B2"), spoken("en", "A2")))
    french, english = explained(one, profile(languages=(spoken("fr", "B1"),))).reasons.languages
    assert (french.wanted, french.have, french.met) == ("B2", "B1", False)
    assert (english.have, english.met) == (None, False)


def test_words_the_model_does_not_know_leave_the_text_unknown() -> None:
    class Deaf(HashingEncoder):
        def encode(self, texts: Any) -> Any:
            return np.zeros((len(texts), self.dimension), dtype=np.float32)

    deaf = Matcher(Deaf())
    person = profile(occupations=(words("qwxz"),))
    vector = deaf.profile_vectors([person])[0]
    assert not deaf.person(person, vector=vector).told


def test_a_profile_of_skills_alone_has_a_vector_but_no_story() -> None:
    person = profile(occupations=(), skills=(ref("lay-bricks"),))
    assert MATCHER.profile_vectors([person])[0].any()
    assert values(explained(vacancy(), person))["text"] is None
