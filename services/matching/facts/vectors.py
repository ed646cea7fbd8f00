"""Vectors of the rows that hold facts: made as they come in, and anew for another model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit.db import Session
from services.matching.facts import repository
from services.matching.facts.reading import vacancy_facts
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.ranking.parts import profile_parts, vacancy_parts
from services.matching.vectors.embedding import Encodes, embed, made_by, pack

REINDEX_BATCH = 500
Row = TypeVar("Row", CandidateRow, VacancyRow)


def reindex(session: Session, encoder: Encodes) -> int:
    """Make every vector anew with this model; return how many. For `amuddu reindex`.

    Processes that run with another model stop answering once this is committed.
    """
    jobs = _each_batch(session, VacancyRow, lambda rows: embed_vacancies(rows, encoder))
    people = _each_batch(session, CandidateRow, lambda rows: embed_people(rows, encoder))
    return jobs + people


def _each_batch(
    session: Session, table: type[Row], embed_rows: Callable[[Sequence[Row]], None]
) -> int:
    done, after = 0, None
    while rows := repository.page_of_facts(session, table, after=after, size=REINDEX_BATCH):
        embed_rows(rows)
        repository.mark_changed(session, rows)
        done, after = done + len(rows), repository.key_of(rows[-1])
    return done


def embed_people(
    rows: Sequence[CandidateRow],
    encoder: Encodes,
    *,
    facts: Sequence[ProfileUpdated] | None = None,
) -> None:
    """Give people the vectors of their facts; `facts`: what the rows hold, where it was read."""
    if facts is None:
        facts = [ProfileUpdated.model_validate(row.facts) for row in rows]
    vectors = embed(encoder, [profile_parts(profile) for profile in facts])
    for row, vector in zip(rows, vectors, strict=True):
        row.vector, row.model_id = pack(vector), made_by(encoder)


def embed_vacancies(rows: Sequence[VacancyRow], encoder: Encodes) -> None:
    """Give vacancies the vectors of their facts."""
    facts = [vacancy_facts(row) for row in rows]
    vectors = embed(encoder, [vacancy_parts(vacancy) for vacancy in facts])
    for row, vector in zip(rows, vectors, strict=True):
        row.vector, row.model_id = pack(vector), made_by(encoder)
