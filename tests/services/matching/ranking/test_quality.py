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
