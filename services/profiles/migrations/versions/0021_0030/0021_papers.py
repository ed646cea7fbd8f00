"""Papers of hires."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021_papers"
down_revision = "0020_again"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "profile_id",
            sa.Uuid(),
            sa.ForeignKey("profiles.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("candidacy_id", sa.Uuid(), nullable=False),
        sa.Column("media_type", sa.String(24), nullable=False),
        sa.Column("pages", sa.SmallInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_role", sa.String(16), nullable=False),
        sa.Column("read_at", _MOMENT),
        sa.Column("sealed", sa.LargeBinary()),
    )
    op.create_index("papers_of", "papers", ["profile_id"])
    op.create_index("papers_of_hire", "papers", ["candidacy_id", "added_at"])


def downgrade() -> None:
    op.drop_table("papers")
