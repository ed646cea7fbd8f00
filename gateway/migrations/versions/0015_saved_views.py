"""Views of the ranked list that somebody of an agency named."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_saved_views"
down_revision = "0014_taken_lines"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "account_id",
            sa.Uuid(),
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("agency_id", sa.String(80), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("query", sa.String(400), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.UniqueConstraint("account_id", "agency_id", "name", name="saved_view_name"),
    )
    op.create_index("saved_view_agency", "saved_view", ["agency_id"])


def downgrade() -> None:
    op.drop_table("saved_view")
