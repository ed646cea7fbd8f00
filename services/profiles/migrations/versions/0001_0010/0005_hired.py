"""When a person was taken on, so that what happened can be counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("grants", sa.Column("hired_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("grants", "hired_at")
