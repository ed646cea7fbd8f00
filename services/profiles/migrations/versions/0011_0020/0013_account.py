"""What happened with accounts, changes of contact that wait, and whose agency noted a consent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_account"
down_revision = "0012_three_agree"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _of_profile() -> sa.Column[object]:
    return sa.Column(
        "profile_id", sa.Uuid(), sa.ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False
    )


def upgrade() -> None:
    op.add_column("consents", sa.Column("organisation", sa.Text()))
    op.create_table(
        "contact_changes",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _of_profile(),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("by_message", sa.Boolean(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.String(16), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
    )
    op.create_index(
        "contact_changes_waiting",
        "contact_changes",
        ["profile_id"],
        unique=True,
        postgresql_where="state = 'waiting'",
    )
    op.create_index(
        "contact_changes_of", "contact_changes", ["profile_id", sa.text("asked_at DESC")]
    )
    op.create_table(
        "account_events",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _of_profile(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("purpose", sa.String(16)),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column(
            "change_id",
            sa.Uuid(),
            sa.ForeignKey("contact_changes.id", ondelete="CASCADE"),
            index=True,
        ),
    )
    op.create_index("account_events_of", "account_events", ["profile_id", sa.text("at DESC")])


def downgrade() -> None:
    op.drop_table("account_events")
    op.drop_table("contact_changes")
    op.drop_column("consents", "organisation")
