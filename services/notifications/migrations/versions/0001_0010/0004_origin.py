"""Where a message's story began: its trace, and the moment that somebody asked for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "message", sa.Column("traceparent", sa.String(64), nullable=False, server_default="")
    )
    op.alter_column("message", "traceparent", server_default=None)
    op.add_column("message", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "asked_at")
    op.drop_column("message", "traceparent")
