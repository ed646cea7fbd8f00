"""Figures as they were released: counted once a month, kept in their protected form."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_releases"
down_revision = "0009_scheme_proposals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "releases",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        sa.UniqueConstraint("period", "number", name="releases_once"),
    )


def downgrade() -> None:
    op.drop_table("releases")
