"""Figures as they were released, in their protected form; events that wait, or were buried, lose
what they told that follows from a residence title."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015_releases"
down_revision = "0014_audit"
branch_labels = None
depends_on = None

_WAITING = """
    UPDATE {table} SET envelope = jsonb_set(
        envelope #- '{{data,route}}' #- '{{data,schemes}}' #- '{{data,scheme_verdict}}',
        '{{version}}', '2'
    )
    WHERE envelope->>'type' IN ('profile.updated', 'candidate.hired')
"""


def upgrade() -> None:
    for table in ("outbox", "dead_letters"):
        op.execute(_WAITING.format(table=table))
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
    """What follows from a title is told no more: none of it comes back."""
    op.drop_table("releases")
