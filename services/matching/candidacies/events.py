"""The step of a candidacy, written to its log, and what the product is told of it.

Every change of a candidacy goes through `take`: the line of its log, and the event from which
`rebuilding.py` makes the tables again. The row is locked by the caller.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from amuddu.contracts.matching import (
    CancelReason,
    CandidacyChanged,
    CandidacyStep,
    CandidateCancelled,
    CandidateHired,
    CandidateMeetAsked,
    CandidateShortlisted,
    RefusalReason,
)
from amuddu.kit.db import Session
from amuddu.kit.events import outbox
from services.matching.candidacies import pipeline, repository
from services.matching.candidacies.pipeline import By
from services.matching.candidacies.tables import CandidacyRow
from services.matching.facts import protection
from services.matching.facts import repository as facts_repository
from services.matching.facts.pseudonym import stand_in
from services.matching.facts.reading import vacancy_facts
from services.matching.facts.tables import VacancyRow
from services.matching.interviews import life as interviews


def take(
    session: Session,
    row: CandidacyRow,
    name: str,
    *,
    by: By,
    reason: str | None = None,
    note: str | None = None,
    bulk: UUID | None = None,
) -> None:
    """Take a step; `bulk`: the decision about several that it is part of. Raises `NotPossible`."""
    line = pipeline.take(row, name, by=by, reason=reason, note=note)
    line.bulk = bulk
    session.add(line)
    write_down(session, row)
    if row.state != "accepted":
        interviews.end(session, row.id)


def cancel(
    session: Session, row: CandidacyRow, *, by: By, reason: CancelReason, filled: bool = False
) -> None:
    """End a candidacy before a hire. `filled`: others took the places, and the person is told."""
    take(session, row, "cancel", by=by, reason=reason)
    publish_ended(session, row, reason=reason, filled=filled)


def write_down(session: Session, row: CandidacyRow) -> None:
    """Tell the log how a candidacy now stands, for `rebuilding.py`. The row is locked."""
    session.flush()
    log = repository.log_of(session, row.id)
    steps = tuple(CandidacyStep.of(step, step=step.name) for step in log)
    outbox.add(session, CandidacyChanged.of(row, candidacy_id=row.id, steps=steps))


def publish_ended(
    session: Session,
    row: CandidacyRow,
    *,
    reason: CancelReason,
    filled: bool = False,
    refusal: RefusalReason | None = None,
) -> None:
    """A link that the person holds stops working, a contact that the employer sees is closed.

    `refusal`: why the employer does not go on, as a code; their words stay with them.
    """
    told = CandidateCancelled.of(
        row, candidacy_id=row.id, reason=reason, filled=filled, refusal=refusal
    )
    outbox.add(session, told)


def publish_meet_asked(session: Session, row: CandidacyRow) -> None:
    """The person hears that the employer wants to meet them."""
    outbox.add(session, CandidateMeetAsked.of(row, candidacy_id=row.id))


def publish_hired(session: Session, row: CandidacyRow, *, on: date) -> None:
    """The employers service opens the file of the hire, whose work begins `on` a day."""
    vacancy = facts_repository.vacancy(session, row.vacancy_id)
    assert vacancy is not None  # a candidacy begins with a published vacancy, which is kept
    facts, person = vacancy_facts(vacancy), facts_repository.candidate(session, row.profile_id)
    outbox.add(
        session,
        CandidateHired.of(
            row,
            candidacy_id=row.id,
            employer_id=facts.employer_id,
            code=stand_in(row.id),
            agency_id=person.agency_id if person else None,
            scheme_id=facts.incentive.scheme_id if facts.incentive else None,
            hired_on=on,
            young=person is not None and protection.is_young(person),
        ),
    )


def publish_shortlisted(
    session: Session, row: CandidacyRow, vacancy: VacancyRow, *, tell_after: datetime | None
) -> None:
    """The notifications service tells the person, not before `tell_after`."""
    facts = vacancy_facts(vacancy)
    outbox.add(
        session,
        CandidateShortlisted.of(
            row,
            candidacy_id=row.id,
            employer_id=facts.employer_id,
            agency_id=facts.agency_id,
            tell_after=tell_after,
        ),
    )
