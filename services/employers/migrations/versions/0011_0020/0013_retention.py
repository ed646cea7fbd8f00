"""Logs of hires and claims may go in a transaction that follows the table of retention."""

from __future__ import annotations

from alembic import op

revision = "0013_retention"
down_revision = "0012_wording"
branch_labels = None
depends_on = None

_LOGS = ("hire_log", "claim_log")


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION refuse_change_but_retention() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND current_setting('amuddu.retention', true) = 'on' THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION '% keeps its rows: % refused', TG_TABLE_NAME, TG_OP
                USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    for table in _LOGS:
        _guard(table, "refuse_change_but_retention")


def downgrade() -> None:
    for table in _LOGS:
        _guard(table, "refuse_change")
    op.execute("DROP FUNCTION refuse_change_but_retention()")


def _guard(table: str, function: str) -> None:
    op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function}()"
    )
