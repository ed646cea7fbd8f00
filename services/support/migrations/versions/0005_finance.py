"""Finance: the directory of products, and refusals that name nobody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_finance"
down_revision = "0004_certificates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "finance_products",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("key", sa.String(340), nullable=False),
        sa.Column("institution", sa.String(160), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("papers", postgresql.ARRAY(sa.String(24)), nullable=False),
        sa.Column("amount_least", sa.Numeric(10, 2)),
        sa.Column("amount_most", sa.Numeric(10, 2)),
        sa.Column("places", postgresql.ARRAY(sa.String(80)), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(160), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("key", name="finance_products_once"),
    )
    op.create_table(
        "finance_refusals",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("product_id", sa.Uuid(), sa.ForeignKey("finance_products.id")),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("place", sa.String(80)),
        sa.Column("month", sa.Date(), nullable=False),
    )
    op.create_index("finance_refusals_of_month", "finance_refusals", ["month"])


def downgrade() -> None:
    op.drop_table("finance_refusals")
    op.drop_table("finance_products")
