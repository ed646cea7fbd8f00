"""Nothing that follows from a residence title: no routes, no verdicts, nor the traces of them.

Columns, stored facts, the reason of a setting aside, and events that still wait or were buried.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_without_titles"
down_revision = "0005"
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
    # What must not be kept goes at once; the release that read it is stopped before (0048).
    for column in ("route", "schemes"):
        op.execute(f"-- squawk-ignore ban-drop-column\nALTER TABLE candidate DROP COLUMN {column}")
    op.execute("UPDATE candidate SET facts = facts - 'route' - 'schemes' WHERE facts IS NOT NULL")
    op.execute("UPDATE transition SET reason = 'other' WHERE reason = 'route'")
    for table in ("outbox", "dead_letters"):
        op.execute(_WAITING.format(table=table))


def downgrade() -> None:
    """What was known comes back with the events that profiles tells anew."""
    op.add_column(
        "candidate", sa.Column("route", sa.String(24), nullable=False, server_default="ask")
    )
    op.add_column(
        "candidate",
        sa.Column("schemes", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'")),
    )
