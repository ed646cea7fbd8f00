"""Vacancies that are likely the same ad: asked of people, never decided here.

The same town and trade, contracts that do not differ, and words of which most are shared. Whoever
says that two are different is not asked again. An employer is asked of their own vacancies alone,
an agency of all its employers'.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from amuddu.contracts.employers import Vacancy, VacancyIn
from amuddu.contracts.postings.alike import AlikeVacancy
from amuddu.kit.db import Session
from amuddu.kit.errors import known
from amuddu.reference import concepts
from amuddu.reference.text import fold
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.service import seen
from services.employers.vacancies import mapping, repository, service

SHARED = 0.6
"""Share of the words of two ads that both have, from which they are likely one."""
FEW_WORDS = 5
"""With fewer words than these in one of them, the titles have to be equal."""
MOST_COMPARED = 200
MOST_ASKED = 5


def alike(session: Session, vacancy_id: UUID, *, caller: Caller) -> list[AlikeVacancy]:
    """What is likely the same ad as a vacancy that is not closed, the most alike first."""
    row = known(repository.vacancy(session, vacancy_id))
    seen(organisations_repository.employer(session, row.employer_id), caller)
    if row.status == "closed":
        return []
    content = mapping.content_of(row)
    trade = content.occupation.concept if content.occupation else None
    near = repository.near(session, row, caller.scope, trade=trade, limit=MOST_COMPARED)
    apart = set(row.told_apart)
    found = [
        (closeness(content, mapping.content_of(other)), other, employer)
        for other, employer in near
        if str(other.id) not in apart
    ]
    found = [each for each in found if each[0] >= SHARED]
    found.sort(key=lambda each: (-each[0], str(each[1].id)))
    return [
        AlikeVacancy.of(other, employer_name=employer.name)
        for _, other, employer in found[:MOST_ASKED]
    ]


def tell_apart(session: Session, vacancy_id: UUID, other_id: UUID, *, caller: Caller) -> Vacancy:
    """Say that two vacancies are not the same ad; said again it changes nothing."""
    for one, other in sorted([(vacancy_id, other_id), (other_id, vacancy_id)]):
        row, _ = service.locked(session, one, caller)
        if str(other) not in row.told_apart:
            row.told_apart = [*row.told_apart, str(other)]
    session.flush()
    return service.vacancy(session, vacancy_id, caller=caller)


def closeness(one: VacancyIn, other: VacancyIn) -> float:
    """Share of the words that both have; 0 where something says that they are two.

    >>> ad = VacancyIn(title="Maçon", description="Murs et enduits, chantier Agdal, outils fournis")
    >>> closeness(ad, ad.model_copy(update={"title": "MACON (H/F)"}))
    1.0
    >>> closeness(ad, ad.model_copy(update={"place": "tanger"}))
    0.0
    """
    if one.place != other.place or _differ(one.contract_type, other.contract_type):
        return 0.0
    if _differ(one.hours_week, other.hours_week) or _differ(one.wage_month, other.wage_month):
        return 0.0
    first, second = _words(one), _words(other)
    if min(len(first), len(second)) < FEW_WORDS:
        return float(concepts.fold(one.title) == concepts.fold(other.title))
    return len(first & second) / len(first | second)


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _words(content: VacancyIn) -> frozenset[str]:
    return frozenset(_each(concepts.fold(content.title), fold(content.description)))


def _each(*texts: str) -> Iterable[str]:
    for text in texts:
        yield from (word for word in text.split() if len(word) > 1)
