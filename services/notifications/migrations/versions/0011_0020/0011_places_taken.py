"""Word that the places of a vacancy are taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_places_taken"
down_revision = "0010_erasures"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("vacancy_id", sa.Uuid()),
    ("agency_id", sa.String(80)),
    ("agent_id", sa.Uuid()),
    ("language", sa.String(16)),
)


def upgrade() -> None:
    for name, kind in _COLUMNS:
        op.add_column("notice", sa.Column(name, kind))


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE vacancy_id IS NOT NULL")
    for name, _ in _COLUMNS:
        op.drop_column("notice", name)
