"""Employers that sign up themselves: what they declare, where they stand, who found what.

Those of before were entered by an agency, which answers for them: `entered`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017_standing"
down_revision = "0016_reports"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_NUMBERS = {"ice": 15, "cnss": 7, "rc_number": 9, "rc_court": 80, "address": 160, "phone": 30}
_LIST = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    state = sa.Column("state", sa.String(16), nullable=False, server_default="entered")
    op.add_column("employers", state)
    for name, length in _NUMBERS.items():
        op.add_column("employers", sa.Column(name, sa.String(length)))
    none = sa.text("'[]'::jsonb")
    op.add_column("employers", sa.Column("to_mend", _LIST, nullable=False, server_default=none))
    note = sa.Column("note", sa.String(500), nullable=False, server_default="")
    op.add_column("employers", note)
    op.add_column("employers", sa.Column("basis", sa.String(16)))
    for name in ("declared_at", "verified_at"):
        op.add_column("employers", sa.Column(name, _MOMENT))
    now = sa.text("now()")
    op.add_column("employers", sa.Column("updated_at", _MOMENT, nullable=False, server_default=now))
    op.add_column("employers", sa.Column("merged_into", sa.Uuid()))
    op.create_index(
        "employers_ice", "employers", ["ice"], postgresql_where=sa.text("ice IS NOT NULL")
    )
    op.create_index(
        "employers_ice_verified",
        "employers",
        ["ice"],
        unique=True,
        postgresql_where=sa.text("state = 'verified'"),
    )
    _log()


def _log() -> None:
    op.create_table(
        "employer_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("employer_id", sa.Uuid(), sa.ForeignKey("employers.id"), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("reasons", _LIST, nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("other_id", sa.Uuid()),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("employer_log_of", "employer_log", ["employer_id", "id"])
    op.execute(
        "CREATE TRIGGER employer_log_append_only BEFORE UPDATE OR DELETE ON employer_log"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """What was declared and found is lost; nobody else keeps it."""
    op.drop_table("employer_log")
    for name in ("employers_ice_verified", "employers_ice"):
        op.drop_index(name, table_name="employers")
    more = ("state", "to_mend", "note", "basis", "declared_at", "verified_at", "updated_at")
    for name in (*more, "merged_into", *_NUMBERS):
        op.drop_column("employers", name)
