"""What somebody wants to hear. It takes away, never adds: the table says the most."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.news import READER_OF, Choices, Chosen, NewsKind, Pace, Who
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden
from services.notifications.news import repository
from services.notifications.news.book import book
from services.notifications.news.tables import NewsChoiceRow


def reader(actor: Actor) -> tuple[Who, str, UUID]:
    """As whom somebody reads: who they are to the table, of which place, under which id.

    Raises `Forbidden` for an account without a place: there is nothing that it may read.
    """
    who = READER_OF.get(actor.role)
    if who == "person" and actor.profile_id is not None:
        return who, str(actor.profile_id), actor.profile_id
    if who == "employer" and actor.employer_id is not None:
        return who, str(actor.employer_id), actor.id
    if who in ("counsellor", "agent") and actor.agency_id is not None:
        return who, actor.agency_id, actor.id
    if who == "coordinator":
        return who, "", actor.id
    raise Forbidden


def chosen(session: Session, actor: Actor) -> Chosen:
    """What somebody wants to hear, as it stands."""
    who, _, owner = reader(actor)
    row = repository.choice(session, owner)
    default = None if who == "person" else book().pace[who]
    free = book().free(who)
    return Chosen(
        pace=(row.pace if row else None) or default,
        muted=tuple(kind for kind in free if row is not None and kind in row.muted),
        kinds=free,
        default_pace=default,
    )


def choose(session: Session, actor: Actor, body: Choices) -> Chosen:
    """Say what one wants to hear. What nobody may switch off stays on, whatever is sent."""
    who, _, owner = reader(actor)
    free = book().free(who)
    repository.choose(
        session,
        NewsChoiceRow(
            owner_id=owner,
            is_person=who == "person",
            pace=None if who == "person" else body.pace,
            muted=[kind for kind in free if kind in body.muted],
            used_at=clock.now(),
        ),
    )
    return chosen(session, actor)


def silenced(session: Session, owner: UUID, kind: NewsKind) -> bool:
    """Whether somebody wants to hear nothing of a kind."""
    row = repository.choice(session, owner)
    return row is not None and kind in row.muted


def pace_of(row: NewsChoiceRow | None, who: Who, kind: NewsKind) -> Pace:
    """How fast somebody at work hears of a kind by e-mail."""
    if row is not None and kind in row.muted:
        return "none"
    return (row.pace if row else None) or book().pace[who]
