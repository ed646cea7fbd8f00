"""SQL of what the gateway has kept long enough."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, delete, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from amuddu.kit import retention
from amuddu.kit.auth import Role
from amuddu.kit.retention import Sweep
from gateway.credentials.tables import InvitationRow, MessageRow, OneTimeRow, RequestRow
from gateway.imports.tables import ImportJob, KeptMapping
from gateway.sessions.tables import Account, Base, Card, SentForm, SignedIn, Tries

_NEVER_NOBODY = (Role.ADMINISTRATOR.value, Role.OFFICER.value)
"""Of these an account stays open: else nobody could let anybody in again, or read the audit."""


def _table(of: type[Base]) -> Table:
    return Base.metadata.tables[str(of.__tablename__)]


def expiring() -> list[Sweep]:
    """Rows that simply go."""
    sessions, tries, forms = _table(SignedIn), _table(Tries), _table(SentForm)
    cards, jobs, mappings = _table(Card), _table(ImportJob), _table(KeptMapping)
    accounts = _table(Account)
    unfinished = and_(accounts.c.role == Role.JOBSEEKER.value, accounts.c.profile_id.is_(None))
    return [
        retention.expiring("session", sessions, sessions.c.expires_at),
        retention.expiring("try", tries, tries.c.at),
        retention.expiring("sent_form", forms, forms.c.at),
        *_credentials(),
        retention.expiring("stopped_card", cards, cards.c.stopped_at),
        retention.expiring("import_report", jobs, jobs.c.ended_at),
        retention.expiring("import_mapping", mappings, mappings.c.kept_at),
        retention.expiring(
            "account_without_profile", accounts, accounts.c.last_seen_on, unfinished
        ),
    ]


def _credentials() -> list[Sweep]:
    """Links, messages and invitations that are over."""
    links, messages = _table(OneTimeRow), _table(MessageRow)
    requests, invitations = _table(RequestRow), _table(InvitationRow)
    return [
        retention.expiring("one_time", links, links.c.expires_at),
        retention.expiring("account_message", messages, messages.c.created_at),
        retention.expiring("recovery_request", requests, requests.c.created_at),
        retention.expiring("staff_invitation", invitations, invitations.c.expires_at),
    ]


# --- accounts of staff and employers --------------------------------------------------------------


def _unused(unused: datetime) -> ColumnElement[bool]:
    """Open accounts that nobody used since, without the last of those somebody must have."""
    other = aliased(Account)
    used = exists().where(
        col(other.role) == col(Account.role),
        col(other.disabled_at).is_(None),
        col(other.last_seen_on) > unused.date(),
    )
    return and_(
        col(Account.disabled_at).is_(None),
        col(Account.last_seen_on) <= unused.date(),
        or_(col(Account.role).not_in(_NEVER_NOBODY), used),
    )


def _staff(unused: datetime, closed: datetime) -> SelectOfScalar[UUID]:
    return select(Account.id).where(
        col(Account.role) != Role.JOBSEEKER.value,
        or_(_unused(unused), col(Account.disabled_at) <= closed),
    )


def staff_count(session: Session, *, unused: datetime, closed: datetime) -> int:
    """Accounts to be closed, and closed ones to be deleted."""
    counted = select(func.count()).select_from(_staff(unused, closed).subquery())
    return session.exec(counted).one()


def close_or_delete_staff(
    session: Session, *, unused: datetime, closed: datetime, at: datetime, limit: int
) -> int:
    """Close some accounts that nobody uses, and delete some that are closed for long."""
    some = _staff(unused, closed).limit(limit).with_for_update(skip_locked=True)
    ids = session.exec(some).all()
    chosen = col(Account.id).in_(ids)
    gone = delete(Account).where(chosen, col(Account.disabled_at).is_not(None))
    session.connection().execute(gone)
    session.connection().execute(update(Account).where(chosen).values(disabled_at=at))
    return len(ids)
