"""Candidates, vacancies, candidacies and their log; outbox and inbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from amuddu.kit.events import tables as plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _matched(table: str, key: str, *columns: sa.Column) -> None:
    """A table of facts with their vector; `changed` is what replicas follow."""
    op.create_table(
        table,
        sa.Column(key, sa.Uuid(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        *columns,
        sa.Column("facts", postgresql.JSONB()),
        sa.Column("vector", sa.LargeBinary()),
        sa.Column("model_id", sa.String(80)),
        sa.Column(
            "changed",
            sa.BigInteger(),
            nullable=False,
            server_default=sa.text("(pg_current_xact_id()::text)::bigint"),
        ),
    )
    op.create_index(f"{table}_changed", table, ["changed"])


def _candidacies() -> None:
    op.create_table(
        "candidacy",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("vacancy_id", sa.Uuid(), sa.ForeignKey("vacancy.id"), nullable=False),
        sa.Column("profile_id", sa.Uuid(), sa.ForeignKey("candidate.profile_id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("fit", sa.Float()),
        sa.Column("reasons", postgresql.JSONB()),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("vacancy_id", "profile_id", name="candidacy_once"),
    )
    op.create_index("candidacy_of_person", "candidacy", ["profile_id"])
    op.create_index("candidacy_of_vacancy", "candidacy", ["vacancy_id", "state", "updated_at"])


def _transitions() -> None:
    op.create_table(
        "transition",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("candidacy_id", sa.Uuid(), sa.ForeignKey("candidacy.id"), nullable=False),
        sa.Column("name", sa.String(24), nullable=False),
        sa.Column("from_state", sa.String(16), nullable=False),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(24)),
        sa.Column("note", sa.Text()),
    )
    op.create_index("transition_of_candidacy", "transition", ["candidacy_id", "id"])


def upgrade() -> None:
    plumbing.create_tables(op.get_bind())
    _matched(
        "candidate",
        "profile_id",
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("agency_id", sa.String(80)),
        sa.Column("place", sa.String(80)),
        sa.Column("route", sa.String(24), nullable=False),
        sa.Column("contactable", sa.Boolean(), nullable=False),
        sa.Column("schemes", postgresql.JSONB(), nullable=False),
    )
    _matched(
        "vacancy",
        "id",
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("agency_id", sa.String(80)),
        sa.Column("employer_id", sa.Uuid()),
    )
    _candidacies()
    _transitions()


def downgrade() -> None:
    for table in ("transition", "candidacy", "vacancy", "candidate"):
        op.drop_table(table)
    plumbing.drop_tables(op.get_bind())
