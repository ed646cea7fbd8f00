"""The round of a candidacy to which a grant belongs.

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
    op.add_column("grants", first)
    op.alter_column("grants", "round", server_default=None)


def downgrade() -> None:
    op.drop_column("grants", "round")
