"""How many times a person was called who did not answer, and when last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("calls", sa.Integer, nullable=False, server_default="0"))
    op.alter_column("message", "calls", server_default=None)
    op.add_column("message", sa.Column("called_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "called_at")
    op.drop_column("message", "calls")
