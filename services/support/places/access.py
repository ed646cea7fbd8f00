"""Who sees which request; a request of others does not exist."""

from __future__ import annotations

from uuid import UUID

from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden, NotFound, known
from services.support.catalogue import repository as catalogue
from services.support.catalogue.tables import SessionRow
from services.support.places import repository
from services.support.places.repository import Whose
from services.support.places.tables import RequestRow


def whose(actor: Actor) -> Whose:
    """The requests that the actor may know of: their own, or those of their agency's people.
    Raises `Forbidden`."""
    if actor.role is Role.JOBSEEKER and actor.profile_id is not None:
        return Whose(profile_id=actor.profile_id)
    if actor.role is Role.COUNSELLOR and actor.agency_id is not None:
        return Whose(agency_id=actor.agency_id)
    raise Forbidden


def seen(session: Session, request_id: UUID, *, actor: Actor) -> RequestRow:
    """A request that the actor may know of. Raises `NotFound`."""
    row = repository.request(session, request_id)
    if row is None or not whose(actor).covers(row):
        raise NotFound
    return row


def held(session: Session, request_id: UUID) -> tuple[RequestRow, SessionRow]:
    """A request with its session, both locked, in that order. Raises `NotFound`."""
    row = known(repository.request(session, request_id))
    of = known(catalogue.lock_session(session, row.session_id))
    return known(repository.lock_request(session, request_id)), of
