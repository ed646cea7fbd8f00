"""Versions of rules: proposed by one person, approved by another, with the log of their steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_rule_versions"
down_revision = "0004_hours_and_duties"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rule_versions",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("fact", sa.String(120), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("content", _JSON, nullable=False),
        sa.Column("before", _JSON, nullable=False),
        sa.Column("effects", _JSON, nullable=False),
        sa.Column("source", _JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", _MOMENT, nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("updated_at", _MOMENT, nullable=False),
    )
    op.create_index("rule_versions_of", "rule_versions", ["fact", "proposed_at"])
    op.create_index(
        "rule_versions_waiting",
        "rule_versions",
        ["fact"],
        unique=True,
        postgresql_where=sa.text("state='proposed'"),
    )
    op.create_index("rule_versions_number", "rule_versions", ["number"], unique=True)
    op.create_table(
        "rule_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("version_id", sa.Uuid(), sa.ForeignKey("rule_versions.id"), nullable=False),
        sa.Column("name", sa.String(24), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("rule_log_of", "rule_log", ["version_id", "id"])
    op.execute(
        "CREATE TRIGGER rule_log_append_only BEFORE UPDATE OR DELETE ON rule_log"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER rule_versions_stay BEFORE UPDATE OR DELETE ON rule_versions"
        " FOR EACH ROW WHEN (OLD.state = 'approved')"
        " EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table("rule_log")
    op.drop_table("rule_versions")
