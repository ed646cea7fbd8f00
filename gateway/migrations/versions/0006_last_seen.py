"""On which day an account was last used. Everybody counts as seen on the day of the migration."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_last_seen"
down_revision = "0005_tries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    today = sa.text("CURRENT_DATE")
    op.add_column(
        "account", sa.Column("last_seen_on", sa.Date(), nullable=False, server_default=today)
    )
    op.execute("DELETE FROM attempt")  # nothing reads or writes it since there are `tries`


def downgrade() -> None:
    op.drop_column("account", "last_seen_on")
