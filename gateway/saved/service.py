"""Use cases of saved views: name one, share it with the agency or not, come back, take it away."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden, Invalid, NotFound, invalid
from amuddu.kit.i18n import N_
from amuddu.kit.web import telling
from gateway.saved import repository
from gateway.saved.tables import SavedViewRow

MOST, LONGEST = 20, 40
"""Views of one person, letters of a name."""
_NAME = N_("Donnez un nom à cette vue, de 40 lettres au plus.")
_NOTHING = N_("Choisissez d'abord un filtre ou un ordre : c'est ce que la vue garde.")
_ENOUGH = N_("Vous avez déjà 20 vues : enlevez-en une.")


@dataclass(frozen=True, slots=True)
class View:
    """A view as its reader has it; `by`: the colleague who shares it, none for one's own."""

    id: UUID
    name: str
    query: str
    shared: bool
    by: str | None


def seen(session: Session, actor: Actor, *, query: str) -> list[View]:
    """Views of somebody and of their agency; one that is looked at is kept longer."""
    if actor.agency_id is None:
        return []
    today = clock.today()
    found: list[View] = []
    for row, name in repository.seen(session, actor.id, actor.agency_id):
        if row.query == query and row.used_on < today:
            repository.used(session, row.id, today)
        own = row.account_id == actor.id
        found.append(View(row.id, row.name, row.query, row.shared, None if own else name))
    return found


def keep(session: Session, actor: Actor, *, name: str, query: str, shared: bool) -> None:
    """Save a view, over one's own of the same name. Raises `Invalid`."""
    if actor.agency_id is None:
        raise Forbidden
    called = " ".join(name.replace("\x00", " ").split())
    if not 0 < len(called) <= LONGEST:
        raise invalid("name", _NAME)
    if found := telling.telling(called):
        raise Invalid(fields=(telling.problem("name", found),))
    if not query:
        raise invalid("name", _NOTHING)
    if repository.own_number(session, actor.id, but=called) >= MOST:
        raise invalid("name", _ENOUGH)
    repository.keep(
        session,
        SavedViewRow(
            account_id=actor.id,
            agency_id=actor.agency_id,
            name=called,
            query=query,
            shared=shared,
            used_on=clock.today(),
        ),
    )


def drop(session: Session, actor: Actor, view_id: UUID) -> None:
    """Take one's own view away. Raises `NotFound` for anybody else's."""
    if not repository.drop(session, view_id, actor.id):
        raise NotFound
