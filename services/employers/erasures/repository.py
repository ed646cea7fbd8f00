"""SQL of erasures: files of hires, deleted or left without their person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, literal, update
from sqlalchemy import select as columns_of
from sqlmodel import Session, SQLModel, col, delete, select

from services.employers.claims.tables import ClaimLogRow, ClaimRow, InstalmentRow
from services.employers.hires.tables import HireLogRow, HireRow, HireStepRow

_MAY = "amuddu.erasing"
"""Asked by the triggers that guard the logs."""
_UNTOLD: dict[str, Any] = {"profile_id": None, "code": "", "papers_until": None, "young": False}
"""What a file no longer says of its person."""


def hires_of(session: Session, people: Collection[UUID]) -> Sequence[UUID]:
    """The files of these people's hires, locked."""
    query = select(HireRow.id).where(col(HireRow.profile_id).in_(people))
    return session.exec(query.order_by(col(HireRow.id)).with_for_update()).all()


def people_held(session: Session, after: UUID, limit: int) -> Sequence[UUID]:
    """People of whom there is a file, those after an id, in order."""
    every = col(HireRow.profile_id)
    query = columns_of(every).where(every > after).distinct().order_by(every).limit(limit)
    return [each for each in session.connection().execute(query).scalars() if each is not None]


def may_erase(session: Session, allowed: bool) -> None:
    """Let logs lose lines and words in this transaction, or no more: they are only added to."""
    session.connection().execute(columns_of(func.set_config(_MAY, "on" if allowed else "", True)))


def claims_sent(session: Session, hire_id: UUID) -> int:
    """How many claims of a hire were ever sent in."""
    counted = select(func.count()).where(
        ClaimRow.hire_id == hire_id, col(ClaimRow.submitted_at).is_not(None)
    )
    return session.exec(counted).one()


def drop_drafts(session: Session, hire_id: UUID) -> None:
    """Delete the claims of a hire that were never sent in."""
    drafts = select(ClaimRow.id).where(
        ClaimRow.hire_id == hire_id, col(ClaimRow.submitted_at).is_(None)
    )
    ids = session.exec(drafts).all()
    for table in (ClaimLogRow, InstalmentRow):
        session.exec(delete(table).where(col(table.claim_id).in_(ids)))
    session.exec(delete(ClaimRow).where(col(ClaimRow.id).in_(ids)))


def drop(session: Session, hire_id: UUID) -> None:
    """Delete a file with its steps and its log."""
    for table in (HireLogRow, HireStepRow):
        session.exec(delete(table).where(col(table.hire_id) == hire_id))
    session.exec(delete(HireRow).where(col(HireRow.id) == hire_id))


def unname(session: Session, hire_id: UUID, *, new_id: UUID) -> None:
    """Give a file another id, which no candidacy has, and take away what it says of its person;
    words that people wrote go too, as they may name anybody."""
    run = session.connection().execute
    names = [name for name in HireRow.model_fields if name not in {"id", *_UNTOLD}]
    mine = _of(HireRow, hire_id)
    copied = columns_of(
        literal(new_id),
        *(literal(value, type_=_column(HireRow, name).type) for name, value in _UNTOLD.items()),
        *(_column(HireRow, name) for name in names),
    ).where(mine)
    run(insert(HireRow).from_select(["id", *_UNTOLD, *names], copied))
    for table in (HireStepRow, HireLogRow):
        theirs = _column(table, "hire_id") == hire_id
        run(update(table).where(theirs).values(hire_id=new_id, note=""))
    claims = session.exec(select(ClaimRow).where(ClaimRow.hire_id == hire_id)).all()
    for claim in claims:
        claim.hire_id, claim.comment, claim.justification = new_id, "", ""
        claim.documents = [{**each, "papers": [], "reference": None} for each in claim.documents]
        run(update(ClaimLogRow).where(col(ClaimLogRow.claim_id) == claim.id).values(note=""))
    session.flush()
    session.exec(delete(HireRow).where(mine))
    session.expire_all()


def _of(table: type[SQLModel], identifier: UUID) -> Any:
    return _column(table, "id") == identifier


def _column(table: type[SQLModel], name: str) -> Any:
    return table.metadata.tables[str(table.__tablename__)].columns[name]
