"""News for somebody whom no message reaches: handed to their agency, which says it.

Nobody is told who was taken, nor how many waited.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.profiles import ContactRoute
from amuddu.kit.db import Session
from services.notifications.invitations import repository as invitations_repository
from services.notifications.invitations.schemas import OfferFacts
from services.notifications.notices import repository
from services.notifications.notices.service import DueNotice


def facts(session: Session, vacancy_id: UUID) -> OfferFacts | None:
    """What is known of the vacancy, closed as it may be."""
    offer = invitations_repository.offer(session, vacancy_id)
    return OfferFacts.model_validate(offer.facts) if offer and offer.facts else None


def hand_over(session: Session, due: DueNotice, route: ContactRoute) -> bool:
    """Have the agency that follows the person say it; nobody does where none follows them."""
    if route.agency_id is None:
        return False
    repository.hand_over(
        session,
        due.id,
        agency_id=route.agency_id,
        agent_id=route.agent_id,
        language=route.language,
    )
    return True
