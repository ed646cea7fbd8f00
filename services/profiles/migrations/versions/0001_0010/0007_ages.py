"""The month of birth where it decides something, and the agreements of parents and guardians."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("residence", sa.Column("birth_month", sa.SmallInteger()))
    op.create_table(
        "guardian_agreements",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column(
            "profile_id",
            sa.Uuid(),
            sa.ForeignKey("profiles.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(16), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(16), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
    )
    op.create_index(
        "guardian_agreements_of", "guardian_agreements", ["profile_id", sa.text("id DESC")]
    )


def downgrade() -> None:
    op.drop_index("guardian_agreements_of", "guardian_agreements")
    op.drop_table("guardian_agreements")
    op.drop_column("residence", "birth_month")
