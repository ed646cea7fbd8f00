"""Erasures that are done again where a restored backup brought people back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020_again"
down_revision = "0019_receipts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("erasure_processes", sa.Column("again_in", sa.String(16)))
    op.add_column("erasure_processes", sa.Column("marks", postgresql.ARRAY(sa.String(64))))


def downgrade() -> None:
    op.drop_column("erasure_processes", "marks")
    op.drop_column("erasure_processes", "again_in")
