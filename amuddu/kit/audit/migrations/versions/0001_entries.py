"""The chain of entries, alerts and their answers: rows are added, and none goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = ("entries", "alerts", "answers")


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
    op.create_table(
        "alerts",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.Column("subject", sa.Uuid()),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usual", sa.BigInteger()),
    )
    op.create_index("alerts_noticed_at", "alerts", ["noticed_at"])
    op.create_table(
        "answers",
        sa.Column("alert_id", sa.Uuid(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
    )
    op.execute(
        "CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in _TABLES:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_rewriting()")
