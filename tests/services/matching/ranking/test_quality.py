"""With the bundled model: people are found across languages and in their own words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ExperienceFact, ProfileUpdated
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from services.matching.app import create
from services.matching.ranking.matcher import Matcher
from services.matching.search.linking import link
from tests.services.matching.support import Caller, bundled, profile, ref, tell, vacancy, words
from tests.support import counsellor


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return bundled()


@pytest.fixture
def first(matcher: Matcher) -> Callable[..., ProfileUpdated]:
    """Who comes first for a vacancy."""

    def best(one: VacancyPublished, *people: ProfileUpdated) -> ProfileUpdated:
        ranked = matcher.rank(one, people, today=date(2026, 9, 1))
        return next(person for person in people if person.profile_id == ranked[0][0])

    return best


def told_by(trade: str, *skills: str) -> ProfileUpdated:
    """Somebody whose words nobody has linked to anything."""
    return profile(
        occupations=(words(trade),), skills=tuple(words(skill) for skill in skills), languages=()
    )


OTHERS = (
    told_by("comptable", "tenir les comptes"),
    told_by("coiffeuse", "tresser les cheveux"),
    told_by("chauffeur de taxi", "conduire en ville"),
)


@pytest.mark.parametrize(
    ("trade", "skill"),
    [
        ("ouvrier maçon qualifié", "monter des murs en parpaing"),
        ("bricklayer with experience", "building brick walls"),
        ("albañil con experiencia", "levantar paredes de ladrillo"),
        ("عامل في البناء", "بناء الجدران"),
    ],
)
def test_a_mason_is_found_in_any_language(
    first: Callable[..., ProfileUpdated], trade: str, skill: str
) -> None:
    mason = told_by(trade, skill)
    assert first(vacancy(languages=()), *OTHERS, mason) is mason


def test_unpaid_work_told_in_own_words_is_found(first: Callable[..., ProfileUpdated]) -> None:
    story = ExperienceFact(
        occupation=words("j'ai gardé les enfants de mes voisins"),
        months=30,
        text="Je préparais les repas des enfants et je les aidais pour les devoirs.",
    )
    carer = profile(occupations=(), skills=(), experience=(story,), languages=())
    wanted = vacancy(
        title="Nounou à domicile",
        description="Garder deux enfants, préparer leurs repas.",
        occupation=ref("childminder"),
        essential_skills=(),
        wanted_skills=(),
        languages=(),
    )
    assert first(wanted, *OTHERS, carer) is carer


@pytest.mark.parametrize(
    ("text", "kind", "concept"),
    [
        ("je sais poser du carrelage", "skill", "lay-floor-tiles"),
        ("i drive trucks", "occupation", "truck-driver"),
        ("plongeur restaurant", "occupation", "dishwasher"),
        ("lbennay", "occupation", "mason"),
    ],
)
def test_free_words_find_their_concept(
    matcher: Matcher, text: str, kind: str, concept: str
) -> None:
    proposed = link(matcher, text, kind=kind, lang="fr", limit=3)  # type: ignore[arg-type] # a Kind
    assert proposed[0].concept == concept


def test_a_new_skill_of_the_vacancy_never_costs_a_place(
    database: Database, matcher: Matcher, settings: Settings
) -> None:
    """Through events, vectors and the API: not only the formula keeps the promise."""
    one = vacancy()
    person = profile(skills=(ref("clear-rubble"),), about="Je cherche un chantier à Rabat.")
    tell(database, one, person, encoder=matcher.encoder)
    fits = []
    with TestClient(create(database=database, encoder=matcher.encoder)) as client:
        caller = Caller(client, counsellor())
        for revision, skill in enumerate(("lay-bricks", "render-walls", "read-plans"), start=2):
            answer = caller.get(f"/vacancies/{one.vacancy_id}/ranking").json()
            fits.append(answer["items"][0]["fit"])
            skills = (*person.skills, ref(skill))
            person = person.model_copy(update={"revision": revision, "skills": skills})
            tell(database, person, encoder=matcher.encoder)
        fits.append(caller.get(f"/vacancies/{one.vacancy_id}/ranking").json()["items"][0]["fit"])
    assert fits == sorted(set(fits))


def test_who_names_several_trades_has_each_of_them(matcher: Matcher) -> None:
    """ "plombier, maçon, carreleur" is a mason as well as "maçon" alone."""
    alone, several, labourer = (
        told_by("maçon"),
        told_by("plombier, maçon, carreleur"),
        told_by("manœuvre"),
    )
    people = [alone, several, labourer]
    vectors = matcher.profile_vectors(people)
    pool = matcher.pool(
        [matcher.person(one, vector=row) for one, row in zip(people, vectors, strict=True)]
    )
    wanted = matcher.demand(vacancy(), pool, today=date(2026, 9, 1)).occupation
    trades = matcher.occupations.entries([one.occupations[0] for one in people])
    close = wanted[pool.trade_scope.places(trades)]
    assert close[0] == close[1] == 1.0
    assert close[2] < 1.0


def test_what_is_denied_is_not_had(matcher: Matcher) -> None:
    guard = vacancy(occupation=ref("security-guard"), essential_skills=(), wanted_skills=())
    never, once = told_by("plus jamais gardien, je suis cuisinier"), told_by("ancien gardien")
    fits = dict(matcher.rank(guard, [never, once], today=date(2026, 9, 1)))
    assert fits[never.profile_id] < fits[once.profile_id]


def test_a_neighbour_word_decides_who_is_meant(matcher: Matcher) -> None:
    wanted = vacancy(
        occupation=words("Serveur informatique"), essential_skills=(), wanted_skills=()
    )
    waiter, keeper = told_by("serveur"), told_by("administrateur systèmes")
    ranked = matcher.rank(wanted, [waiter, keeper], today=date(2026, 9, 1))
    assert ranked[0][0] == keeper.profile_id


def test_a_unit_group_meets_the_trades_of_its_group(matcher: Matcher) -> None:
    """Somebody linked to "cooks" is near a vacancy for a pizza maker, a driver is not."""
    wanted = vacancy(occupation=ref("pizza-maker"), essential_skills=(), wanted_skills=())
    cook = profile(occupations=(ref("isco-5120", "chef cuistot"),), skills=())
    driver = profile(occupations=(ref("isco-8332", "routier"),), skills=())
    trades = matcher.occupations
    pair = trades.entries([wanted.occupation, *cook.occupations])
    compared = trades.compare_known(int(pair[0]))
    assert compared.shared_digits[pair[1]] == 4
    fits = dict(matcher.rank(wanted, [cook, driver], today=date(2026, 9, 1)))
    assert fits[cook.profile_id] > fits[driver.profile_id] + 0.1
