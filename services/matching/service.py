"""What other services tell matching, and the steps that people take: every change of the tables.

Reading (rankings, lists) is in `reading.py`; both keep to one transaction, which the caller ends.
Rows are locked from vacancy to person to candidacy, so that two writers never wait in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.matching import (
    CancelReason,
    CandidateCancelled,
    CandidateHired,
    CandidateShortlisted,
    RefusalReason,
    SetAsideIn,
)
from amuddu.contracts.notifications import CandidateAnswered, NotificationFailed, NotificationSent
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit import logs, outbox
from amuddu.kit.auth import Actor
from amuddu.kit.errors import Conflict, NotFound
from amuddu.kit.i18n import N_
from services.matching import access, pipeline, repository
from services.matching.embedding import Encodes, embed, pack, profile_parts, vacancy_parts
from services.matching.facts import profile_of, today, vacancy_facts, vacancy_of
from services.matching.matcher import Matcher
from services.matching.models import CandidacyRow, CandidateRow, TransitionRow, VacancyRow
from services.matching.pipeline import THE_HOUSE, THE_PERSON, By
from services.matching.pseudonym import stand_in

log = logs.get(__name__)

REINDEX_BATCH = 500
Row = TypeVar("Row", CandidateRow, VacancyRow)

_CLOSED = N_("Cette offre est close : choisissez une offre ouverte.")
_NOT_NOW = N_(
    "L'embauche directe de cette personne n'est pas possible aujourd'hui :"
    " orientez-la vers une formation ou un accompagnement."
)
_NOT_CONTACTABLE = N_(
    "Cette personne n'a pas donné son accord pour être contactée : demandez-lui d'abord son accord."
)


# --- what others tell -------------------------------------------------------------------------


def take_in_profile(session: Session, event: ProfileUpdated, *, encoder: Encodes) -> None:
    """Keep what is new about a person; an older revision than the one held is ignored."""
    row = repository.locked_candidate(session, event.profile_id)
    if event.revision <= row.revision:
        log.info("older profile ignored", profile_id=str(event.profile_id))
        return
    row.revision, row.code, row.agency_id = event.revision, event.code, event.agency_id
    row.place, row.route, row.contactable = event.place, event.route, event.contactable
    row.schemes = dict(event.schemes)
    row.facts = event.model_dump(mode="json")
    _embed_people([row], encoder)
    repository.mark_changed(session, [row])


def forget_profile(session: Session, event: ProfileWithdrawn) -> None:
    """Forget a person's facts, vector and words, and end their open candidacies."""
    row = repository.locked_candidate(session, event.profile_id)
    if event.revision < row.revision:
        log.info("older withdrawal ignored", profile_id=str(event.profile_id))
        return
    row.revision, row.code, row.agency_id = event.revision, "", None
    row.place, row.route, row.contactable = None, "ask", False
    row.schemes, row.facts, row.vector, row.model_id = {}, None, None, None
    repository.mark_changed(session, [row])
    for candidacy in repository.locked_of_person(session, event.profile_id):
        if candidacy.state in pipeline.OPEN:
            _cancel(session, candidacy, by=THE_HOUSE, reason="person_withdrawn")
        candidacy.reasons = None
    repository.wipe_words(session, event.profile_id)


def take_in_vacancy(session: Session, event: VacancyPublished, *, encoder: Encodes) -> None:
    """Keep a vacancy as published; an older revision than the one held is ignored."""
    row = repository.locked_vacancy(session, event.vacancy_id)
    if event.revision <= row.revision:
        log.info("older vacancy ignored", vacancy_id=str(event.vacancy_id))
        return
    row.revision, row.open = event.revision, True
    row.agency_id, row.employer_id = event.agency_id, event.employer_id
    row.facts = event.model_dump(mode="json")
    _embed_vacancies([row], encoder)
    repository.mark_changed(session, [row])


def close_vacancy(session: Session, event: VacancyClosed) -> None:
    """Take a vacancy off, and end the candidacies that wait for an answer.

    Somebody who said yes is still in the employer's hands, closed or not.
    """
    row = repository.locked_vacancy(session, event.vacancy_id)
    if event.revision < row.revision:
        log.info("older closing ignored", vacancy_id=str(event.vacancy_id))
        return
    row.revision, row.open = event.revision, False
    repository.mark_changed(session, [row])
    waiting = repository.locked_of_vacancy(session, row.id, states=pipeline.WAITING)
    for candidacy in waiting:
        _cancel(session, candidacy, by=THE_HOUSE, reason="vacancy_closed")


def note_told(session: Session, event: NotificationSent) -> None:
    """The message went out."""
    _if_possible(
        session,
        event.candidacy_id,
        pipeline.MARK_TOLD,
        lambda row: pipeline.mark_told(row, by=THE_HOUSE),
    )


def note_unreachable(session: Session, event: NotificationFailed) -> None:
    """The person could not be told."""
    _if_possible(
        session,
        event.candidacy_id,
        pipeline.MARK_UNREACHABLE,
        lambda row: pipeline.mark_unreachable(row, by=THE_HOUSE, reason=event.reason),
    )


def note_answer(session: Session, event: CandidateAnswered) -> None:
    """The person said yes or no.

    Skipped where they were put forward anew since they were asked, and where they withdrew
    while the answer was on its way.
    """
    if not _still_asked(session, event):
        log.info("answer skipped", candidacy_id=str(event.candidacy_id), round=event.round)
        return
    if event.answer == "yes":
        step, take = pipeline.ACCEPT, lambda row: pipeline.accept(row, by=THE_PERSON)
    else:
        step, take = (
            pipeline.DECLINE,
            lambda row: pipeline.decline(row, by=THE_PERSON, reason=event.reason),
        )
    _if_possible(session, event.candidacy_id, step, take)


def _still_asked(session: Session, event: CandidateAnswered) -> bool:
    profile_id = repository.person_of(session, event.candidacy_id)
    if profile_id is None or repository.keep_candidate(session, profile_id) is None:
        return False
    row = repository.locked_candidacy(session, event.candidacy_id)
    return row is not None and row.round == event.round


def _if_possible(
    session: Session,
    candidacy_id: UUID,
    step: pipeline.Step,
    take: Callable[[CandidacyRow], TransitionRow],
) -> None:
    """Take a step that an event reports; late and repeated news is skipped."""
    row = repository.locked_candidacy(session, candidacy_id)
    if row is None or not step.allows(row.state):
        state = row.state if row else None
        log.info("step skipped", step=step.name, candidacy_id=str(candidacy_id), state=state)
        return
    session.add(take(row))


# --- what people decide -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shortlisted:
    """The candidacy of somebody put forward; `fresh` when this very call did it."""

    row: CandidacyRow
    fresh: bool


def shortlist(
    session: Session, matcher: Matcher, actor: Actor, *, vacancy_id: UUID, profile_id: UUID
) -> Shortlisted:
    """Put a person forward for a vacancy; once done, doing it again changes nothing."""
    vacancy = _vacancy_of(session, actor, vacancy_id)
    if not vacancy.open:
        raise Conflict(_CLOSED)
    person = _person(session, profile_id)
    row = repository.locked_pair(session, vacancy_id=vacancy_id, profile_id=profile_id)
    if row.state in pipeline.OPEN - {"unreachable"} or row.state == "hired":
        return Shortlisted(row, fresh=False)
    if person.route == "not_now":
        raise Conflict(_NOT_NOW)
    if not person.contactable:
        raise Conflict(_NOT_CONTACTABLE)
    session.add(pipeline.shortlist(row, by=By.actor(actor)))
    _keep_reasons(row, matcher, vacancy, person)
    outbox.add(session, _shortlisted(row, vacancy))
    return Shortlisted(row, fresh=True)


def set_aside(
    session: Session,
    matcher: Matcher,
    actor: Actor,
    body: SetAsideIn,
    *,
    vacancy_id: UUID,
    profile_id: UUID,
) -> CandidacyRow:
    """Leave a person out for a vacancy, with a reason; what the machine proposed is kept.

    A link they hold stops working: nobody answers who is not asked.
    """
    vacancy = _vacancy_of(session, actor, vacancy_id)
    person = _person(session, profile_id)
    row = repository.locked_pair(session, vacancy_id=vacancy_id, profile_id=profile_id)
    asked = row.state in pipeline.INVITED
    session.add(pipeline.set_aside(row, by=By.actor(actor), reason=body.reason, note=body.note))
    if asked:
        _tell_ended(session, row, reason="counsellor")
    _keep_reasons(row, matcher, vacancy, person)
    return row


def restore(session: Session, actor: Actor, *, vacancy_id: UUID, profile_id: UUID) -> CandidacyRow:
    """Take a setting aside back; a no that the person said before still stands."""
    _vacancy_of(session, actor, vacancy_id)
    row = repository.existing_pair(session, vacancy_id=vacancy_id, profile_id=profile_id)
    if row is None:
        raise NotFound
    take = pipeline.restore_declined if repository.said_no(session, row.id) else pipeline.restore
    session.add(take(row, by=By.actor(actor)))
    return row


def cancel(session: Session, actor: Actor, candidacy_id: UUID) -> CandidacyRow:
    """A counsellor ends a candidacy."""
    row = _locked_for(session, actor, candidacy_id)
    _cancel(session, row, by=By.actor(actor), reason="counsellor")
    return row


def hire(session: Session, actor: Actor, candidacy_id: UUID) -> CandidacyRow:
    """The employer, or a counsellor for them, takes the person on."""
    row = _locked_for(session, actor, candidacy_id)
    session.add(pipeline.hire(row, by=By.actor(actor)))
    _tell_hired(session, row)
    return row


def refuse(
    session: Session, actor: Actor, candidacy_id: UUID, *, reason: RefusalReason
) -> CandidacyRow:
    """The employer, or a counsellor for them, does not go on with the person.

    Whoever refuses somebody has no more use for their contact: it is closed.
    """
    row = _locked_for(session, actor, candidacy_id)
    session.add(pipeline.refuse(row, by=By.actor(actor), reason=reason))
    _tell_ended(session, row, reason="refused")
    return row


def _cancel(session: Session, row: CandidacyRow, *, by: By, reason: CancelReason) -> None:
    session.add(pipeline.cancel(row, by=by, reason=reason))
    _tell_ended(session, row, reason=reason)


def _tell_ended(session: Session, row: CandidacyRow, *, reason: CancelReason) -> None:
    outbox.add(
        session,
        CandidateCancelled(
            candidacy_id=row.id,
            vacancy_id=row.vacancy_id,
            profile_id=row.profile_id,
            reason=reason,
            round=row.round,
        ),
    )


def _tell_hired(session: Session, row: CandidacyRow) -> None:
    """The employers service opens the file of the hire. Somebody who withdrew since they said
    yes is still hired: their steps are then asked to a counsellor."""
    vacancy = repository.vacancy(session, row.vacancy_id)
    assert vacancy is not None  # a candidacy begins with a published vacancy, which is kept
    facts, person = vacancy_facts(vacancy), repository.candidate(session, row.profile_id)
    scheme = facts.incentive.scheme_id if facts.incentive else None
    outbox.add(
        session,
        CandidateHired(
            candidacy_id=row.id,
            vacancy_id=row.vacancy_id,
            profile_id=row.profile_id,
            employer_id=facts.employer_id,
            code=stand_in(row.id),
            route=person.route if person else "ask",
            scheme_id=scheme,
            scheme_verdict=person.schemes.get(scheme) if person and scheme else None,
            hired_on=today(),
        ),
    )


def _shortlisted(row: CandidacyRow, vacancy: VacancyRow) -> CandidateShortlisted:
    facts = vacancy_facts(vacancy)
    return CandidateShortlisted(
        candidacy_id=row.id,
        vacancy_id=row.vacancy_id,
        profile_id=row.profile_id,
        employer_id=facts.employer_id,
        agency_id=facts.agency_id,
        round=row.round,
    )


def _keep_reasons(
    row: CandidacyRow, matcher: Matcher, vacancy: VacancyRow, person: CandidateRow
) -> None:
    """Keep fit and reasons as they stand at the moment somebody decides, in everybody's own
    words: each reader gets the names of concepts in their language later."""
    explained = matcher.explain(
        vacancy_of(vacancy), [profile_of(person)], today=today(), lang=None
    )[0]
    row.fit = explained.fit
    row.reasons = explained.reasons.model_dump(mode="json")


def _vacancy_of(session: Session, actor: Actor, vacancy_id: UUID) -> VacancyRow:
    """A vacancy that the counsellor may act on, kept from closing until they have."""
    return access.visible_vacancy(actor, repository.keep_vacancy(session, vacancy_id))


def _person(session: Session, profile_id: UUID) -> CandidateRow:
    person = repository.keep_candidate(session, profile_id)
    if person is None:
        raise NotFound
    return person


def _locked_for(session: Session, actor: Actor, candidacy_id: UUID) -> CandidacyRow:
    """A candidacy that the actor may decide on, locked."""
    row = repository.locked_candidacy(session, candidacy_id)
    vacancy = repository.vacancy(session, row.vacancy_id) if row else None
    return access.visible_candidacy(actor, row, vacancy)


# --- another model ----------------------------------------------------------------------------


def reindex(session: Session, encoder: Encodes) -> int:
    """Make every vector anew with this model; return how many. For `amuddu reindex`.

    Processes that run with another model stop answering once this is committed.
    """
    jobs = _each_batch(session, VacancyRow, lambda rows: _embed_vacancies(rows, encoder))
    people = _each_batch(session, CandidateRow, lambda rows: _embed_people(rows, encoder))
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


def _embed_people(rows: Sequence[CandidateRow], encoder: Encodes) -> None:
    facts = [ProfileUpdated.model_validate(row.facts) for row in rows]
    vectors = embed(encoder, [profile_parts(profile) for profile in facts])
    for row, vector in zip(rows, vectors, strict=True):
        row.vector, row.model_id = pack(vector), encoder.model_id


def _embed_vacancies(rows: Sequence[VacancyRow], encoder: Encodes) -> None:
    facts = [vacancy_facts(row) for row in rows]
    vectors = embed(encoder, [vacancy_parts(vacancy) for vacancy in facts])
    for row, vector in zip(rows, vectors, strict=True):
        row.vector, row.model_id = pack(vector), encoder.model_id
