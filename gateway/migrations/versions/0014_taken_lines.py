"""Lines of the first page that somebody of a team looks after."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_taken_lines"
down_revision = "0013_partners"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "taken_line",
        sa.Column("team", sa.String(90), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("about", sa.Uuid(), primary_key=True),
        sa.Column(
            "account_id",
            sa.Uuid(),
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("until", sa.Date()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("taken_line")
