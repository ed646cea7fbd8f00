"""A mark on the receipt of an erasure, by which the next file is refused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("erasures", sa.Column("mark", sa.String(64), nullable=True))
    op.create_index("erasures_mark", "erasures", ["mark"])


def downgrade() -> None:
    op.drop_index("erasures_mark", "erasures")
    op.drop_column("erasures", "mark")
