"""All SQL of partners and their tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, update
from sqlmodel import Session, col, func, select

from amuddu.kit import retention
from amuddu.kit.retention import Sweep
from gateway.sessions.tables import Account
from gateway.tokens.tables import PartnerRow, TokenRow


def save(session: Session, row: PartnerRow | TokenRow) -> None:
    session.add(row)
    session.flush()


def partner(session: Session, partner_id: UUID, *, lock: bool = False) -> PartnerRow | None:
    return session.get(PartnerRow, partner_id, with_for_update=lock or None)


def partner_named(session: Session, name: str) -> PartnerRow | None:
    wanted = select(PartnerRow).where(func.lower(PartnerRow.name) == name.lower())
    return session.exec(wanted).first()


def partners(session: Session) -> Sequence[PartnerRow]:
    """Every partner, by name."""
    return session.exec(select(PartnerRow).order_by(func.lower(PartnerRow.name))).all()


def tokens(session: Session, partner_id: UUID) -> Sequence[TokenRow]:
    """Tokens of a partner, the newest first."""
    wanted = select(TokenRow).where(TokenRow.partner_id == partner_id)
    return session.exec(wanted.order_by(col(TokenRow.created_at).desc(), col(TokenRow.id))).all()


def living_counts(session: Session, *, now: datetime) -> dict[UUID, int]:
    """How many tokens of each partner open something."""
    living = (col(TokenRow.revoked_at).is_(None), col(TokenRow.expires_at) > now)
    counted = select(TokenRow.partner_id, func.count()).where(*living)
    return dict(session.exec(counted.group_by(col(TokenRow.partner_id))).all())


def token(session: Session, partner_id: UUID, token_id: UUID) -> TokenRow | None:
    """A token of this partner."""
    row = session.get(TokenRow, token_id, with_for_update=True)
    return row if row is not None and row.partner_id == partner_id else None


def living(session: Session, digest: str, *, now: datetime) -> tuple[TokenRow, PartnerRow] | None:
    """The token of a digest, where it opens something, and whose it is."""
    wanted = (
        select(TokenRow, PartnerRow)
        .join(PartnerRow, col(PartnerRow.id) == col(TokenRow.partner_id))
        .where(
            TokenRow.digest == digest,
            col(TokenRow.revoked_at).is_(None),
            col(TokenRow.expires_at) > now,
        )
    )
    return session.exec(wanted).first()


def used(session: Session, token_id: UUID, *, now: datetime, today: datetime) -> bool:
    """Write down that a token was used; whether it is the first time today: of two at once one is
    told so."""
    before = select(TokenRow.used_at).where(TokenRow.id == token_id).with_for_update()
    last = session.exec(before).one()
    written = update(TokenRow).where(col(TokenRow.id) == token_id).values(used_at=now)
    session.connection().execute(written)
    return last is None or last < today


def ending(session: Session, *, now: datetime, until: datetime, most: int) -> Sequence[TokenRow]:
    """Tokens that end by then and of which nobody was told, locked."""
    wanted = select(TokenRow).where(
        col(TokenRow.revoked_at).is_(None),
        col(TokenRow.told_at).is_(None),
        col(TokenRow.expires_at) > now,
        col(TokenRow.expires_at) <= until,
    )
    return session.exec(wanted.limit(most).with_for_update(skip_locked=True)).all()


def account(session: Session, account_id: UUID) -> Account | None:
    return session.get(Account, account_id)


def owners(session: Session, roles: Sequence[str]) -> Sequence[Account]:
    """Open accounts of these roles, by name."""
    wanted = select(Account).where(col(Account.role).in_(roles), col(Account.disabled_at).is_(None))
    return session.exec(wanted.order_by(func.lower(Account.display_name))).all()


def expiring() -> Sweep:
    """Tokens that open nothing any more."""
    table: Table = TokenRow.metadata.tables[str(TokenRow.__tablename__)]
    over = func.least(table.c.expires_at, func.coalesce(table.c.revoked_at, table.c.expires_at))
    return retention.expiring("partner_token", table, over)
