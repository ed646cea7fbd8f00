"""A yes is seen by the gateway as well; those that are known stand as if it had seen them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022_witnessed"
down_revision = "0021_papers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    count = sa.Column("witnessed_round", sa.Integer(), nullable=False, server_default="0")
    op.add_column("grants", count)
    op.add_column("grants", sa.Column("witnessed_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE grants SET witnessed_round = answered_round, witnessed_at = answered_at"
        " WHERE answer = 'yes'"
    )


def downgrade() -> None:
    op.drop_column("grants", "witnessed_at")
    op.drop_column("grants", "witnessed_round")
