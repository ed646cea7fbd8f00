"""Erasures that are carried out and answered for."""

from __future__ import annotations

from alembic import op

from amuddu.kit.events import tables as plumbing

revision = "0010_erasures"
down_revision = "0009_officer_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    plumbing.create_tables(op.get_bind())


def downgrade() -> None:
    plumbing.drop_erasures(op.get_bind())
