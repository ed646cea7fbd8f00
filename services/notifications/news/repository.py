"""All SQL of news."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, false, func, literal, update
from sqlalchemy import select as columns_of
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from amuddu.contracts.news import NewsKind, Who
from services.notifications.invitations.tables import Invitation, Offer
from services.notifications.news.tables import NewsChoiceRow, NewsMailRow, NewsRow, NewsSeenRow
from services.notifications.notices.tables import NoticeRow

_ANSWERS: tuple[NewsKind, ...] = ("yes", "no", "gone")
_UNSENT = ("queued", "to_say")


# --- what is told -----------------------------------------------------------------------------


def add(session: Session, row: NewsRow, notice: NoticeRow | None) -> bool:
    """Write a line, and the message that goes with it; `False` where it is there already."""
    if session.get(NewsRow, row.id) is not None:
        return False
    session.add(row)
    if notice is not None:
        session.merge(notice)  # one that was called off is due again
    session.flush()
    return True


def there(session: Session, ids: Collection[UUID]) -> bool:
    """Whether any of these lines was written."""
    query = select(func.count()).where(col(NewsRow.id).in_(ids))
    return session.exec(query).one() > 0


def invitation(session: Session, candidacy_id: UUID) -> Invitation | None:
    """The newest question put to somebody for a candidacy; none once they were erased."""
    query = select(Invitation).where(Invitation.candidacy_id == candidacy_id)
    newest = query.order_by(col(Invitation.round).desc(), col(Invitation.created_at).desc())
    return session.exec(newest.limit(1)).first()


def answers_told(session: Session, candidacy_id: UUID, *, since: datetime) -> Sequence[NewsKind]:
    """Answers that were told of a candidacy, the oldest first."""
    query = select(NewsRow.kind).where(
        NewsRow.candidacy_id == candidacy_id,
        col(NewsRow.kind).in_(_ANSWERS),
        col(NewsRow.at) >= since,
    )
    ordered = query.order_by(col(NewsRow.number))
    return cast(Sequence[NewsKind], session.exec(ordered).all())


def of_candidacy(session: Session, candidacy_id: UUID, kind: NewsKind) -> Sequence[NewsRow]:
    """Lines of a kind about a candidacy, the newest first."""
    query = select(NewsRow).where(NewsRow.candidacy_id == candidacy_id, NewsRow.kind == kind)
    return session.exec(query.order_by(col(NewsRow.number).desc())).all()


def call_off(
    session: Session, about: ColumnElement[bool], kinds: Collection[NewsKind], *, now: datetime
) -> set[tuple[NewsKind, Who]]:
    """What still waits of these kinds is not sent; lines that were to come go. What it was."""
    if not kinds:
        return set()
    rows = session.exec(
        select(NewsRow).where(about, col(NewsRow.kind).in_(kinds)).with_for_update()
    ).all()
    ids = [row.id for row in rows]
    unsent = {row.id for row in rows if row.due_at is not None}
    unsent |= _dropped_notices(session, ids) | _dropped_mails(session, ids)
    for row in rows:
        row.due_at = None
        if row.at > now:
            session.delete(row)
    session.flush()
    return {(row.kind, row.who) for row in rows if row.id in unsent}


def about(
    *,
    candidacy_id: UUID | None,
    claim_id: UUID | None,
    request_id: UUID | None,
    profile_id: UUID | None,
) -> ColumnElement[bool]:
    """Lines about one claim, one place in training or one candidacy. A place's are looked for
    among those of the person, who is found by an index."""
    if claim_id is not None:
        return col(NewsRow.claim_id) == claim_id
    if request_id is not None:
        return and_(col(NewsRow.profile_id) == profile_id, col(NewsRow.request_id) == request_id)
    if candidacy_id is not None:
        return col(NewsRow.candidacy_id) == candidacy_id
    return false()


def _dropped_notices(session: Session, ids: Collection[UUID]) -> set[UUID]:
    dropped = (
        update(NoticeRow)
        .where(col(NoticeRow.id).in_(ids), col(NoticeRow.state).in_(_UNSENT))
        .values(state="dropped", due_at=None)
        .returning(col(NoticeRow.id))
    )
    return set(session.connection().execute(dropped).scalars())


def _dropped_mails(session: Session, ids: Collection[UUID]) -> set[UUID]:
    dropped = (
        update(NewsMailRow)
        .where(col(NewsMailRow.news_id).in_(ids), col(NewsMailRow.state) == "queued")
        .values(state="dropped")
        .returning(col(NewsMailRow.news_id))
    )
    return set(session.connection().execute(dropped).scalars())


def forget(session: Session, people: Collection[UUID]) -> None:
    """No line is about these people any more, and none is for them."""
    session.exec(delete(NewsRow).where(col(NewsRow.profile_id).in_(people)))
    session.exec(
        delete(NewsChoiceRow).where(
            col(NewsChoiceRow.owner_id).in_(people), col(NewsChoiceRow.is_person)
        )
    )


# --- lists ------------------------------------------------------------------------------------


def _of(who: Who, addressee: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        col(NewsRow.who) == who, col(NewsRow.addressee) == addressee, col(NewsRow.at) <= now
    )


def _seen_by(reader_id: UUID) -> ColumnElement[bool]:
    return col(NewsRow.id).in_(
        select(NewsSeenRow.news_id).where(NewsSeenRow.reader_id == reader_id)
    )


def page(
    session: Session,
    who: Who,
    addressee: str,
    reader_id: UUID,
    *,
    now: datetime,
    limit: int,
    offset: int,
) -> list[tuple[NewsRow, bool, Offer | None]]:
    """Lines, newest first, each with whether it was opened and what is known of the vacancy."""
    query = (
        columns_of(NewsRow, _seen_by(reader_id), Offer)
        .outerjoin(Offer, col(Offer.vacancy_id) == col(NewsRow.vacancy_id))
        .where(_of(who, addressee, now))
        .order_by(col(NewsRow.at).desc(), col(NewsRow.number).desc())
        .limit(limit)
        .offset(offset)
    )
    return [(row, bool(seen), offer) for row, seen, offer in session.execute(query)]


def count(session: Session, who: Who, addressee: str, *, now: datetime) -> int:
    """How many lines there are."""
    return session.exec(select(func.count()).where(_of(who, addressee, now))).one()


def unread(session: Session, who: Who, addressee: str, reader_id: UUID, *, now: datetime) -> int:
    """How many of them somebody has not opened."""
    mine = and_(_of(who, addressee, now), ~_seen_by(reader_id))
    return session.exec(select(func.count()).where(mine)).one()


def one(
    session: Session, news_id: UUID, who: Who, addressee: str, *, now: datetime
) -> tuple[NewsRow, Offer | None] | None:
    """One of somebody's lines."""
    query = (
        columns_of(NewsRow, Offer)
        .outerjoin(Offer, col(Offer.vacancy_id) == col(NewsRow.vacancy_id))
        .where(col(NewsRow.id) == news_id, _of(who, addressee, now))
    )
    found = session.execute(query).first()
    return None if found is None else (found[0], found[1])


def see(
    session: Session,
    who: Who,
    addressee: str,
    reader_id: UUID,
    *,
    now: datetime,
    news_id: UUID | None = None,
) -> None:
    """One line was opened, or all were."""
    wanted = columns_of(col(NewsRow.id), literal(reader_id, Uuid())).where(
        _of(who, addressee, now), ~_seen_by(reader_id)
    )
    if news_id is not None:
        wanted = wanted.where(col(NewsRow.id) == news_id)
    seen = insert(NewsSeenRow).from_select(["news_id", "reader_id"], wanted)
    session.connection().execute(seen.on_conflict_do_nothing())


# --- choices ----------------------------------------------------------------------------------


def choice(session: Session, owner_id: UUID) -> NewsChoiceRow | None:
    """What somebody wants to hear."""
    return session.get(NewsChoiceRow, owner_id)


def choices(session: Session, owners: Collection[UUID]) -> dict[UUID, NewsChoiceRow]:
    """What several people want to hear, of those who ever said."""
    query = select(NewsChoiceRow).where(col(NewsChoiceRow.owner_id).in_(owners))
    return {row.owner_id: row for row in session.exec(query)}


def choose(session: Session, row: NewsChoiceRow) -> None:
    """Write what somebody wants to hear, in the place of what was there."""
    session.merge(row)
    session.flush()


# --- e-mails to people at work ----------------------------------------------------------------


def take_due(session: Session, *, now: datetime, lease: timedelta) -> NewsRow | None:
    """The line that has waited longest to be given to those at work, taken for a while."""
    query = (
        select(NewsRow)
        .where(col(NewsRow.due_at) <= now)
        .order_by(col(NewsRow.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.exec(query).first()
    if row is not None:
        row.attempts += 1
        row.due_at = now + lease
        session.flush()
    return row


def waiting(session: Session, news_id: UUID) -> NewsRow | None:
    """A line that is still to be given to those at work, locked."""
    row = session.get(NewsRow, news_id, with_for_update=True, populate_existing=True)
    return row if row is not None and row.due_at is not None else None


def add_mail(session: Session, row: NewsMailRow) -> None:
    """Have somebody get a line by e-mail, once."""
    if session.get(NewsMailRow, (row.news_id, row.account_id)) is None:
        session.add(row)


def take_batch(
    session: Session, *, now: datetime, lease: timedelta, batch: UUID, most: int
) -> list[tuple[NewsMailRow, NewsRow]]:
    """What one person gets in one e-mail, taken for a while. A batch that was begun stays as it is:
    sent a second time, it is the same e-mail."""
    due = and_(col(NewsMailRow.state) == "queued", col(NewsMailRow.due_at) <= now)
    oldest = session.exec(
        select(NewsMailRow)
        .where(due)
        .order_by(col(NewsMailRow.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if oldest is None:
        return []
    begun = oldest.batch
    together = (
        col(NewsMailRow.batch) == begun
        if begun is not None
        else and_(col(NewsMailRow.batch).is_(None), due)
    )
    query = (
        columns_of(NewsMailRow, NewsRow)
        .join(NewsRow, col(NewsRow.id) == col(NewsMailRow.news_id))
        .where(col(NewsMailRow.account_id) == oldest.account_id, together)
        .where(col(NewsMailRow.state) == "queued")
        .order_by(col(NewsRow.at), col(NewsRow.number))
        .limit(most)
        .with_for_update(of=NewsMailRow, skip_locked=True)
    )
    rows = [(mail, news) for mail, news in session.execute(query)]
    for mail, _ in rows:
        mail.attempts += 1
        mail.due_at = now + lease
        mail.batch = begun or batch
    session.flush()
    return rows


def settle_batch(session: Session, batch: UUID, state: str) -> None:
    """Write down what became of an e-mail; a line that was called off stays so."""
    mine = and_(col(NewsMailRow.batch) == batch, col(NewsMailRow.state) == "queued")
    session.connection().execute(update(NewsMailRow).where(mine).values(state=state))


def postpone_batch(session: Session, batch: UUID, due_at: datetime) -> None:
    """It is tried again later."""
    mine = and_(col(NewsMailRow.batch) == batch, col(NewsMailRow.state) == "queued")
    session.connection().execute(update(NewsMailRow).where(mine).values(due_at=due_at))
