"""Public offers as partners hear of them, webhooks, and messages to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013_partners"
down_revision = "0012_account_messages"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("CREATE SEQUENCE shared_offer_number")
    op.create_table(
        "shared_offer",
        sa.Column("vacancy_id", sa.Uuid(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("facts", JSONB()),
        sa.Column("number", sa.BigInteger(), unique=True),
        sa.Column("last", sa.String(16)),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_index("shared_offer_changed", "shared_offer", ["changed_at"])
    _webhooks()


def _webhooks() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("partner_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("events", JSONB(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("former", sa.LargeBinary()),
        sa.Column("former_until", MOMENT),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("failing_since", MOMENT),
        sa.Column("free_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    whose = sa.ForeignKey("webhook.id", ondelete="CASCADE")
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("webhook_id", sa.Uuid(), whose, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("failure", sa.String(16)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("settled_at", MOMENT),
    )
    op.create_index("webhook_delivery_of", "webhook_delivery", ["webhook_id", "number"])
    op.create_index(
        "webhook_delivery_due",
        "webhook_delivery",
        ["webhook_id", "due_at"],
        postgresql_where=sa.text("state = 'queued'"),
    )


def downgrade() -> None:
    for table in ("webhook_delivery", "webhook", "shared_offer"):
        op.drop_table(table)
    op.execute("DROP SEQUENCE shared_offer_number")
