"""Interests: offers that people said they are interested in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_interests"
down_revision = "0008_erasures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interest",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("vacancy_id", sa.Uuid(), sa.ForeignKey("vacancy.id"), nullable=False),
        sa.Column("profile_id", sa.Uuid(), sa.ForeignKey("candidate.profile_id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("expressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.UniqueConstraint("vacancy_id", "profile_id", name="interest_once"),
    )
    op.create_index("interest_of_person", "interest", ["profile_id"])
    op.create_index("interest_waiting", "interest", ["state", "expressed_at"])


def downgrade() -> None:
    op.drop_table("interest")
