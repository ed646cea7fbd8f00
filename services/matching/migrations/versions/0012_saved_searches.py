"""Searches of offers that people saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0012_saved_searches"
down_revision = "0011_keeping"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("profile_id", sa.Uuid(), sa.ForeignKey("candidate.profile_id"), nullable=False),
        sa.Column("place", sa.String(80)),
        sa.Column("occupation", sa.String(120)),
        sa.Column("wanted", sa.String(8)),
        sa.Column("known", ARRAY(sa.Uuid()), nullable=False, server_default="{}"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("saved_search_of_person", "saved_search", ["profile_id"])
    op.create_index("saved_search_due", "saved_search", ["checked_at"])


def downgrade() -> None:
    op.drop_table("saved_search")
