"""Links of centres."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_desks"
down_revision = "0006_agents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "centre_links",
        sa.Column("centre_id", sa.Uuid(), sa.ForeignKey("centres.id"), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
    )
    op.create_index("centre_links_digest", "centre_links", ["digest"], unique=True)


def downgrade() -> None:
    op.drop_table("centre_links")
