"""Why the work of a vacancy needs a language that few people in Morocco speak."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_language_reason"
down_revision = "0010_releases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("vacancies", sa.Column("language_reason", sa.String(16)))


def downgrade() -> None:
    op.drop_column("vacancies", "language_reason")
