"""Money for people: the ledger, and scholarships."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from amuddu.kit.ledger import tables as ledger

revision = "0003_money"
down_revision = "0002_keeping"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_IDS = postgresql.ARRAY(sa.String(36))
_APPLICATION = "scholarship_applications.id"
_TABLES = (
    "scholarship_log",
    "scholarship_instalments",
    "scholarship_scores",
    "scholarship_applications",
    "scholarship_terms",
    "scholarship_calls",
)


def upgrade() -> None:
    ledger.create_tables(op.get_bind())
    _calls()
    _applications()
    _beside()


def _calls() -> None:
    op.create_table(
        "scholarship_calls",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("envelope_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("monthly", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.SmallInteger(), nullable=False),
        sa.Column("quorum", sa.SmallInteger(), nullable=False),
        sa.Column("members", _IDS, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.CheckConstraint("monthly > 0", name="scholarship_calls_of_something"),
    )
    op.create_table(
        "scholarship_terms",
        sa.Column("call_id", sa.Uuid(), sa.ForeignKey("scholarship_calls.id"), primary_key=True),
        sa.Column("version", sa.SmallInteger(), primary_key=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("courses", _IDS, nullable=False),
        sa.Column("school_level", sa.String(24)),
        sa.Column("age_least", sa.SmallInteger()),
        sa.Column("age_most", sa.SmallInteger()),
        sa.Column("one_per_household", sa.Boolean(), nullable=False),
        sa.Column("one_per_course", sa.Boolean(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
    )


def _applications() -> None:
    name = "scholarship_applications"
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("call_id", sa.Uuid(), sa.ForeignKey("scholarship_calls.id"), nullable=False),
        sa.Column("terms_version", sa.SmallInteger(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("agency_id", sa.String(80)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("place_id", sa.Uuid()),
        sa.Column("course_id", sa.Uuid()),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("holds_household", sa.Uuid()),
        sa.Column("holds_course", sa.Uuid()),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(24)),
        sa.Column("refused_on", sa.Date()),
        sa.Column("appealed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
    )
    op.create_index(f"{name}_once", name, ["call_id", "profile_id"], unique=True)
    op.create_index(
        "scholarship_one_a_household", name, ["call_id", "holds_household"], unique=True
    )
    op.create_index("scholarship_one_a_course", name, ["profile_id", "holds_course"], unique=True)
    op.create_index(f"{name}_of_person", name, ["profile_id"])
    op.create_index(f"{name}_of_agency", name, ["agency_id", "state"])
    op.create_index(f"{name}_of_call", name, ["call_id", "state"])


def _beside() -> None:
    op.create_table(
        "scholarship_scores",
        sa.Column("application_id", sa.Uuid(), sa.ForeignKey(_APPLICATION), primary_key=True),
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("points", postgresql.JSONB(none_as_null=True)),
        sa.Column("at", _MOMENT, nullable=False),
        sa.CheckConstraint(
            "conflict = (points IS NULL)", name="scholarship_scores_points_or_conflict"
        ),
    )
    op.create_table(
        "scholarship_instalments",
        sa.Column("application_id", sa.Uuid(), sa.ForeignKey(_APPLICATION), primary_key=True),
        sa.Column("number", sa.SmallInteger(), primary_key=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("attendance", sa.String(16)),
        sa.Column("payment_id", sa.Uuid()),
    )
    op.create_table(
        "scholarship_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("application_id", sa.Uuid(), sa.ForeignKey(_APPLICATION), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(24)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("scholarship_log_of", "scholarship_log", ["application_id", "id"])


def downgrade() -> None:
    for name in _TABLES:
        op.drop_table(name)
    ledger.drop_tables(op.get_bind())
