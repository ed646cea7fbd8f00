"""What other services tell matching, and the steps that people take: every change of the tables.

Reading (rankings, lists) is in `reading.py`; both keep to one transaction, which the caller ends.
Rows are locked from vacancy to person to candidacy, so that two writers never wait in a circle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.matching import (
    CancelReason,
    CandidacyChanged,
    CandidacyStep,
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
from services.matching.embedding import Encodes
from services.matching.facts import profile_of, today, vacancy_facts, vacancy_of
from services.matching.matcher import Matcher
from services.matching.models import CandidacyRow, CandidateRow, TransitionRow, VacancyRow
from services.matching.pipeline import THE_HOUSE, THE_PERSON, By
from services.matching.pseudonym import stand_in
from services.matching.vectors import embed_people, embed_vacancies

log = logs.get(__name__)

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
    embed_people([row], encoder)
    repository.mark_changed(session, [row])


def forget_profile(session: Session, event: ProfileWithdrawn) -> None:
    """Forget a person's facts, vector and words, and end their open candidacies."""
    if not take_out_profile(session, event):
        return
    for candidacy in repository.locked_of_person(session, event.profile_id):
        candidacy.reasons = None
        if candidacy.state in pipeline.OPEN:
            _cancel(session, candidacy, by=THE_HOUSE, reason="person_withdrawn")
        else:
            _write_down(session, candidacy)
    repository.wipe_words(session, event.profile_id)


def take_out_profile(session: Session, event: ProfileWithdrawn) -> bool:
    """Forget a person's facts and vector; `False` where something newer is known."""
    row = repository.locked_candidate(session, event.profile_id)
    if event.revision < row.revision:
        log.info("older withdrawal ignored", profile_id=str(event.profile_id))
        return False
    row.revision, row.code, row.agency_id = event.revision, "", None
    row.place, row.route, row.contactable = None, "ask", False
    row.schemes, row.facts, row.vector, row.model_id = {}, None, None, None
    repository.mark_changed(session, [row])
    return True


def take_in_vacancy(session: Session, event: VacancyPublished, *, encoder: Encodes) -> None:
    """Keep a vacancy as published; an older revision than the one held is ignored."""
    row = repository.locked_vacancy(session, event.vacancy_id)
    if event.revision <= row.revision:
        log.info("older vacancy ignored", vacancy_id=str(event.vacancy_id))
        return
    row.open = True
    _keep_vacancy(row, event, encoder)
    repository.mark_changed(session, [row])


def _keep_vacancy(row: VacancyRow, event: VacancyPublished, encoder: Encodes) -> None:
    row.revision = event.revision
    row.agency_id, row.employer_id = event.agency_id, event.employer_id
    row.facts = event.model_dump(mode="json")
    embed_vacancies([row], encoder)


def close_vacancy(session: Session, event: VacancyClosed, *, encoder: Encodes) -> None:
    """Take a vacancy off, and end the candidacies that wait for an answer.

    Somebody who said yes is still in the employer's hands, closed or not.
    """
    if not take_out_vacancy(session, event, encoder=encoder):
        return
    waiting = repository.locked_of_vacancy(session, event.vacancy_id, states=pipeline.WAITING)
    for candidacy in waiting:
        _cancel(session, candidacy, by=THE_HOUSE, reason="vacancy_closed")


def take_out_vacancy(session: Session, event: VacancyClosed, *, encoder: Encodes) -> bool:
    """Note that a vacancy is closed; `False` where something newer is known.

    What was last published comes with it, for whoever did not hear of that.
    """
    row = repository.locked_vacancy(session, event.vacancy_id)
    if event.revision < row.revision:
        log.info("older closing ignored", vacancy_id=str(event.vacancy_id))
        return False
    if event.vacancy is not None and event.vacancy.revision > row.revision:
        _keep_vacancy(row, event.vacancy, encoder)
    row.revision, row.open = event.revision, False
    repository.mark_changed(session, [row])
    return True


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
    _write_down(session, row)


# --- what people decide -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shortlisted:
    """The candidacy of somebody put forward; `fresh` when this very call did it."""

    row: CandidacyRow
    fresh: bool


@dataclass(frozen=True, slots=True)
class Together:
    """The decision about several people that a step is part of; nobody is told before its time."""

    key: UUID
    tell_after: datetime


def shortlist(
    session: Session,
    matcher: Matcher,
    actor: Actor,
    *,
    vacancy_id: UUID,
    profile_id: UUID,
    together: Together | None = None,
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
    _log(session, pipeline.shortlist(row, by=By.actor(actor)), together)
    _keep_reasons(row, matcher, vacancy, person)
    _write_down(session, row)
    outbox.add(session, _shortlisted(row, vacancy, together.tell_after if together else None))
    return Shortlisted(row, fresh=True)


def set_aside(
    session: Session,
    matcher: Matcher,
    actor: Actor,
    body: SetAsideIn,
    *,
    vacancy_id: UUID,
    profile_id: UUID,
    together: Together | None = None,
) -> CandidacyRow:
    """Leave a person out for a vacancy, with a reason; what the machine proposed is kept.

    A link they hold stops working: nobody answers who is not asked.
    """
    vacancy = _vacancy_of(session, actor, vacancy_id)
    person = _person(session, profile_id)
    row = repository.locked_pair(session, vacancy_id=vacancy_id, profile_id=profile_id)
    if row.state == "set_aside":  # a double click
        return row
    asked = row.state in pipeline.INVITED
    step = pipeline.set_aside(row, by=By.actor(actor), reason=body.reason, note=body.note)
    _log(session, step, together)
    if asked:
        _tell_ended(session, row, reason="counsellor")
    _keep_reasons(row, matcher, vacancy, person)
    _write_down(session, row)
    return row


def restore(session: Session, actor: Actor, *, vacancy_id: UUID, profile_id: UUID) -> CandidacyRow:
    """Take a setting aside back; a no that the person said before still stands."""
    _vacancy_of(session, actor, vacancy_id)
    row = repository.existing_pair(session, vacancy_id=vacancy_id, profile_id=profile_id)
    if row is None:
        raise NotFound
    if row.state in ("proposed", "declined"):  # a double click
        return row
    take = pipeline.restore_declined if repository.said_no(session, row.id) else pipeline.restore
    session.add(take(row, by=By.actor(actor)))
    _write_down(session, row)
    return row


def cancel(session: Session, actor: Actor, candidacy_id: UUID) -> CandidacyRow:
    """A counsellor ends a candidacy."""
    row = _locked_for(session, actor, candidacy_id)
    if row.state != "cancelled":
        _cancel(session, row, by=By.actor(actor), reason="counsellor")
    return row


def undo_shortlist(session: Session, row: CandidacyRow, *, by: By) -> None:
    """Take a locked candidacy back before the person is told of it."""
    session.add(pipeline.undo_shortlist(row, by=by))
    _write_down(session, row)
    _tell_ended(session, row, reason="counsellor")


def ask_to_meet(session: Session, actor: Actor, candidacy_id: UUID) -> CandidacyRow:
    """The employer wants to meet somebody who said yes; saying so again changes nothing."""
    row = _locked_for(session, actor, candidacy_id)
    if row.state != "accepted" or row.meet_asked_at is None:
        session.add(pipeline.ask_to_meet(row, by=By.actor(actor)))
        _write_down(session, row)
    return row


def hire(session: Session, actor: Actor, candidacy_id: UUID) -> CandidacyRow:
    """The employer, or a counsellor for them, takes the person on."""
    row = _locked_for(session, actor, candidacy_id)
    if row.state != "hired":
        session.add(pipeline.hire(row, by=By.actor(actor)))
        _write_down(session, row)
        _tell_hired(session, row)
    return row


def refuse(
    session: Session, actor: Actor, candidacy_id: UUID, *, reason: RefusalReason
) -> CandidacyRow:
    """The employer, or a counsellor for them, does not go on with the person.

    Whoever refuses somebody has no more use for their contact: it is closed.
    """
    row = _locked_for(session, actor, candidacy_id)
    if row.state != "refused":
        session.add(pipeline.refuse(row, by=By.actor(actor), reason=reason))
        _write_down(session, row)
        _tell_ended(session, row, reason="refused")
    return row


def _log(session: Session, line: TransitionRow, together: Together | None) -> None:
    line.bulk = together.key if together else None
    session.add(line)


def _cancel(session: Session, row: CandidacyRow, *, by: By, reason: CancelReason) -> None:
    session.add(pipeline.cancel(row, by=by, reason=reason))
    _write_down(session, row)
    _tell_ended(session, row, reason=reason)


def _write_down(session: Session, row: CandidacyRow) -> None:
    """Tell the log how a candidacy now stands, for `rebuilding.py`. The row is locked."""
    session.flush()
    steps = repository.log_of(session, row.id)
    outbox.add(
        session,
        CandidacyChanged(
            candidacy_id=row.id,
            vacancy_id=row.vacancy_id,
            profile_id=row.profile_id,
            state=row.state,
            round=row.round,
            fit=row.fit,
            reasons=row.reasons,
            meet_asked_at=row.meet_asked_at,
            updated_at=row.updated_at,
            steps=tuple(_step_of(step) for step in steps),
        ),
    )


def _step_of(row: TransitionRow) -> CandidacyStep:
    return CandidacyStep(
        step=row.name,
        from_state=row.from_state,
        to_state=row.to_state,
        at=row.at,
        role=row.role,
        actor_id=row.actor_id,
        reason=row.reason,
    )


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


def _shortlisted(
    row: CandidacyRow, vacancy: VacancyRow, tell_after: datetime | None
) -> CandidateShortlisted:
    facts = vacancy_facts(vacancy)
    return CandidateShortlisted(
        candidacy_id=row.id,
        vacancy_id=row.vacancy_id,
        profile_id=row.profile_id,
        employer_id=facts.employer_id,
        agency_id=facts.agency_id,
        round=row.round,
        tell_after=tell_after,
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
