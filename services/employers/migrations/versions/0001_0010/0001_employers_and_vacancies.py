"""Employers, vacancies, the log of their transitions, and the plumbing of events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from amuddu.kit.events import tables as plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    plumbing.create_tables(op.get_bind())
    op.create_table(
        "employers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("sector", sa.String(80)),
        sa.Column("place", sa.String(80)),
        sa.Column("agency_id", sa.String(80), nullable=False),
        sa.Column("created_on", sa.Date()),
        sa.Column("size", sa.Integer()),
        sa.Column("cnss_up_to_date", sa.Boolean()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id", "name_key", name="employers_name"),
    )
    op.create_table(
        "vacancies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("closing_reason", sa.String(16)),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("published_at", _MOMENT),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("incentive", _JSON),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("occupation", _JSON),
        sa.Column("essential_skills", _JSON, nullable=False),
        sa.Column("wanted_skills", _JSON, nullable=False),
        sa.Column("languages", _JSON, nullable=False),
        sa.Column("place", sa.String(80)),
        sa.Column("contract_type", sa.String(16)),
        sa.Column("contract_months", sa.SmallInteger()),
        sa.Column("wage_month", sa.Numeric(10, 2)),
        sa.Column("wage_month_max", sa.Numeric(10, 2)),
        sa.Column("starts_on", sa.Date()),
        sa.Column("places", sa.SmallInteger(), nullable=False),
        sa.Column("incentive_scheme", sa.String(80)),
        sa.Column("new_hire", sa.Boolean()),
        sa.Column("external_ref", sa.String(80)),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("employer_id", "external_ref", name="vacancies_external_ref"),
        sa.CheckConstraint(
            "status = 'draft' OR revision > 0", name="vacancies_told_once_published"
        ),
    )
    op.create_index(
        "vacancies_newest", "vacancies", [sa.text("created_at DESC"), sa.text("id DESC")]
    )
    op.create_table(
        "vacancy_transitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("from_status", sa.String(16)),
        sa.Column("to_status", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("vacancy_transitions_of", "vacancy_transitions", ["vacancy_id", "id"])


def downgrade() -> None:
    op.drop_table("vacancy_transitions")
    op.drop_table("vacancies")
    op.drop_table("employers")
    plumbing.drop_tables(op.get_bind())
