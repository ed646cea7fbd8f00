"""Versions of schemes: proposed by one person, approved by another, with the log of their steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_scheme_proposals"
down_revision = "0008_without_titles"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "scheme_proposals",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("scheme_id", sa.String(80), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_as", sa.String(16), nullable=False),
        sa.Column("proposed_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
    )
    op.create_index(
        "scheme_proposals_waiting",
        "scheme_proposals",
        ["scheme_id"],
        unique=True,
        postgresql_where=sa.text("state='proposed'"),
    )
    op.create_table(
        "scheme_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("proposal_id", sa.Uuid(), sa.ForeignKey("scheme_proposals.id"), nullable=False),
        sa.Column("name", sa.String(24), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("scheme_log_of", "scheme_log", ["proposal_id", "id"])
    op.execute(
        "CREATE TRIGGER scheme_log_append_only BEFORE UPDATE OR DELETE ON scheme_log"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER scheme_proposals_stay BEFORE UPDATE OR DELETE ON scheme_proposals"
        " FOR EACH ROW WHEN (OLD.state = 'approved')"
        " EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table("scheme_log")
    op.drop_table("scheme_proposals")
