"""The round of a candidacy in which an invitation was made.

What is there already counts as the first round, in every service alike.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    first = sa.Column("round", sa.Integer(), nullable=False, server_default="1")
    op.add_column("invitation", first)
    op.alter_column("invitation", "round", server_default=None)


def downgrade() -> None:
    op.drop_column("invitation", "round")
