"""Interviews for whoever holds a signed link, who may have no account.

The gateway has the link read by notifications, which says whose question it is and of which round;
here that has to be the candidacy as it stands. No other service may come in by these doors.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.matching.interviews import Interview, Interviews, LinkedStepIn
from amuddu.kit.auth import SERVICE_ACTOR_ID, Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import BadRequest, Gone, NotFound, known
from services.matching.candidacies import repository as candidacies_repository
from services.matching.interviews import repository
from services.matching.meetings import reading, service


def linked_interviews(session: Session, candidacy_id: UUID) -> Interviews:
    """As the person reads them."""
    candidacy = known(candidacies_repository.candidacy(session, candidacy_id))
    return reading.of_candidacy(session, _person(candidacy.profile_id), candidacy)


def linked_step(session: Session, candidacy_id: UUID, body: LinkedStepIn) -> Interview:
    """A step of the person's. Raises `NotFound` for an interview of another candidacy."""
    candidacy = known(candidacies_repository.candidacy(session, candidacy_id))
    if candidacy.profile_id != body.profile_id:
        raise NotFound
    if candidacy.round != body.round:
        raise Gone
    one = repository.one(session, body.interview_id)
    if one is None or one.candidacy_id != candidacy_id:
        raise NotFound
    person = _person(candidacy.profile_id)
    if body.choose is not None:
        return service.choose(session, person, one.id, body.choose)
    if body.none_fits is not None:
        return service.none_fits(session, person, one.id, body.none_fits)
    if body.call_off is not None:
        return service.call_off(session, person, one.id, body.call_off)
    if body.record is not None:
        return service.record(session, person, one.id, body.record)
    raise BadRequest


def _person(profile_id: UUID) -> Actor:
    return Actor(id=SERVICE_ACTOR_ID, role=Role.JOBSEEKER, profile_id=profile_id)
