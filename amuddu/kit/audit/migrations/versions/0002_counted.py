"""How many rows of a kind were done with, for entries that are about nobody in particular."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entries", sa.Column("kind", sa.String(40)))
    op.add_column("entries", sa.Column("counted", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("entries", "counted")
    op.drop_column("entries", "kind")
