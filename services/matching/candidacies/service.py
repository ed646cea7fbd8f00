"""The steps that people take: putting forward, setting aside, meeting, hiring, refusing.

What other services tell is in `ingest.py`, reading (rankings, lists) in `reading.py`; all keep
to one transaction, which the caller ends. Rows are locked from vacancy to person to candidacy, so
that two writers never wait in a circle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from amuddu.contracts.matching.candidacies import Candidacy, RefuseIn, SetAsideIn
from amuddu.contracts.matching.ranking import Glimpse
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, invalid, known
from amuddu.kit.i18n import N_
from services.matching.candidacies import access, events, pipeline, repository
from services.matching.candidacies.pipeline import By
from services.matching.candidacies.reading import whole_candidacy
from services.matching.candidacies.tables import CandidacyRow
from services.matching.facts import access as facts_access
from services.matching.facts import protection
from services.matching.facts import repository as facts_repository
from services.matching.facts.reading import profile_of, vacancy_facts, vacancy_of
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.interests import life
from services.matching.ranking.matcher import EmbeddedVacancy, Matcher

_CLOSED = N_("Cette offre est close : choisissez une offre ouverte.")
_FULL = N_("Toutes les places de cette offre sont prises.")
_NOT_CONTACTABLE = N_(
    "Cette personne n'a pas donné son accord pour être contactée : demandez-lui d'abord son accord."
)
_DAY_FAR_OFF = N_("Choisissez un jour des douze derniers mois, ou des trois mois à venir.")
HIRED_BEFORE, HIRED_AHEAD = timedelta(days=366), timedelta(days=92)
"""How far off the first day of work may be from the day on which somebody tells of it."""


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


class Glimpses(Protocol):
    """Tells what an employer may read of one person before their yes."""

    def __call__(self, vacancy: EmbeddedVacancy, profile_id: UUID) -> Glimpse: ...


def shortlist(
    session: Session,
    matcher: Matcher,
    glimpses: Glimpses,
    actor: Actor,
    *,
    vacancy_id: UUID,
    profile_id: UUID,
    together: Together | None = None,
) -> Shortlisted:
    """Put a person forward for a vacancy; once done, doing it again changes nothing.

    What hiring them takes is not known here: whoever follows the person is told before, by the
    gateway, and nobody else meets another answer for one person than for the next.
    """
    vacancy = _vacancy_of(session, actor, vacancy_id)
    if not vacancy.open:
        raise Conflict(_CLOSED)
    person = _person(session, profile_id)
    row = repository.locked_pair(session, vacancy_id=vacancy_id, profile_id=profile_id)
    if row.state in pipeline.OPEN - {"unreachable"} or row.state == "hired":
        return Shortlisted(row, fresh=False)
    if full(session, vacancy):
        raise Conflict(_FULL)
    if not person.contactable:
        raise Conflict(_NOT_CONTACTABLE)
    protection.refuse_closed(person, vacancy)
    _keep_reasons(row, "shortlist", matcher, vacancy, person)
    row.glimpse = glimpses(vacancy_of(vacancy), profile_id).model_dump(mode="json")
    bulk = together.key if together else None
    events.take(session, row, "shortlist", by=By.actor(actor), bulk=bulk)
    life.put_forward(session, vacancy_id=vacancy_id, profile_id=profile_id, by=actor.id)
    tell_after = together.tell_after if together else None
    events.publish_shortlisted(session, row, vacancy, tell_after=tell_after)
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
    _keep_reasons(row, "set_aside", matcher, vacancy, person)
    events.take(
        session,
        row,
        "set_aside",
        by=By.actor(actor),
        reason=body.reason,
        note=body.note,
        bulk=together.key if together else None,
    )
    if asked:
        events.publish_ended(session, row, reason="counsellor")
    return row


def restore(session: Session, actor: Actor, *, vacancy_id: UUID, profile_id: UUID) -> CandidacyRow:
    """Take a setting aside back; a no that the person said before still stands."""
    _vacancy_of(session, actor, vacancy_id)
    row = known(repository.existing_pair(session, vacancy_id=vacancy_id, profile_id=profile_id))
    if row.state in ("proposed", "declined"):  # a double click
        return row
    name = "restore_declined" if repository.said_no(session, row.id) else "restore"
    events.take(session, row, name, by=By.actor(actor))
    return row


def undo_shortlist(session: Session, row: CandidacyRow, *, by: By) -> None:
    """Take a locked candidacy back before the person is told of it."""
    events.take(session, row, "undo_shortlist", by=by)
    events.publish_ended(session, row, reason="counsellor")


# --- one person at a time ---------------------------------------------------------------------


def set_one_aside(
    session: Session,
    matcher: Matcher,
    actor: Actor,
    body: SetAsideIn,
    *,
    vacancy_id: UUID,
    profile_id: UUID,
    lang: Lang,
) -> Candidacy:
    """Leave a person out for a vacancy."""
    row = set_aside(session, matcher, actor, body, vacancy_id=vacancy_id, profile_id=profile_id)
    return whole_candidacy(session, actor, row, lang=lang)


def restore_one(
    session: Session, actor: Actor, *, vacancy_id: UUID, profile_id: UUID, lang: Lang
) -> Candidacy:
    """Take a setting aside back."""
    row = restore(session, actor, vacancy_id=vacancy_id, profile_id=profile_id)
    return whole_candidacy(session, actor, row, lang=lang)


def cancel(session: Session, actor: Actor, candidacy_id: UUID, *, lang: Lang) -> Candidacy:
    """A counsellor ends a candidacy."""
    row = _locked_for(session, actor, candidacy_id)
    if row.state != "cancelled":
        events.cancel(session, row, by=By.actor(actor), reason="counsellor")
    return whole_candidacy(session, actor, row, lang=lang)


def ask_to_meet(session: Session, actor: Actor, candidacy_id: UUID, *, lang: Lang) -> Candidacy:
    """The employer wants to meet somebody who said yes; saying so again changes nothing."""
    row = _locked_for(session, actor, candidacy_id)
    if row.state != "accepted" or row.meet_asked_at is None:
        events.take(session, row, "ask_to_meet", by=By.actor(actor))
        events.publish_meet_asked(session, row)
    return whole_candidacy(session, actor, row, lang=lang)


def hire(
    session: Session, actor: Actor, candidacy_id: UUID, *, hired_on: date | None, lang: Lang
) -> Candidacy:
    """The employer, or a counsellor for them, takes the person on, from a day not far off, while a
    place is free. Of two hires at once the second waits for the vacancy, then counts the first.

    Raises `Invalid` for another day: deadlines of papers and of claims are counted from it.
    """
    day = hired_on or today()
    if not today() - HIRED_BEFORE <= day <= today() + HIRED_AHEAD:
        raise invalid("hired_on", _DAY_FAR_OFF)
    vacancy_id = repository.vacancy_of(session, candidacy_id)
    vacancy = facts_repository.lock_vacancy(session, vacancy_id) if vacancy_id else None
    row = _locked_for(session, actor, candidacy_id)
    if row.state != "hired":
        _refuse_closed(session, row)
        if vacancy is not None and full(session, vacancy):
            raise Conflict(_FULL)
        events.take(session, row, "hire", by=By.actor(actor))
        events.publish_hired(session, row, on=day)
    return whole_candidacy(session, actor, row, lang=lang)


def refuse(
    session: Session, actor: Actor, candidacy_id: UUID, body: RefuseIn, *, lang: Lang
) -> Candidacy:
    """The employer, or a counsellor for them, does not go on with the person.

    Whoever refuses somebody has no more use for their contact: it is closed.
    """
    row = _locked_for(session, actor, candidacy_id)
    if row.state != "refused":
        events.take(session, row, "refuse", by=By.actor(actor), reason=body.reason)
        events.publish_ended(session, row, reason="refused", refusal=body.reason)
    return whole_candidacy(session, actor, row, lang=lang)


def full(session: Session, vacancy: VacancyRow) -> bool:
    """Whether hires take all places of a vacancy."""
    taken = repository.hired_for(session, vacancy.id)
    return taken >= vacancy_facts(vacancy).places


def _keep_reasons(
    row: CandidacyRow, name: str, matcher: Matcher, vacancy: VacancyRow, person: CandidateRow
) -> None:
    """Keep fit and reasons as they stand at the moment somebody decides, in everybody's own
    words: each reader gets the names of concepts in their language later.

    Raises `NotPossible`: a step that is refused changes nothing.
    """
    pipeline.MOVES.guard(row, name)
    explained = matcher.explain(
        vacancy_of(vacancy), [profile_of(person)], today=today(), lang=None
    )[0]
    row.fit = explained.fit
    row.reasons = explained.reasons.model_dump(mode="json")


def _refuse_closed(session: Session, row: CandidacyRow) -> None:
    """Ask again at the hire: an age may have been set right, a vacancy changed, since the yes."""
    person = facts_repository.candidate(session, row.profile_id)
    vacancy = facts_repository.vacancy(session, row.vacancy_id)
    if person is not None and vacancy is not None:
        protection.refuse_closed(person, vacancy)


def _vacancy_of(session: Session, actor: Actor, vacancy_id: UUID) -> VacancyRow:
    """A vacancy that the counsellor may act on, kept from closing until they have."""
    return facts_access.visible_vacancy(actor, facts_repository.keep_vacancy(session, vacancy_id))


def _person(session: Session, profile_id: UUID) -> CandidateRow:
    return known(facts_repository.keep_candidate(session, profile_id))


def _locked_for(session: Session, actor: Actor, candidacy_id: UUID) -> CandidacyRow:
    """A candidacy that the actor may decide on, locked."""
    row = repository.locked_candidacy(session, candidacy_id)
    vacancy = facts_repository.vacancy(session, row.vacancy_id) if row else None
    return access.visible_candidacy(actor, row, vacancy)
