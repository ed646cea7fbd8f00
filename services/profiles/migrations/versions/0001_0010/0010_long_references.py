"""References of files as long as an address on the web."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A longer limit alone: PostgreSQL rewrites no row for it."""
    op.alter_column("profiles", "external_ref", type_=sa.String(300), existing_type=sa.String(80))


def downgrade() -> None:
    """Longer references are cut."""
    op.alter_column(
        "profiles",
        "external_ref",
        type_=sa.String(80),
        existing_type=sa.String(300),
        postgresql_using="left(external_ref, 80)",
    )
