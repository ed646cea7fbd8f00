"""Saving a search and stopping it: by the person alone."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.matching.searches import SavedSearch, SavedSearches, SavedSearchIn
from amuddu.kit import checks
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
from services.matching.facts import access as facts_access
from services.matching.facts import repository as facts_repository
from services.matching.searches import repository, telling
from services.matching.searches.tables import SavedSearchRow

MOST = 5
_ENOUGH = N_("Vous avez déjà 5 recherches : arrêtez-en une.")


def searches(session: Session, actor: Actor, *, profile_id: UUID) -> SavedSearches:
    """Those of the person. Raises `NotFound` for anybody else's."""
    facts_access.visible_person(actor, facts_repository.candidate(session, profile_id))
    return _all(session, profile_id)


def save(session: Session, actor: Actor, body: SavedSearchIn, *, profile_id: UUID) -> SavedSearches:
    """Keep a search. What is open now is known to the person: later offers are new."""
    person = facts_access.visible_person(
        actor, facts_repository.keep_candidate(session, profile_id)
    )
    checks.refuse_if_any(checks.unknown_place(body.place))
    if body.occupation is not None:
        checks.refuse_if_any(checks.unknown_occupation("occupation", body.occupation))
    asked = (body.place, body.occupation, body.wanted)
    own = repository.of_people(session, [profile_id])
    if asked not in [(row.place, row.occupation, row.wanted) for row in own]:
        if len(own) >= MOST:
            raise Conflict(_ENOUGH)
        row = SavedSearchRow(
            profile_id=profile_id, place=body.place, occupation=body.occupation, wanted=body.wanted
        )
        row.known = sorted(telling.found(session, row, person))
        repository.add(session, row)
    return _all(session, profile_id)


def drop(session: Session, actor: Actor, *, profile_id: UUID, search_id: UUID) -> SavedSearches:
    """Stop one."""
    facts_access.visible_person(actor, facts_repository.candidate(session, profile_id))
    repository.drop(session, search_id, profile_id)
    return _all(session, profile_id)


def _all(session: Session, profile_id: UUID) -> SavedSearches:
    rows = repository.of_people(session, [profile_id])
    return SavedSearches(items=tuple(SavedSearch.of(row) for row in rows))
