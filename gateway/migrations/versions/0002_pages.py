"""Forms that were sent, and cards with a square code.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sent_form",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "card",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "account_id",
            sa.Uuid(),
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("pin_hash", sa.String(255), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_by_role", sa.String(20), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("used_at", MOMENT),
        sa.Column("stopped_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
    )
    # One card that works for each person.
    op.create_index(
        "card_living", "card", ["account_id"], unique=True, postgresql_where="stopped_at IS NULL"
    )


def downgrade() -> None:
    op.drop_table("card")
    op.drop_table("sent_form")
