"""Events that wait, or were buried, lose what they told that follows from a residence title."""

from __future__ import annotations

from alembic import op

revision = "0015_without_titles"
down_revision = "0014_audit"
branch_labels = None
depends_on = None

_WAITING = """
    UPDATE {table} SET envelope = jsonb_set(
        envelope #- '{{data,route}}' #- '{{data,schemes}}' #- '{{data,scheme_verdict}}',
        '{{version}}', '2'
    )
    WHERE envelope->>'type' IN ('profile.updated', 'candidate.hired')
"""


def upgrade() -> None:
    for table in ("outbox", "dead_letters"):
        op.execute(_WAITING.format(table=table))


def downgrade() -> None:
    """Nothing comes back: what follows from a title is told no more."""
