"""News of places in training: which request, and the day that the words say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_places"
down_revision = "0014_news"
branch_labels = None
depends_on = None

_TABLES = ("news", "notice")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("request_id", sa.Uuid()))
        op.add_column(table, sa.Column("day", sa.Date()))


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f"DELETE FROM {table} WHERE request_id IS NOT NULL")  # noqa: S608 - a name above
        op.drop_column(table, "day")
        op.drop_column(table, "request_id")
