"""Who is to call: the agency and the agent of the person, no longer those of the vacancy."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("agency_id", sa.String(80), nullable=True))
    op.add_column("message", sa.Column("agent_id", sa.Uuid(), nullable=True))
    op.create_index("message_by_agency", "message", ["agency_id"])
    # Calls that wait go back to the sender, which asks once more who follows the person.
    op.execute(
        "UPDATE message SET channel = NULL, attempts = 0, due_at = now()"
        " WHERE state = 'queued' AND channel = 'agent'"
    )


def downgrade() -> None:
    op.drop_index("message_by_agency", "message")
    op.drop_column("message", "agent_id")
    op.drop_column("message", "agency_id")
