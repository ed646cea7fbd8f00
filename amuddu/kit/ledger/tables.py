"""Tables of money, in a metadata of their own; a migration calls `create_tables(op.get_bind())`.

What the database itself refuses, whoever asks: to change or delete an entry, to move a balance by
anything but an entry, a balance below zero or above what the envelope has.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from amuddu.kit import columns

EntryKind = Literal["fund", "reserve", "release", "commit", "uncommit", "pay", "recover"]
PaymentState = Literal["ordered", "paid", "cancelled"]


class LedgerBase(SQLModel, registry=registry()):
    """Tables of the ledger alone."""


def _balance() -> Any:
    return Field(default=0, sa_column=Column(BigInteger, nullable=False, server_default="0"))


class PurseRow(LedgerBase, table=True):
    """An envelope: money for a purpose and a period. Only entries move its four balances."""

    __tablename__ = "ledger_envelopes"
    __table_args__ = (
        CheckConstraint(
            "reserved >= 0 AND committed >= 0 AND paid >= 0"
            " AND reserved + committed + paid <= total",
            name="ledger_envelopes_never_overdrawn",
        ),
        CheckConstraint("starts_on <= ends_on", name="ledger_envelopes_period"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    label: str = Field(sa_type=String(160))
    funder: str = Field(sa_type=String(160))
    currency: str = Field(sa_type=String(3))
    starts_on: date
    ends_on: date
    total: int = _balance()
    reserved: int = _balance()
    committed: int = _balance()
    paid: int = _balance()

    @property
    def free(self) -> int:
        """What nobody was promised yet."""
        return self.total - self.reserved - self.committed - self.paid


class EntryRow(LedgerBase, table=True):
    """One movement: what it adds to each balance of its envelope, for what, and why."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        Index("ledger_entries_of_envelope", "envelope_id", "id"),
        Index("ledger_entries_about", "about", "id"),
        CheckConstraint("amount <> 0", name="ledger_entries_of_something"),
    )

    id: int | None = columns.serial()
    envelope_id: UUID = Field(foreign_key="ledger_envelopes.id")
    about: UUID | None = None
    """What it was moved for, by the id that the service gave it."""
    kind: EntryKind = Field(sa_type=String(16))
    amount: int = Field(sa_type=BigInteger)
    total: int = _balance()
    reserved: int = _balance()
    committed: int = _balance()
    paid: int = _balance()
    reference: str = Field(sa_type=String(40))
    reason: str = Field(default="", sa_type=Text)
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    at: datetime = columns.moment()


class PaymentRow(LedgerBase, table=True):
    """A payment that the bank was asked for: its reference comes back on the bank's line."""

    __tablename__ = "ledger_payments"
    __table_args__ = (
        UniqueConstraint("reference", name="ledger_payments_reference"),
        Index("ledger_payments_of_envelope", "envelope_id", "ordered_at", "id"),
        Index("ledger_payments_about", "about"),
        CheckConstraint("amount > 0", name="ledger_payments_of_something"),
        CheckConstraint("(state = 'paid') = (paid_on IS NOT NULL)", name="ledger_payments_paid"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    envelope_id: UUID = Field(foreign_key="ledger_envelopes.id")
    about: UUID
    reference: str = Field(sa_type=String(16))
    amount: int = Field(sa_type=BigInteger)
    state: PaymentState = Field(default="ordered", sa_type=String(16))
    paid_on: date | None = None
    ordered_at: datetime = columns.moment()


metadata = LedgerBase.metadata

_FUNCTIONS = (
    """
    CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% keeps its rows: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE FUNCTION ledger_move_money() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE ledger_envelopes SET
            total = total + NEW.total,
            reserved = reserved + NEW.reserved,
            committed = committed + NEW.committed,
            paid = paid + NEW.paid
        WHERE id = NEW.envelope_id;
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION ledger_only_entries() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF (NEW.total, NEW.reserved, NEW.committed, NEW.paid) <> (0, 0, 0, 0) THEN
                RAISE EXCEPTION 'an envelope begins empty'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2 THEN
            RAISE EXCEPTION 'only entries move an envelope'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
)
_TRIGGERS = (
    "CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries"
    " FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()",
    "CREATE TRIGGER ledger_entries_whole BEFORE TRUNCATE ON ledger_entries"
    " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()",
    "CREATE TRIGGER ledger_entries_move_money AFTER INSERT ON ledger_entries"
    " FOR EACH ROW EXECUTE FUNCTION ledger_move_money()",
    "CREATE TRIGGER ledger_envelopes_only_entries"
    " BEFORE INSERT OR UPDATE OR DELETE ON ledger_envelopes"
    " FOR EACH ROW EXECUTE FUNCTION ledger_only_entries()",
)


def create_tables(connection: Connection) -> None:
    """Create the tables, and what guards them."""
    metadata.create_all(connection)
    for statement in (*_FUNCTIONS, *_TRIGGERS):
        connection.execute(text(statement))


def drop_tables(connection: Connection) -> None:
    """Undo `create_tables`."""
    metadata.drop_all(connection)
    for name in ("ledger_refuse_change", "ledger_move_money", "ledger_only_entries"):
        connection.execute(text(f"DROP FUNCTION {name}()"))
