"""What was changed of people, corrections that they ask for, exports that were made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018_own_data"
down_revision = "0017_retention"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _of_profile() -> sa.Column[object]:
    return sa.Column(
        "profile_id", sa.Uuid(), sa.ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False
    )


def upgrade() -> None:
    op.create_table(
        "field_changes",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _of_profile(),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.Column("merge_id", sa.Uuid()),
    )
    op.create_index("field_changes_of", "field_changes", ["profile_id", sa.text("at DESC")])
    op.create_table(
        "corrections",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _of_profile(),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_role", sa.String(16)),
        sa.Column("decided_organisation", sa.Text()),
    )
    op.create_index("corrections_of", "corrections", ["profile_id", sa.text("asked_at DESC")])
    op.create_index(
        "corrections_open", "corrections", ["asked_at"], postgresql_where=sa.text("state = 'asked'")
    )
    op.create_table(
        "exports",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _of_profile(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_role", sa.String(16), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.Column("reason", sa.String(24)),
    )
    op.create_index("exports_of", "exports", ["profile_id", sa.text("at DESC")])
    op.create_index("exports_by", "exports", ["by_id", sa.text("at DESC")])


def downgrade() -> None:
    op.drop_table("exports")
    op.drop_table("corrections")
    op.drop_table("field_changes")
