"""What other services tell matching: people, vacancies, messages, answers.

Events come late, twice and out of order: what is older than what is held, and a step that no
longer applies, is skipped. Those that come together are handled in turn over one `Work`: their
rows are read at once before, vectors made and changes told at once after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.events.erasures import ErasureBegun
from amuddu.contracts.events.restored import ErasureAgain
from amuddu.contracts.hires import HireAbandoned
from amuddu.contracts.matching import CandidacyChanged, InterestChanged
from amuddu.contracts.notifications import CandidateAnswered, NotificationFailed, NotificationSent
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit.auth import Role
from amuddu.kit.db import Session
from amuddu.kit.observability import logs
from services.matching.candidacies import events as candidacy_events
from services.matching.candidacies import pipeline
from services.matching.candidacies import repository as candidacies_repository
from services.matching.candidacies import service as candidacies
from services.matching.candidacies.pipeline import THE_HOUSE, THE_PERSON, By
from services.matching.candidacies.tables import CandidacyRow
from services.matching.erasures import service as erasures
from services.matching.facts import protection
from services.matching.facts import repository as facts_repository
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.facts.vectors import embed_people, embed_vacancies
from services.matching.interests import life
from services.matching.interests import repository as interests_repository
from services.matching.interests.tables import InterestRow
from services.matching.vectors.embedding import Encodes

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """The rows that the events of one transaction are about, locked, and those that changed."""

    session: Session
    people: dict[UUID, CandidateRow]
    vacancies: dict[UUID, VacancyRow]
    with_candidacies: set[UUID]
    """Vacancies that anybody was put forward for; none is added while their rows are locked."""
    with_interests: set[UUID]
    """The same of those that interest anybody."""
    changed_people: dict[UUID, CandidateRow] = field(default_factory=dict)
    changed_vacancies: dict[UUID, VacancyRow] = field(default_factory=dict)
    said: dict[UUID, ProfileUpdated] = field(default_factory=dict)
    """What the changed rows of people hold, as it was heard."""


@contextmanager
def together(session: Session, events: Sequence[Event], *, encoder: Encodes) -> Iterator[Work]:
    """Around the handlers of one event or many: as many statements, and vectors made at once."""
    told = [each for each in events if isinstance(each, _OF_A_PERSON)]
    jobs = [each for each in events if isinstance(each, _OF_A_VACANCY)]
    work = Work(
        session,
        facts_repository.locked(session, CandidateRow, {each.profile_id for each in told}),
        facts_repository.locked(session, VacancyRow, {each.vacancy_id for each in jobs}),
        candidacies_repository.with_candidacies(session, {each.vacancy_id for each in jobs}),
        interests_repository.with_interests(session, {each.vacancy_id for each in jobs}),
    )
    yield work
    people, vacancies = list(work.changed_people.values()), list(work.changed_vacancies.values())
    new = [row for row in people if row.facts and row.vector is None]
    embed_people(new, encoder, facts=[work.said[row.profile_id] for row in new])
    embed_vacancies([row for row in vacancies if row.facts and row.vector is None], encoder)
    facts_repository.mark_changed(session, people)
    facts_repository.mark_changed(session, vacancies)


_OF_A_PERSON = (ProfileUpdated, ProfileWithdrawn, CandidacyChanged, InterestChanged)
_OF_A_VACANCY = (VacancyPublished, VacancyClosed, CandidacyChanged, InterestChanged)


def take_in_profile(work: Work, event: ProfileUpdated) -> None:
    """Keep what is new about a person; an older revision than the one held is ignored."""
    if keep_profile(work, event) and event.young:
        theirs = candidacies_repository.locked_of_person(work.session, event.profile_id)
        _end_closed(work.session, theirs)
        _end_closed_interests(
            work.session,
            interests_repository.locked_of_person(
                work.session, event.profile_id, states=life.ALIVE
            ),
        )


def keep_profile(work: Work, event: ProfileUpdated) -> bool:
    """Write what is new in the person's row, without a vector; `False` for an older revision."""
    row = work.people[event.profile_id]
    if event.revision <= row.revision:
        log.info("older profile ignored", profile_id=str(event.profile_id))
        return False
    row.revision, row.code, row.agency_id = event.revision, event.code, event.agency_id
    row.place, row.contactable = event.place, event.contactable
    row.facts, row.vector, row.model_id = event.model_dump(mode="json"), None, None
    work.changed_people[event.profile_id] = row
    work.said[event.profile_id] = event
    return True


def forget_profile(work: Work, event: ProfileWithdrawn) -> None:
    """Forget a person's facts, vector and words, and end their open candidacies."""
    if not empty_profile(work, event):
        return
    session = work.session
    for candidacy in candidacies_repository.locked_of_person(session, event.profile_id):
        candidacy.reasons = candidacy.glimpse = None
        if candidacy.state in pipeline.OPEN:
            candidacy_events.cancel(session, candidacy, by=THE_HOUSE, reason="person_withdrawn")
        else:
            candidacy_events.write_down(session, candidacy)
    _end_interests_of(session, event.profile_id)
    candidacies_repository.wipe_words(session, event.profile_id)


def _end_interests_of(session: Session, profile_id: UUID) -> None:
    """Somebody is proposed no more: nobody waits for them."""
    theirs = interests_repository.locked_of_person(session, profile_id, states=life.ALIVE)
    life.end(session, theirs)


def empty_profile(work: Work, event: ProfileWithdrawn) -> bool:
    """Forget the facts and the vector in a row; `False` where something newer is known."""
    row = work.people[event.profile_id]
    if event.revision < row.revision:
        log.info("older withdrawal ignored", profile_id=str(event.profile_id))
        return False
    row.revision, row.code, row.agency_id = event.revision, "", None
    row.place, row.contactable = None, False
    row.facts, row.vector, row.model_id = None, None, None
    work.changed_people[event.profile_id] = row
    return True


def erase(work: Work, event: ErasureBegun) -> None:
    """Erase a person; events that come together share rows, which may be theirs."""
    erasures.erase(work.session, event)


def erase_again(work: Work, event: ErasureAgain) -> None:
    """Erase again whom a restored backup brought back."""
    erasures.erase_again(work.session, event)


def take_in_vacancy(work: Work, event: VacancyPublished) -> None:
    """Keep a vacancy as published; an older revision than the one held is ignored."""
    if not keep_vacancy(work, event) or not protection.closed(event).young:
        return
    if event.vacancy_id in work.with_interests:
        interests = interests_repository.locked_of_vacancy(
            work.session, event.vacancy_id, states=life.ALIVE
        )
        _end_closed_interests(work.session, interests)
    if event.vacancy_id in work.with_candidacies:
        open_ones = candidacies_repository.locked_of_vacancy(
            work.session, event.vacancy_id, states=pipeline.OPEN
        )
        _end_closed(work.session, open_ones)


def _end_closed_interests(session: Session, interests: Iterable[InterestRow]) -> None:
    """The same of interests: nobody waits for what the law closes."""
    for row in interests:
        person = facts_repository.candidate(session, row.profile_id)
        vacancy = facts_repository.vacancy(session, row.vacancy_id)
        if person is None or vacancy is None or not protection.is_young(person):
            continue
        if not protection.allowed_in(person, vacancy):
            life.end(session, [row])


def _end_closed(session: Session, candidacies: Iterable[CandidacyRow]) -> None:
    """End open candidacies of people under 18 for work that is closed to them: a birth was set
    right, or a vacancy says more than when they were put forward. Where nobody said the age, the
    candidacy stays open; it goes no further before somebody asks."""
    for candidacy in candidacies:
        person = facts_repository.candidate(session, candidacy.profile_id)
        vacancy = facts_repository.vacancy(session, candidacy.vacancy_id)
        if candidacy.state not in pipeline.OPEN or person is None or vacancy is None:
            continue
        if protection.is_young(person) and not protection.allowed_in(person, vacancy):
            candidacy_events.cancel(session, candidacy, by=THE_HOUSE, reason="counsellor")


def keep_vacancy(work: Work, event: VacancyPublished) -> bool:
    """Write what is new in the vacancy's row, without a vector; `False` for an older revision."""
    row = work.vacancies[event.vacancy_id]
    if event.revision <= row.revision:
        log.info("older vacancy ignored", vacancy_id=str(event.vacancy_id))
        return False
    row.open = not event.hidden
    _write_vacancy(row, event)
    work.changed_vacancies[event.vacancy_id] = row
    return True


def _write_vacancy(row: VacancyRow, event: VacancyPublished) -> None:
    row.revision = event.revision
    row.agency_id, row.employer_id = event.agency_id, event.employer_id
    row.facts, row.vector, row.model_id = event.model_dump(mode="json"), None, None


def close_vacancy(work: Work, event: VacancyClosed) -> None:
    """Take a vacancy off, and end the candidacies that wait for an answer.

    Somebody who said yes is still in the employer's hands, closed or not, as long as a place is
    free; once hires took them all nothing can come of a yes, and whoever waits is told.
    """
    if not shut_vacancy(work, event):
        return
    if event.vacancy_id in work.with_interests:
        life.end(
            work.session,
            interests_repository.locked_of_vacancy(
                work.session, event.vacancy_id, states=life.ALIVE
            ),
        )
    if event.vacancy_id in work.with_candidacies:
        _end_waiting(work, event)


def _end_waiting(work: Work, event: VacancyClosed) -> None:
    row, filled = work.vacancies[event.vacancy_id], event.reason == "filled"
    nothing_left = filled and row.facts is not None and candidacies.full(work.session, row)
    waiting = candidacies_repository.locked_of_vacancy(
        work.session,
        event.vacancy_id,
        states=pipeline.OPEN if nothing_left else pipeline.WAITING,
    )
    for candidacy in waiting:
        candidacy_events.cancel(
            work.session, candidacy, by=THE_HOUSE, reason="vacancy_closed", filled=filled
        )


def shut_vacancy(work: Work, event: VacancyClosed) -> bool:
    """Note in its row that a vacancy is closed; `False` where something newer is known.

    What was last published comes with it, for whoever did not hear of that: then the row has
    no vector yet.
    """
    row = work.vacancies[event.vacancy_id]
    if event.revision < row.revision:
        log.info("older closing ignored", vacancy_id=str(event.vacancy_id))
        return False
    if event.vacancy is not None and event.vacancy.revision > row.revision:
        _write_vacancy(row, event.vacancy)
    row.revision, row.open = event.revision, False
    work.changed_vacancies[event.vacancy_id] = row
    return True


def free_place(work: Work, event: HireAbandoned) -> None:
    """A hire fell through: the person may be put forward again, their contact is closed."""
    session = work.session
    row = candidacies_repository.locked_candidacy(session, event.candidacy_id)
    if row is None or row.vacancy_id != event.vacancy_id or row.state != "hired":
        log.info("hire that is none", candidacy_id=str(event.candidacy_id))
        return
    candidacy_events.take(session, row, "fall_through", by=THE_HOUSE)
    candidacy_events.publish_ended(session, row, reason="refused")


def record_notified(work: Work, event: NotificationSent) -> None:
    """The message went out, or somebody of the agency has it in hand who is to call the person."""
    reason = pipeline.TO_CALL if event.channel == "agent" else None
    _if_possible(work.session, event.candidacy_id, "mark_told", by=THE_HOUSE, reason=reason)


def note_unreachable(work: Work, event: NotificationFailed) -> None:
    """The person could not be told."""
    candidacy_id, why = event.candidacy_id, event.reason
    _if_possible(work.session, candidacy_id, "mark_unreachable", by=THE_HOUSE, reason=why)


def note_answer(work: Work, event: CandidateAnswered) -> None:
    """The person said yes or no.

    Skipped where they were put forward anew since they were asked, and where they withdrew
    while the answer was on its way.
    """
    session = work.session
    if not _still_asked(session, event):
        log.info("answer skipped", candidacy_id=str(event.candidacy_id), round=event.round)
        return
    by = By(Role(event.noted_as), event.noted_by) if event.noted_as else THE_PERSON
    if event.answer == "yes":
        _if_possible(session, event.candidacy_id, "accept", by=by)
    else:
        _if_possible(session, event.candidacy_id, "decline", by=by, reason=event.reason)


def _still_asked(session: Session, event: CandidateAnswered) -> bool:
    profile_id = candidacies_repository.person_of(session, event.candidacy_id)
    if profile_id is None or facts_repository.keep_candidate(session, profile_id) is None:
        return False
    row = candidacies_repository.locked_candidacy(session, event.candidacy_id)
    return row is not None and row.round == event.round


def _if_possible(
    session: Session, candidacy_id: UUID, name: str, *, by: By, reason: str | None = None
) -> None:
    """Take a step that an event reports; late and repeated news is skipped."""
    row = candidacies_repository.locked_candidacy(session, candidacy_id)
    if row is None or not pipeline.MOVES.allows(row, name):
        state = row.state if row else None
        log.info("step skipped", step=name, candidacy_id=str(candidacy_id), state=state)
        return
    candidacy_events.take(session, row, name, by=by, reason=reason)
