"""Events that wait, or were buried, lose what they told that follows from a residence title."""

from __future__ import annotations

from alembic import op

revision = "0008_without_titles"
down_revision = "0007_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE dead_letters SET envelope = jsonb_set("
        "envelope #- '{data,route}' #- '{data,schemes}', '{version}', '2')"
        " WHERE envelope->>'type' = 'profile.updated'"
    )


def downgrade() -> None:
    """Nothing comes back: what follows from a title is told no more."""
