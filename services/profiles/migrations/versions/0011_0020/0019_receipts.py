"""Erasures that every place answers for, and their signed receipts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from amuddu.kit.events import tables as plumbing

revision = "0019_receipts"
down_revision = "0018_own_data"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    plumbing.create_tables(op.get_bind())
    op.create_table(
        "erasure_processes",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("told_at", _MOMENT, nullable=False),
        sa.Column("completed_at", _MOMENT),
        sa.Column("profile_ids", postgresql.ARRAY(sa.Uuid())),
        sa.Column("sought", sa.LargeBinary()),
        sa.Column("token_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("final", sa.Text()),
    )
    op.create_index(
        "erasure_processes_open",
        "erasure_processes",
        ["begun_at"],
        postgresql_where=sa.text("completed_at IS NULL"),
    )
    op.create_table(
        "erasure_places",
        sa.Column(
            "erasure_id",
            sa.Uuid(),
            sa.ForeignKey("erasure_processes.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("place", sa.String(32), primary_key=True),
        sa.Column("acknowledged_at", _MOMENT),
        sa.Column("kept", postgresql.JSONB(), nullable=False, server_default="[]"),
    )
    op.create_table(
        "receipt_keys",
        sa.Column("key_id", sa.String(16), primary_key=True),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("vouched_by", sa.String(16), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    for table in ("receipt_keys", "erasure_places", "erasure_processes"):
        op.drop_table(table)
    plumbing.drop_erasures(op.get_bind())
