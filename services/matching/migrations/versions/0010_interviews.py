"""Interviews: times proposed, one chosen, what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010_interviews"
down_revision = "0009_interests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interview",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("candidacy_id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("times", JSONB(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(8), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("directions", sa.Text(), nullable=False),
        sa.Column("video_link", sa.Text(), nullable=False),
        sa.Column("bring", JSONB(), nullable=False),
        sa.Column("reason", sa.String(16), nullable=True),
        sa.Column("reason_told", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("interview_of_candidacy", "interview", ["candidacy_id"])
    op.create_index("interview_of_person", "interview", ["profile_id"])
    op.create_index("interview_of_vacancy", "interview", ["vacancy_id"])
    op.create_index(
        "interview_alive_once",
        "interview",
        ["candidacy_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('proposed', 'none_fits', 'set')"),
    )
    op.create_table(
        "interview_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("interview_id", sa.Uuid(), sa.ForeignKey("interview.id"), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(8), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(16), nullable=True),
        sa.Column("reason_told", sa.Boolean(), nullable=False),
    )
    op.create_index("interview_step_of", "interview_step", ["interview_id", "id"])


def downgrade() -> None:
    op.drop_table("interview_step")
    op.drop_table("interview")
