"""Calls of the officer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_officer_calls"
down_revision = "0008_without_titles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "officer_call",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer(), nullable=False),
    )
    op.create_index(
        "officer_call_due", "officer_call", ["due_at"], postgresql_where=sa.text("state = 'queued'")
    )


def downgrade() -> None:
    op.drop_table("officer_call")
