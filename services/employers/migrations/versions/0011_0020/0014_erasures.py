"""Erasures that are carried out and answered for; a file of a hire may stay without its person."""

from __future__ import annotations

from alembic import op

from amuddu.kit.events import tables as plumbing

revision = "0014_erasures"
down_revision = "0013_retention"
branch_labels = None
depends_on = None


_LOGS = ("claim_log", "hire_log")
_UNNAMED = """
    CREATE FUNCTION refuse_change_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND current_setting('amuddu.retention', true) = 'on' THEN
            RETURN OLD;
        END IF;
        IF current_setting('amuddu.erasing', true) = 'on' THEN
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            IF NEW.note = ''
                AND to_jsonb(NEW) - 'note' - 'hire_id' = to_jsonb(OLD) - 'note' - 'hire_id'
            THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION '% keeps its rows: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'restrict_violation';
    END $$
"""
"""In the transaction of an erasure a line may go, or lose its words and lead to a file without its
person; what was done, when and by whom stays. In one that follows the table of retention a line may
go."""


def upgrade() -> None:
    plumbing.create_tables(op.get_bind())
    op.alter_column("hires", "profile_id", nullable=True)
    op.execute(_UNNAMED)
    _guard("refuse_change_but_erasing")


def _guard(function: str) -> None:
    for table in _LOGS:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {function}()"
        )


def downgrade() -> None:
    """Files without a person stay as they are: nobody can say whose they were."""
    _guard("refuse_change_but_retention")
    op.execute("DROP FUNCTION refuse_change_but_erasing()")
    plumbing.drop_erasures(op.get_bind())
