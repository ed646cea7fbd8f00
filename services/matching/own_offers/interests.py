"""Saying that an offer interests one, taking it back; and what the person's agency does with it.

It opens no contact and tells the employer nothing. Rows are locked from vacancy to person to
interest, as everywhere in matching.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.matching.own_offers import Interest, WaitingInterest, WaitingInterests
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, NotFound, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.matching.candidacies import repository as candidacies_repository
from services.matching.candidacies import service as candidacies
from services.matching.facts import access as facts_access
from services.matching.facts import protection
from services.matching.facts import repository as facts_repository
from services.matching.facts.reading import code_of, vacancy_facts
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.interests import life, repository
from services.matching.interests.tables import InterestRow
from services.matching.own_offers import standing

log = logs.get(__name__)

_CLOSED = N_("Cette offre n'est plus ouverte. Regardez les autres offres.")
_FULL = N_("Toutes les places de cette offre sont prises. Regardez les autres offres.")
_STANDS = N_("On vous a déjà parlé de cette offre : regardez vos réponses.")
_NO_AGENCY = N_(
    "Choisissez d'abord votre agence dans votre profil : c'est elle qui reçoit votre réponse."
)
_NOT_FOR_YOU = N_("Cette offre ne vous est pas ouverte : parlez-en avec votre agence.")


def express(session: Session, actor: Actor, *, vacancy_id: UUID, profile_id: UUID) -> Interest:
    """Say that an offer interests one; of two at once one is kept, and the other finds it."""
    vacancy = known(facts_repository.keep_vacancy(session, vacancy_id))
    person = facts_access.visible_person(
        actor, facts_repository.keep_candidate(session, profile_id)
    )
    if not protection.allowed_in(person, vacancy):
        raise Conflict(_NOT_FOR_YOU)
    pair = {"vacancy_id": vacancy_id, "profile_id": profile_id}
    row = repository.locked_pair(session, **pair)
    if row is not None and row.state in life.ALIVE:
        return Interest.of(row)
    if person.agency_id is None:
        raise Conflict(_NO_AGENCY)
    _refuse_useless(session, vacancy, profile_id)
    if row is None:
        row = life.begin(session, **pair) or known(repository.locked_pair(session, **pair))
    if row.state not in life.ALIVE:
        life.express(session, row)
    log.info("interest expressed", vacancy_id=str(vacancy_id))
    return Interest.of(row)


def _refuse_useless(session: Session, vacancy: VacancyRow, profile_id: UUID) -> None:
    """Raise `Conflict` where nothing can come of it."""
    if not vacancy.open:
        raise Conflict(_CLOSED)
    candidacy = candidacies_repository.pair(session, vacancy_id=vacancy.id, profile_id=profile_id)
    if candidacy is not None and candidacy.state in standing.STANDING:
        raise Conflict(_STANDS)
    if candidacies.full(session, vacancy):
        raise Conflict(_FULL)


def withdraw(session: Session, actor: Actor, *, vacancy_id: UUID, profile_id: UUID) -> Interest:
    """Take it back; what is not there any more is no error."""
    facts_access.visible_person(actor, facts_repository.keep_candidate(session, profile_id))
    row = known(repository.locked_pair(session, vacancy_id=vacancy_id, profile_id=profile_id))
    if row.state in life.ALIVE:
        life.withdraw(session, row)
    return Interest.of(row)


def take_up(session: Session, actor: Actor, interest_id: UUID) -> Interest:
    """Somebody of the person's agency looks after it; a colleague's second press is no error."""
    row = known(repository.locked(session, interest_id))
    _theirs(session, actor, row)
    if row.state != "taken_up":
        life.take_up(session, row, by=actor.id)
    return Interest.of(row)


def _theirs(session: Session, actor: Actor, row: InterestRow) -> CandidateRow:
    """The person, where the actor follows them. Raises `NotFound`."""
    person = facts_repository.candidate(session, row.profile_id)
    if not actor.is_staff:
        raise NotFound
    return facts_access.visible_person(actor, person)


def waiting(session: Session, actor: Actor, *, limit: int) -> WaitingInterests:
    """Interests of the agency's people that nobody looked after, the oldest first."""
    rows, total = repository.waiting(
        session,
        actor.agency_id,
        standing=candidacies_repository.under_way(repository.VACANCY, repository.PERSON),
        limit=limit,
    )
    return WaitingInterests(items=tuple(_waiting(actor, *row) for row in rows), total=total)


def _waiting(
    actor: Actor, row: InterestRow, vacancy: VacancyRow, person: CandidateRow
) -> WaitingInterest:
    facts = vacancy_facts(vacancy)
    return WaitingInterest.of(
        row,
        vacancy_title=facts.title,
        employer_name=facts.employer_name,
        code=code_of(person, row.profile_id),
        ours=vacancy.agency_id in (None, actor.agency_id),
    )
