"""Agencies, accounts, sessions, sign-in attempts.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("place", sa.String(80)),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("login", sa.String(254), nullable=False, unique=True),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("display_name", sa.String(160), nullable=False),
        sa.Column("organisation", sa.String(160)),
        sa.Column("employer_id", sa.Uuid()),
        sa.Column("agency_id", sa.String(80), sa.ForeignKey("agency.id")),
        sa.Column("profile_id", sa.Uuid()),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
    )
    op.create_table(
        "session",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column(
            "account_id",
            sa.Uuid(),
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False, index=True),
        sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("login_digest", sa.String(64), nullable=False, index=True),
        sa.Column("address_digest", sa.String(64), nullable=False, index=True),
        sa.Column("at", MOMENT, nullable=False, server_default=sa.func.now(), index=True),
    )


def downgrade() -> None:
    for table in ("attempt", "session", "account", "agency"):
        op.drop_table(table)
