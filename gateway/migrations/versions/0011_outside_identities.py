"""Identities at providers, and the sessions that they opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_outside_identities"
down_revision = "0010_credentials"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "outside_identity",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "account_id",
            sa.Uuid(),
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )
    op.create_index(
        "outside_identity_one", "outside_identity", ["account_id", "provider"], unique=True
    )
    op.add_column("session", sa.Column("identity_id", sa.Uuid()))
    op.add_column("session", sa.Column("outside", sa.String(64)))


def downgrade() -> None:
    op.drop_column("session", "outside")
    op.drop_column("session", "identity_id")
    op.drop_table("outside_identity")
