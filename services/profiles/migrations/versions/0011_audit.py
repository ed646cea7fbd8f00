"""What the audit calls a person, and how their profile began; accesses move to the audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_audit"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Old code goes on writing rows of `accesses`, which the new worker moves."""
    op.add_column("profiles", sa.Column("audit_id", sa.Uuid()))
    op.add_column("profiles", sa.Column("entered", sa.String(16)))
    op.execute("ALTER TABLE profiles ALTER COLUMN audit_id SET DEFAULT gen_random_uuid()")
    op.execute("UPDATE profiles SET audit_id = gen_random_uuid() WHERE audit_id IS NULL")
    op.execute(
        "UPDATE profiles SET entered = (SELECT action FROM accesses WHERE profile_id = profiles.id"
        " AND action IN ('created', 'imported') ORDER BY accesses.id LIMIT 1)"
    )


def downgrade() -> None:
    op.drop_column("profiles", "entered")
    op.drop_column("profiles", "audit_id")
