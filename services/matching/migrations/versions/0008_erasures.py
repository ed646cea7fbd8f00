"""Erasures that are carried out and answered for; how far each replica has followed the tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from amuddu.kit.events import tables as plumbing

revision = "0008_erasures"
down_revision = "0007_releases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    plumbing.create_tables(op.get_bind())
    op.create_table(
        "replica",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("horizon", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("replica")
    plumbing.drop_erasures(op.get_bind())
