"""On which day somebody was last heard of, and who was asked whether they stay.

Nobody is asked for what was before: everybody counts as heard of on the day of the migration.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017_retention"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "profiles",
        sa.Column(
            "last_active_on", sa.Date(), nullable=False, server_default=sa.text("CURRENT_DATE")
        ),
    )
    op.add_column("profiles", sa.Column("aside_on", sa.Date()))
    op.create_table(
        "dormancy",
        sa.Column(
            "profile_id",
            sa.Uuid(),
            sa.ForeignKey("profiles.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("id", sa.Uuid(), nullable=False, unique=True),
        sa.Column("by_message", sa.Boolean(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("again_on", sa.Date()),
        sa.Column("answered_on", sa.Date()),
    )
    op.create_index("profiles_last_active", "profiles", ["last_active_on"])


def downgrade() -> None:
    op.drop_table("dormancy")
    op.drop_index("profiles_last_active", "profiles")
    op.drop_column("profiles", "aside_on")
    op.drop_column("profiles", "last_active_on")
