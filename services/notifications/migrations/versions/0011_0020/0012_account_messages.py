"""Messages about accounts of the gateway, by id."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_account_messages"
down_revision = "0011_places_taken"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_message",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer(), nullable=False),
    )
    op.create_index(
        "account_message_due",
        "account_message",
        ["due_at"],
        postgresql_where=sa.text("state = 'queued'"),
    )


def downgrade() -> None:
    op.drop_table("account_message")
