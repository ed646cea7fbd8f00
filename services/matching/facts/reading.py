"""Rows of the tables as facts and vectors."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching.ranking import MatchVacancy
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.contracts.types import Lang
from services.matching.facts.pseudonym import stand_in
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.lexicon.concepts import said_in
from services.matching.ranking.matcher import EmbeddedProfile, EmbeddedVacancy
from services.matching.vectors.embedding import unpack


def profile_of(row: CandidateRow) -> EmbeddedProfile:
    """Facts and vector of somebody who has not withdrawn."""
    assert row.facts is not None
    assert row.vector is not None
    return EmbeddedProfile(ProfileUpdated.model_validate(row.facts), unpack(row.vector))


def vacancy_facts(row: VacancyRow) -> VacancyPublished:
    """Facts of a vacancy that was published."""
    assert row.facts is not None
    return VacancyPublished.model_validate(row.facts)


def vacancy_of(row: VacancyRow) -> EmbeddedVacancy:
    """Facts and vector of a vacancy that was published."""
    assert row.vector is not None
    return EmbeddedVacancy(vacancy_facts(row), unpack(row.vector))


def shown_vacancy(row: VacancyRow, *, lang: Lang) -> MatchVacancy:
    """A vacancy as matching shows it, its trade named in a language."""
    facts = vacancy_facts(row)
    return MatchVacancy.of(
        facts,
        id=facts.vacancy_id,
        occupation=said_in("occupation", facts.occupation, lang=lang),
        open=row.open,
    )


def code_of(row: CandidateRow | None, profile_id: UUID) -> str:
    """The person's pseudonym; a stand-in for those whose facts name none or are gone."""
    return row.code if row and row.code else stand_in(profile_id)
