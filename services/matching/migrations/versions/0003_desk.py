"""Decisions about several people at once, and employers who ask to meet somebody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("candidacy", sa.Column("meet_asked_at", sa.DateTime(timezone=True)))
    op.add_column("transition", sa.Column("bulk", sa.Uuid()))
    op.create_index(
        "transition_of_bulk",
        "transition",
        ["bulk"],
        postgresql_where=sa.text("bulk IS NOT NULL"),
    )
    op.create_table(
        "bulk",
        sa.Column("key", sa.Uuid(), primary_key=True),
        sa.Column("vacancy_id", sa.Uuid(), sa.ForeignKey("vacancy.id"), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("bulk")
    op.drop_index("transition_of_bulk", "transition")
    op.drop_column("transition", "bulk")
    op.drop_column("candidacy", "meet_asked_at")
