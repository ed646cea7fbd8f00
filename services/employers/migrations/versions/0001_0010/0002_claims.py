"""Versions of schemes, envelopes and their ledger, files of hires, claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_claims"
down_revision = "0001"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_MOMENT = sa.DateTime(timezone=True)
_AMOUNT = sa.Numeric(10, 2)

APPEND_ONLY = ("scheme_versions", "ledger", "claim_log", "hire_log")
_BALANCES = ("total", "reserved", "committed", "paid")


def upgrade() -> None:
    _schemes()
    _hires()
    _claims()
    _money()
    _guards()


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True)


def _balances() -> list[sa.Column[object]]:
    return [
        sa.Column(name, sa.Numeric(14, 2), nullable=False, server_default="0") for name in _BALANCES
    ]


def _actor() -> list[sa.Column[object]]:
    return [
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    ]


def _schemes() -> None:
    op.create_table(
        "scheme_versions",
        _id(),
        sa.Column("scheme_id", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("bundled", sa.Boolean(), nullable=False),
        sa.Column("content", _JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_role", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.UniqueConstraint("scheme_id", "version", name="scheme_versions_once"),
    )


def _hires() -> None:
    op.create_table(
        "hires",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("vacancy_id", sa.Uuid(), sa.ForeignKey("vacancies.id"), nullable=False),
        sa.Column("employer_id", sa.Uuid(), sa.ForeignKey("employers.id"), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("route", sa.String(24), nullable=False),
        sa.Column("scheme_id", sa.String(80)),
        sa.Column("scheme_verdict", sa.String(16)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("stuck_on", sa.String(40)),
        sa.Column("stuck_reason", sa.String(24)),
        sa.Column("hired_on", sa.Date(), nullable=False),
        sa.Column("contract_type", sa.String(16)),
        sa.Column("contract_months", sa.SmallInteger()),
        sa.Column("wage_month", _AMOUNT),
        sa.Column("starts_on", sa.Date()),
        sa.Column("papers_until", sa.Date()),
        sa.Column("updated_at", _MOMENT, nullable=False),
    )
    op.create_index("hires_of_employer", "hires", ["employer_id"])
    op.create_index("hires_of_vacancy", "hires", ["vacancy_id"])
    op.create_table(
        "hire_steps",
        sa.Column("hire_id", sa.Uuid(), sa.ForeignKey("hires.id"), primary_key=True),
        sa.Column("step_id", sa.String(40), primary_key=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("started_on", sa.Date()),
        sa.Column("done_on", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_table(
        "hire_log",
        _id(),
        sa.Column("hire_id", sa.Uuid(), sa.ForeignKey("hires.id"), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("step_id", sa.String(40)),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(24)),
        sa.Column("note", sa.Text(), nullable=False),
        *_actor(),
    )
    op.create_index("hire_log_of", "hire_log", ["hire_id", "id"])


def _claims() -> None:
    op.create_table(
        "envelopes",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("scheme_id", sa.String(80), nullable=False),
        sa.Column("label", sa.String(160), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        *_balances(),
        sa.CheckConstraint(
            "reserved >= 0 AND committed >= 0 AND paid >= 0"
            " AND reserved + committed + paid <= total",
            name="envelopes_never_overdrawn",
        ),
        sa.CheckConstraint("starts_on <= ends_on", name="envelopes_period"),
    )
    op.create_index("envelopes_of_scheme", "envelopes", ["scheme_id", "starts_on"])
    op.create_table(
        "claims",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("hire_id", sa.Uuid(), sa.ForeignKey("hires.id"), nullable=False),
        sa.Column("employer_id", sa.Uuid(), sa.ForeignKey("employers.id"), nullable=False),
        sa.Column("scheme_id", sa.String(80), nullable=False),
        sa.Column("scheme_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("envelope_id", sa.Uuid(), sa.ForeignKey("envelopes.id")),
        sa.Column("starts_on", sa.Date()),
        sa.Column("monthly", _AMOUNT),
        sa.Column("months", sa.SmallInteger()),
        sa.Column("total", _AMOUNT),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("criteria", _JSON, nullable=False),
        sa.Column("documents", _JSON, nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("refusal", sa.String(24)),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date()),
        sa.Column("retention_until", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("end_cause", sa.String(24)),
        sa.Column("owed_back", _AMOUNT),
        sa.Column("recovered", _AMOUNT, nullable=False, server_default="0"),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", _MOMENT),
        sa.Column("updated_at", _MOMENT, nullable=False),
    )
    op.create_index(
        "claims_once",
        "claims",
        ["hire_id", "scheme_id"],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('refused', 'withdrawn')"),
    )
    op.create_index("claims_waiting", "claims", ["state", "updated_at"])
    op.create_index("claims_of_employer", "claims", ["employer_id"])
    op.create_table(
        "claim_instalments",
        sa.Column("claim_id", sa.Uuid(), sa.ForeignKey("claims.id"), primary_key=True),
        sa.Column("number", sa.SmallInteger(), primary_key=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", _AMOUNT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("proof", sa.String(80)),
        sa.Column("paid_on", sa.Date()),
        sa.Column("reference", sa.String(80)),
    )
    op.create_table(
        "claim_log",
        _id(),
        sa.Column("claim_id", sa.Uuid(), sa.ForeignKey("claims.id"), nullable=False),
        sa.Column("name", sa.String(24), nullable=False),
        sa.Column("from_state", sa.String(24)),
        sa.Column("to_state", sa.String(24), nullable=False),
        sa.Column("reason", sa.String(24)),
        sa.Column("note", sa.Text(), nullable=False),
        *_actor(),
    )
    op.create_index("claim_log_of", "claim_log", ["claim_id", "id"])


def _money() -> None:
    op.create_table(
        "ledger",
        _id(),
        sa.Column("envelope_id", sa.Uuid(), sa.ForeignKey("envelopes.id"), nullable=False),
        sa.Column("claim_id", sa.Uuid(), sa.ForeignKey("claims.id")),
        sa.Column("kind", sa.String(16), nullable=False),
        *_balances(),
        sa.Column("reason", sa.Text(), nullable=False),
        *_actor(),
    )
    op.create_index("ledger_of_envelope", "ledger", ["envelope_id", "id"])
    op.create_index("ledger_of_claim", "ledger", ["claim_id", "id"])


def _guards() -> None:
    """What the database itself refuses, whoever asks."""
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% keeps its rows: % refused', TG_TABLE_NAME, TG_OP
                USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        """
        CREATE FUNCTION move_money() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE envelopes SET
                total = total + NEW.total,
                reserved = reserved + NEW.reserved,
                committed = committed + NEW.committed,
                paid = paid + NEW.paid
            WHERE id = NEW.envelope_id;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER ledger_moves_money AFTER INSERT ON ledger"
        " FOR EACH ROW EXECUTE FUNCTION move_money()"
    )
    # An envelope begins empty, and only the ledger's trigger (depth 2) moves its balances.
    op.execute(
        """
        CREATE FUNCTION only_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF (NEW.total, NEW.reserved, NEW.committed, NEW.paid) <> (0, 0, 0, 0) THEN
                    RAISE EXCEPTION 'an envelope begins empty'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END IF;
            IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2 THEN
                RAISE EXCEPTION 'only the ledger moves an envelope'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER envelopes_only_the_ledger BEFORE INSERT OR UPDATE OR DELETE ON envelopes"
        " FOR EACH ROW EXECUTE FUNCTION only_the_ledger()"
    )


def downgrade() -> None:
    for table in (
        "ledger",
        "claim_log",
        "claim_instalments",
        "claims",
        "envelopes",
        "hire_log",
        "hire_steps",
        "hires",
        "scheme_versions",
    ):
        op.drop_table(table)
    for function in ("refuse_change", "move_money", "only_the_ledger"):
        op.execute(f"DROP FUNCTION {function}()")
