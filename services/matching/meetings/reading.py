"""Interviews as their readers get them. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from amuddu.contracts.matching.interviews import Interview, InterviewLine, InterviewPage, Interviews
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from services.matching.candidacies import repository as candidacies_repository
from services.matching.candidacies import service as candidacies
from services.matching.candidacies.tables import CandidacyRow
from services.matching.facts import repository as facts_repository
from services.matching.facts.pseudonym import stand_in
from services.matching.facts.reading import code_of, vacancy_facts
from services.matching.interviews import repository
from services.matching.interviews.tables import InterviewRow, InterviewStepRow
from services.matching.meetings import access
from services.matching.meetings.access import Seat

LATELY = timedelta(days=14)


def of_candidacy(session: Session, actor: Actor, candidacy: CandidacyRow) -> Interviews:
    """Those of a candidacy, the newest first."""
    seat = _seat(session, actor, candidacy)
    rows = repository.of_candidacy(session, candidacy.id)
    alive = any(row.state in ("proposed", "none_fits", "set") for row in rows)
    vacancy = facts_repository.vacancy(session, candidacy.vacancy_id)
    may = seat.allows("propose") and candidacy.state == "accepted" and not alive
    room = vacancy is not None and not candidacies.full(session, vacancy)
    return Interviews(
        items=tuple(shown(session, seat, row, candidacy) for row in rows),
        may_propose=may and room and actor.employer_right != "read",
    )


def interviews(session: Session, actor: Actor, *, limit: int) -> InterviewPage:
    """Those that are not over, of whom and what the actor looks after; the person reads for some
    days of one that was called off, and takes it out of their calendar."""
    own = actor.role is Role.JOBSEEKER
    since = clock.now() - LATELY if own else None
    rows, total = repository.listed(session, actor, off_since=since, limit=limit)
    items: list[Interview] = []
    for row in rows:
        candidacy = candidacies_repository.candidacy(session, row.candidacy_id)
        if candidacy is not None:
            items.append(shown(session, _seat(session, actor, candidacy), row, candidacy))
    return InterviewPage(items=tuple(items), total=total)


def _seat(session: Session, actor: Actor, candidacy: CandidacyRow) -> Seat:
    vacancy = facts_repository.vacancy(session, candidacy.vacancy_id)
    person = facts_repository.candidate(session, candidacy.profile_id)
    return access.seat(actor, candidacy, vacancy, person)


def shown(session: Session, seat: Seat, row: InterviewRow, candidacy: CandidacyRow) -> Interview:
    """One interview, as far as it is its reader's business."""
    vacancy = facts_repository.vacancy(session, row.vacancy_id)
    assert vacancy is not None  # a candidacy begins with a published vacancy, which is kept
    facts = vacancy_facts(vacancy)
    person = facts_repository.candidate(session, row.profile_id)
    employer = seat.is_employer
    return Interview.of(
        row,
        vacancy_title=facts.title,
        employer_name=facts.employer_name,
        profile_id=None if employer else row.profile_id,
        code=stand_in(row.candidacy_id) if employer else code_of(person, row.profile_id),
        times=tuple(datetime.fromisoformat(each) for each in row.times),
        bring=tuple(row.bring),
        reason=row.reason if row.reason_told or not employer else None,
        may=seat.may(row, alive=candidacy.state == "accepted"),
        ours=seat.of_person,
        log=_log(repository.logs_of(session, [row.id])[row.id], employer=employer),
    )


def _log(steps: Sequence[InterviewStepRow], *, employer: bool) -> tuple[InterviewLine, ...]:
    """An employer does not read that somebody had to be called, nor why unless it was meant."""
    return tuple(
        InterviewLine.of(
            one,
            reason=one.reason if one.reason_told or not employer else None,
            by="person"
            if employer and one.by == "agency" and one.step in ("choose", "none_fits")
            else one.by,
        )
        for one in steps
    )
