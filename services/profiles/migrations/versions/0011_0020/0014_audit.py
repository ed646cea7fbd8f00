"""What the audit calls a person, and how their profile began; accesses move to the audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_audit"
down_revision = "0013_account"
branch_labels = None
depends_on = None


def _of_profile(*, primary_key: bool = False) -> sa.Column:
    return sa.Column(
        "profile_id",
        sa.Uuid(),
        sa.ForeignKey("profiles.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


def upgrade() -> None:
    """Old code goes on writing rows of `accesses`, which the new worker moves."""
    op.add_column("profiles", sa.Column("audit_id", sa.Uuid()))
    op.add_column("profiles", sa.Column("entered", sa.String(16)))
    op.create_table(
        "emergencies",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _of_profile(),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("emergencies_of", "emergencies", ["profile_id", "actor_id"])
    op.create_table(
        "erasure_requests",
        _of_profile(primary_key=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_role", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("erasure_requests_due", "erasure_requests", ["due_at"])
    op.execute("ALTER TABLE profiles ALTER COLUMN audit_id SET DEFAULT gen_random_uuid()")
    op.execute("UPDATE profiles SET audit_id = gen_random_uuid() WHERE audit_id IS NULL")
    op.execute(
        "UPDATE profiles SET entered = (SELECT action FROM accesses WHERE profile_id = profiles.id"
        " AND action IN ('created', 'imported') ORDER BY accesses.id LIMIT 1)"
    )


def downgrade() -> None:
    op.drop_table("erasure_requests")
    op.drop_table("emergencies")
    op.drop_column("profiles", "entered")
    op.drop_column("profiles", "audit_id")
