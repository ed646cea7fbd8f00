"""Hours and households of vacancies; what a hire asks of its employer beside the route."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_hours_and_duties"
down_revision = "0003_tell_schemes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("vacancies", sa.Column("hours_week", sa.SmallInteger()))
    op.add_column("vacancies", sa.Column("household", sa.Boolean()))
    for name in ("young", "domestic"):
        column = sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column("hires", column)


def downgrade() -> None:
    for name in ("young", "domestic"):
        op.drop_column("hires", name)
    op.drop_column("vacancies", "household")
    op.drop_column("vacancies", "hours_week")
