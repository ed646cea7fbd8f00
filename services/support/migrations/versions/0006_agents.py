"""The agent of who applies for a scholarship, who helps them with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_agents"
down_revision = "0005_finance"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scholarship_applications", sa.Column("agent_id", sa.Uuid()))


def downgrade() -> None:
    op.drop_column("scholarship_applications", "agent_id")
