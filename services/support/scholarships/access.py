"""Who sees which application; one of others does not exist."""

from __future__ import annotations

from uuid import UUID

from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden, NotFound, invalid, known
from amuddu.kit.i18n import N_
from services.support.scholarships import repository
from services.support.scholarships.repository import Mine
from services.support.scholarships.tables import ApplicationRow

_WHOM = N_("Choisissez la personne pour qui vous demandez cette bourse.")


def whose(actor: Actor) -> Mine:
    """The applications that the actor may know of: their own, those of their agency's people, or
    for an agent those who have no other agent. Raises `Forbidden`."""
    if actor.role is Role.JOBSEEKER and actor.profile_id is not None:
        return Mine(profile_id=actor.profile_id)
    if actor.role is Role.COUNSELLOR and actor.agency_id is not None:
        return Mine(agency_id=actor.agency_id)
    if actor.role is Role.AGENT and actor.agency_id is not None:
        return Mine(agency_id=actor.agency_id, agent_id=actor.id)
    raise Forbidden


def seen(session: Session, application_id: UUID, actor: Actor) -> ApplicationRow:
    """An application that the actor may know of. Raises `NotFound`."""
    row = repository.application(session, application_id)
    if row is None or not whose(actor).covers(row):
        raise NotFound
    return row


def mine(session: Session, application_id: UUID, actor: Actor) -> ApplicationRow:
    """The same, locked. Raises `NotFound`."""
    seen(session, application_id, actor)
    return known(repository.lock_application(session, application_id))


def whom(profile_id: UUID | None, actor: Actor) -> UUID | None:
    """For whom it is: nobody else than oneself for who applies for themselves."""
    if actor.role is Role.JOBSEEKER:
        if profile_id not in (None, actor.profile_id):
            raise Forbidden
        return actor.profile_id
    if profile_id is None:
        raise invalid("profile_id", _WHOM)
    return profile_id
