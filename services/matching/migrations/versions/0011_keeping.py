"""How the service stands: its workers, and decisions on buried events."""

from __future__ import annotations

from alembic import op

from amuddu.kit.keeping import tables as keeping

revision = "0011_keeping"
down_revision = "0010_interviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    keeping.create_tables(op.get_bind())


def downgrade() -> None:
    keeping.drop_tables(op.get_bind())
