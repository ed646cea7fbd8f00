"""Places of a vacancy that hires take."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_places_taken"
down_revision = "0014_erasures"
branch_labels = None
depends_on = None

_COUNTED = """
    UPDATE vacancies SET places_taken = taken.number
    FROM (
        SELECT vacancy_id, LEAST(count(*), 32767) AS number
        FROM hires WHERE state <> 'abandoned' GROUP BY vacancy_id
    ) AS taken
    WHERE vacancies.id = taken.vacancy_id
"""
"""Those that were full before stay open until the next hire or change: nothing is told here."""


def upgrade() -> None:
    column = sa.Column("places_taken", sa.SmallInteger(), nullable=False, server_default="0")
    op.add_column("vacancies", column)
    op.execute(_COUNTED)


def downgrade() -> None:
    op.drop_column("vacancies", "places_taken")
