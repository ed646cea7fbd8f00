"""Tries counted before a secret is looked at.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_tries"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "tries",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sa.Column("opens_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("tries")
