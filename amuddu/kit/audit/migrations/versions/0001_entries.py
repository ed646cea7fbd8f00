"""The chain of entries, to which rows are added and from which none goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.Column("agency_id", sa.String(80)),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject", sa.Uuid()),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("elsewhere", sa.Boolean(), nullable=False),
        sa.Column("emergency", sa.Uuid()),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
    )
    op.create_index("entries_of_subject", "entries", ["subject", "number"])
    op.create_index("entries_of_actor", "entries", ["actor_id", "at"])
    op.create_index("entries_at", "entries", ["at"])
    op.execute(
        "CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
    )


def downgrade() -> None:
    op.drop_table("entries")
    op.execute("DROP FUNCTION refuse_rewriting()")
