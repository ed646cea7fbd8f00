"""One offer, whole, as the person reads it."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.matching.own_offers import OfferSeen
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound, known
from services.matching.candidacies import repository as candidacies_repository
from services.matching.candidacies import service as candidacies
from services.matching.facts import access as facts_access
from services.matching.facts import protection
from services.matching.facts import repository as facts_repository
from services.matching.facts.reading import vacancy_facts
from services.matching.interests import life
from services.matching.interests import repository as interests_repository
from services.matching.own_offers import standing
from services.matching.own_offers.answers import one_answer
from services.matching.search import reading
from services.matching.search.engine import Engine


def offer(
    session: Session,
    engine: Engine,
    actor: Actor,
    profile_id: UUID,
    vacancy_id: UUID,
    *,
    lang: Lang,
) -> OfferSeen:
    """An open offer; one that is closed only for who was told of it or was interested in it, and
    without the employer's words. Raises `NotFound` for work that the law closes to the person."""
    person = facts_access.visible_person(actor, facts_repository.candidate(session, profile_id))
    vacancy = known(facts_repository.vacancy(session, vacancy_id))
    answer = one_answer(session, vacancy, profile_id, lang=lang)
    allowed = protection.allowed_in(person, vacancy)
    if answer is None and not (allowed and vacancy.open):
        raise NotFound
    pair = {"vacancy_id": vacancy_id, "profile_id": profile_id}
    interest = interests_repository.pair(session, **pair)
    candidacy = candidacies_repository.pair(session, **pair)
    ranked = reading.ranked_vacancy(
        engine,
        person,
        vacancy,
        1,
        lang,
        states={vacancy_id: candidacy.state} if candidacy else {},
        interests={vacancy_id: interest.state} if interest else {},
    )
    stands = candidacy is not None and candidacy.state in standing.STANDING
    full = candidacies.full(session, vacancy)
    alive = interest is not None and interest.state in life.ALIVE
    facts = vacancy_facts(vacancy)
    return OfferSeen(
        ranked=ranked,
        description=facts.description if vacancy.open else "",
        essential_skills=facts.essential_skills,
        wanted_skills=facts.wanted_skills,
        home=person.place,
        answer=answer,
        may_say=bool(
            vacancy.open and allowed and person.agency_id and not (full or stands or alive)
        ),
        full=full,
        followed=person.agency_id is not None,
    )
