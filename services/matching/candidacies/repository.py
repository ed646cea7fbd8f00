"""All SQL of candidacies and their log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from amuddu.contracts.matching import CandidacyState
from services.matching.candidacies.tables import CandidacyRow, TransitionRow


def locked_candidacy(session: Session, candidacy_id: UUID) -> CandidacyRow | None:
    """A candidacy, locked until this transaction ends."""
    query = select(CandidacyRow).where(col(CandidacyRow.id) == candidacy_id)
    return session.scalar(query.with_for_update())


def locked_all(session: Session) -> Sequence[CandidacyRow]:
    """Every candidacy, locked."""
    query = select(CandidacyRow).order_by(col(CandidacyRow.id))
    return session.scalars(query.with_for_update()).all()


def candidacy(session: Session, candidacy_id: UUID) -> CandidacyRow | None:
    """A candidacy, to read."""
    return session.scalar(select(CandidacyRow).where(col(CandidacyRow.id) == candidacy_id))


def locked_pair(session: Session, *, vacancy_id: UUID, profile_id: UUID) -> CandidacyRow:
    """The one candidacy of a person for a vacancy, locked; made in `proposed` where it is new.

    Of two counsellors who come at once, the second waits here until the first is done, then
    finds what the first one made.
    """
    fresh = CandidacyRow(vacancy_id=vacancy_id, profile_id=profile_id)
    row = insert(CandidacyRow).values(
        id=fresh.id,
        vacancy_id=vacancy_id,
        profile_id=profile_id,
        state=fresh.state,
        round=fresh.round,
        updated_at=fresh.updated_at,
    )
    session.execute(row.on_conflict_do_nothing())
    query = select(CandidacyRow).where(
        col(CandidacyRow.vacancy_id) == vacancy_id, col(CandidacyRow.profile_id) == profile_id
    )
    return session.scalars(query.with_for_update()).one()


def existing_pair(session: Session, *, vacancy_id: UUID, profile_id: UUID) -> CandidacyRow | None:
    """The candidacy of a person for a vacancy where there is one, locked."""
    query = select(CandidacyRow).where(
        col(CandidacyRow.vacancy_id) == vacancy_id, col(CandidacyRow.profile_id) == profile_id
    )
    return session.scalar(query.with_for_update())


def pair(session: Session, *, vacancy_id: UUID, profile_id: UUID) -> CandidacyRow | None:
    """The same, to read."""
    query = select(CandidacyRow).where(
        col(CandidacyRow.vacancy_id) == vacancy_id, col(CandidacyRow.profile_id) == profile_id
    )
    return session.scalar(query)


def of_person(session: Session, profile_id: UUID) -> Sequence[CandidacyRow]:
    """Every candidacy of a person, to read."""
    query = select(CandidacyRow).where(col(CandidacyRow.profile_id) == profile_id)
    return session.scalars(query.order_by(col(CandidacyRow.id))).all()


def under_way(vacancy_id: Mapped[UUID], profile_id: Mapped[UUID]) -> ColumnElement[bool]:
    """Whether a pair has a candidacy that somebody put forward and nothing ended, as SQL."""
    over: tuple[CandidacyState, ...] = ("proposed", "set_aside", "cancelled")
    return exists().where(
        col(CandidacyRow.vacancy_id) == vacancy_id,
        col(CandidacyRow.profile_id) == profile_id,
        col(CandidacyRow.state).not_in(over),
    )


def person_of(session: Session, candidacy_id: UUID) -> UUID | None:
    """Whose candidacy it is."""
    query = select(col(CandidacyRow.profile_id)).where(col(CandidacyRow.id) == candidacy_id)
    return session.scalar(query)


def vacancy_of(session: Session, candidacy_id: UUID) -> UUID | None:
    """For which vacancy it is."""
    query = select(col(CandidacyRow.vacancy_id)).where(col(CandidacyRow.id) == candidacy_id)
    return session.scalar(query)


def hired_for(session: Session, vacancy_id: UUID) -> int:
    """How many people were hired for a vacancy."""
    query = select(func.count()).where(
        col(CandidacyRow.vacancy_id) == vacancy_id, col(CandidacyRow.state) == "hired"
    )
    return session.scalar(query) or 0


def said_no(session: Session, candidacy_id: UUID) -> bool:
    """Whether a person's last answer was a no, whatever was done with the candidacy since."""
    query = (
        select(col(TransitionRow.to_state))
        .where(
            col(TransitionRow.candidacy_id) == candidacy_id,
            col(TransitionRow.to_state).in_(("accepted", "declined")),
        )
        .order_by(col(TransitionRow.id).desc())
        .limit(1)
    )
    return session.scalar(query) == "declined"


def states_for_vacancy(
    session: Session, vacancy_id: UUID
) -> dict[UUID, tuple[UUID, CandidacyState]]:
    """Candidacy and state by person, for everybody who has one for this vacancy."""
    rows = session.execute(
        select(col(CandidacyRow.profile_id), col(CandidacyRow.id), col(CandidacyRow.state)).where(
            col(CandidacyRow.vacancy_id) == vacancy_id
        )
    )
    return {profile_id: (identifier, state) for profile_id, identifier, state in rows}


def states_for_person(session: Session, profile_id: UUID) -> dict[UUID, CandidacyState]:
    """State by vacancy, for every candidacy of a person."""
    rows = session.execute(
        select(col(CandidacyRow.vacancy_id), col(CandidacyRow.state)).where(
            col(CandidacyRow.profile_id) == profile_id
        )
    )
    return {row.vacancy_id: row.state for row in rows}


def locked_of_vacancy(
    session: Session, vacancy_id: UUID, *, states: Iterable[CandidacyState]
) -> Sequence[CandidacyRow]:
    """Candidacies of a vacancy in some states, locked in the order of their ids."""
    query = select(CandidacyRow).where(
        col(CandidacyRow.vacancy_id) == vacancy_id, col(CandidacyRow.state).in_(list(states))
    )
    return session.scalars(query.order_by(col(CandidacyRow.id)).with_for_update()).all()


def locked_of_person(session: Session, profile_id: UUID) -> Sequence[CandidacyRow]:
    """Every candidacy of a person, locked in the order of their ids."""
    query = select(CandidacyRow).where(col(CandidacyRow.profile_id) == profile_id)
    return session.scalars(query.order_by(col(CandidacyRow.id)).with_for_update()).all()


def with_candidacies(session: Session, vacancies: Collection[UUID]) -> set[UUID]:
    """Those of these vacancies that anybody was ever put forward for."""
    query = select(col(CandidacyRow.vacancy_id)).where(col(CandidacyRow.vacancy_id).in_(vacancies))
    return set(session.scalars(query.distinct())) if vacancies else set()


def candidacies_page(
    session: Session,
    vacancy_id: UUID,
    *,
    states: Iterable[CandidacyState],
    limit: int,
    offset: int,
) -> tuple[Sequence[CandidacyRow], int]:
    """One page of a vacancy's candidacies, last moved first, and how many there are."""
    query = select(CandidacyRow).where(
        col(CandidacyRow.vacancy_id) == vacancy_id, col(CandidacyRow.state).in_(list(states))
    )
    total = session.scalar(select(func.count()).select_from(query.subquery()))
    newest = query.order_by(col(CandidacyRow.updated_at).desc(), col(CandidacyRow.id))
    return session.scalars(newest.limit(limit).offset(offset)).all(), total or 0


def log_of(session: Session, candidacy_id: UUID) -> Sequence[TransitionRow]:
    """Steps of a candidacy, oldest first."""
    return logs_of(session, [candidacy_id])[candidacy_id]


def logs_of(session: Session, ids: Collection[UUID]) -> dict[UUID, list[TransitionRow]]:
    """Steps of several candidacies, oldest first."""
    found: dict[UUID, list[TransitionRow]] = {candidacy_id: [] for candidacy_id in ids}
    query = select(TransitionRow).where(col(TransitionRow.candidacy_id).in_(ids))
    for row in session.scalars(query.order_by(col(TransitionRow.id))):
        found[row.candidacy_id].append(row)
    return found


def wipe_words(session: Session, profile_id: UUID) -> None:
    """Forget counsellors' notes about a person; their `reasons` go with their rows' change."""
    theirs = select(col(CandidacyRow.id)).where(col(CandidacyRow.profile_id) == profile_id)
    session.execute(
        update(TransitionRow)
        .where(col(TransitionRow.candidacy_id).in_(theirs))
        .values(note=None)
        .execution_options(synchronize_session=False)
    )
