"""The session in which an import is worked through.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_job", sa.Column("session_id", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("import_job", "session_id")
