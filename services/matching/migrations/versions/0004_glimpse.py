"""What an employer may read of somebody before their yes, kept as it was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_glimpse"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("candidacy", sa.Column("glimpse", postgresql.JSONB()))


def downgrade() -> None:
    op.drop_column("candidacy", "glimpse")
