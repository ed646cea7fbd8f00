"""All SQL of the notifications service.

Lock order, everywhere: invitation, then message. `next_due` waits for neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, true
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlmodel import Session, col, select

from amuddu.contracts.notifications import FailureReason, MessageState
from amuddu.kit.clock import now
from services.notifications.invitations.schemas import Whose
from services.notifications.invitations.tables import Invitation, Message, Offer

Pair = tuple[Message, Invitation]


def offer(session: Session, vacancy_id: UUID) -> Offer | None:
    """What is known of a vacancy."""
    return session.get(Offer, vacancy_id)


def put_offer(session: Session, vacancy_id: UUID, revision: int, said: Mapping[str, Any]) -> None:
    """Write what is said of a vacancy at a revision, unless a newer one is held: one statement."""
    values = {"vacancy_id": vacancy_id, "revision": revision, **said}
    session.connection().execute(_putting(tuple(said)), values)


@cache
def _putting(names: tuple[str, ...]) -> Insert:
    """The statement, made once: an import tells of thousands of vacancies."""
    row = insert(Offer)
    return row.on_conflict_do_update(
        index_elements=[col(Offer.vacancy_id)],
        set_={name: row.excluded[name] for name in ("revision", *names)},
        where=col(Offer.revision) <= row.excluded.revision,
    )


def invitation_for_update(session: Session, invitation_id: UUID) -> Invitation | None:
    """An invitation, locked and read afresh."""
    return session.get(Invitation, invitation_id, with_for_update=True, populate_existing=True)


def invitation(session: Session, invitation_id: UUID) -> Invitation | None:
    """An invitation, to be read."""
    return session.get(Invitation, invitation_id)


def open_invitation_for_update(session: Session, candidacy_id: UUID) -> Invitation | None:
    """The one invitation of a candidacy whose link may work, locked."""
    query = (
        select(Invitation)
        .where(Invitation.candidacy_id == candidacy_id, col(Invitation.closed_at).is_(None))
        .with_for_update()
    )
    return session.exec(query).one_or_none()


def invitations_of_person_for_update(session: Session, profile_id: UUID) -> Sequence[Invitation]:
    """Every invitation of a person, locked in a fixed order."""
    query = (
        select(Invitation)
        .where(Invitation.profile_id == profile_id)
        .order_by(col(Invitation.id))
        .with_for_update()
    )
    return session.exec(query).all()


def unsaid_of_person_for_update(session: Session, profile_id: UUID) -> Sequence[Invitation]:
    """Open invitations of a person whose message nobody has given them yet, locked likewise."""
    unsaid = select(Message.invitation_id).where(Message.state == "queued")
    query = (
        select(Invitation)
        .where(
            Invitation.profile_id == profile_id,
            col(Invitation.closed_at).is_(None),
            col(Invitation.id).in_(unsaid),
        )
        .order_by(col(Invitation.id))
        .with_for_update()
    )
    return session.exec(query).all()


def message_for_update(session: Session, invitation_id: UUID) -> Message:
    """The message of an invitation, locked and read afresh."""
    query = (
        select(Message)
        .where(Message.invitation_id == invitation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.exec(query).one()


def next_due(session: Session, *, now: datetime, abandoned: datetime) -> Pair | None:
    """The message that has waited longest and its invitation, both locked.

    One that another sender holds is passed over. A message whose vacancy has not been heard
    of yet waits for it (the two come by different topics), unless it was queued before
    `abandoned`.
    """
    query = (
        select(Message, Invitation)
        .join(Invitation, col(Invitation.id) == col(Message.invitation_id))
        .outerjoin(Offer, col(Offer.vacancy_id) == col(Invitation.vacancy_id))
        .where(
            Message.state == "queued",
            col(Message.due_at) <= now,
            or_(col(Offer.vacancy_id).is_not(None), col(Message.created_at) < abandoned),
        )
        .order_by(col(Message.due_at))
        .limit(1)
        .with_for_update(of=(Message, Invitation), skip_locked=True)
    )
    return session.exec(query).first()


def messages(
    session: Session, *, agency_id: str | None, limit: int, offset: int
) -> tuple[Sequence[Pair], int]:
    """Messages of an agency's candidacies (`None`: of all), newest first, and their number."""
    return _page(session, _of_agency(agency_id), limit=limit, offset=offset)


def waiting_to_leave(session: Session) -> tuple[int, datetime | None]:
    """How many messages a sender is to take by now, and when the oldest was made."""
    due = select(func.count(), func.min(Message.created_at)).where(
        Message.state == "queued", col(Message.due_at) <= now()
    )
    return session.exec(due).one()


def ended_since(
    session: Session, since: datetime
) -> Sequence[tuple[MessageState, FailureReason | None, int]]:
    """Messages made since then that left or failed: state, why, how many."""
    ended = (
        select(Message.state, Message.failure, func.count())
        .where(col(Message.state).in_(["sent", "failed"]), col(Message.created_at) >= since)
        .group_by(col(Message.state), col(Message.failure))
    )
    return [(state, failure, count) for state, failure, count in session.execute(ended).all()]


def calls(
    session: Session,
    whose: Whose,
    *,
    now: datetime,
    limit: int,
    offset: int,
) -> tuple[Sequence[Pair], int]:
    """People to be called, and how many they are.

    Never called first, the oldest message before the newest; then those called longest ago.
    """
    open_vacancies = select(Offer.vacancy_id).where(col(Offer.open).is_(True))
    condition = and_(
        _call_of(whose),
        col(Message.state) == "queued",
        col(Invitation.closed_at).is_(None),
        col(Invitation.expires_at) > now,
        col(Invitation.vacancy_id).in_(open_vacancies),
    )
    order = (col(Message.called_at).asc().nulls_first(), col(Message.created_at))
    return _page(session, condition, order=order, limit=limit, offset=offset)


def call(session: Session, message_id: UUID, whose: Whose) -> Pair | None:
    """A message that was handed over to be read out, answered or not."""
    query = (
        select(Message, Invitation)
        .join(Invitation, col(Invitation.id) == col(Message.invitation_id))
        .where(Message.id == message_id, _call_of(whose))
    )
    return session.exec(query).first()


def answerable(
    session: Session, profile_id: UUID, *, now: datetime, limit: int
) -> tuple[Sequence[Pair], int]:
    """Invitations of a person whose link works today, newest first, and their number."""
    open_vacancies = select(Offer.vacancy_id).where(col(Offer.open).is_(True))
    condition = and_(
        col(Invitation.profile_id) == profile_id,
        col(Invitation.closed_at).is_(None),
        col(Invitation.expires_at) > now,
        col(Invitation.vacancy_id).in_(open_vacancies),
    )
    return _page(session, condition, limit=limit, offset=0)


def _call_of(whose: Whose) -> ColumnElement[bool]:
    agent = col(Message.agent_id)
    return and_(
        true() if whose.agency_id is None else col(Message.agency_id) == whose.agency_id,
        true() if whose.agent_id is None else or_(agent.is_(None), agent == whose.agent_id),
        col(Message.channel) == "agent",
    )


def _of_agency(agency_id: str | None) -> ColumnElement[bool]:
    return true() if agency_id is None else col(Invitation.agency_id) == agency_id


def _page(
    session: Session,
    condition: ColumnElement[bool],
    *,
    limit: int,
    offset: int,
    order: Sequence[Any] = (),
) -> tuple[Sequence[Pair], int]:
    joined = col(Invitation.id) == col(Message.invitation_id)
    rows = session.exec(
        select(Message, Invitation)
        .join(Invitation, joined)
        .where(condition)
        .order_by(*(order or (col(Message.created_at).desc(),)), col(Message.id))
        .limit(limit)
        .offset(offset)
    ).all()
    counted = select(func.count()).select_from(Message).join(Invitation, joined).where(condition)
    return rows, session.exec(counted).one()
