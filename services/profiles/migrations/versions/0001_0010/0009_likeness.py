"""Keys by which people are found and recognised; merges of two profiles, and their undoing.

Existing people get their keys from the worker, some at a time: SQL does not know how names sound.
Until then they are found by the spelling of their names and by their codes, as before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _of_profile(name: str, *, primary_key: bool = False, index: bool = False) -> sa.Column:
    return sa.Column(
        name,
        sa.Uuid(),
        sa.ForeignKey("profiles.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
        index=index,
    )


def _instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _documents(name: str) -> sa.Column:
    return sa.Column(name, postgresql.JSONB(), nullable=False)


def _keys() -> None:
    op.add_column("profiles", sa.Column("sound_key", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "profiles", sa.Column("keyed", sa.SmallInteger(), nullable=False, server_default="0")
    )
    op.create_table(
        "profile_keys",
        _of_profile("profile_id", primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("agency_id", sa.String(80), nullable=False),
    )
    op.create_index("profile_keys_of_agency", "profile_keys", ["agency_id", "key"])
    op.create_table(
        "former_refs",
        sa.Column("agency_id", sa.String(80), primary_key=True),
        sa.Column("external_ref", sa.String(300), primary_key=True),
        _of_profile("profile_id", index=True),
    )


def _merges() -> None:
    op.create_table(
        "different_people",
        _of_profile("first_id", primary_key=True),
        _of_profile("second_id", primary_key=True),
        _instant("at"),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_role", sa.String(16), nullable=False),
    )
    op.create_table(
        "merges",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("agency_id", sa.String(80), nullable=False),
        _of_profile("kept_id"),
        sa.Column("removed_id", sa.Uuid(), nullable=False),
        sa.Column("removed_code", sa.String(12), nullable=False),
        sa.Column("removed_ref", sa.String(300)),
        sa.Column("removed_agent_id", sa.Uuid()),
        _instant("merged_at"),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_role", sa.String(16), nullable=False),
        _instant("undo_until"),
        _instant("undone_at", nullable=True),
        sa.Column("undone_by_id", sa.Uuid()),
        _instant("purged_at", nullable=True),
    )
    op.create_index("merges_of_agency", "merges", ["agency_id", sa.desc("merged_at")])
    op.create_index("merges_removed", "merges", ["removed_id"])
    op.create_table(
        "merge_snapshots",
        sa.Column(
            "merge_id",
            sa.Uuid(),
            sa.ForeignKey("merges.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        _documents("before"),
        _documents("after"),
        _documents("notes"),
    )


def upgrade() -> None:
    _keys()
    _merges()


def downgrade() -> None:
    for table in ("merge_snapshots", "merges", "different_people", "former_refs", "profile_keys"):
        op.drop_table(table)
    op.drop_column("profiles", "keyed")
    op.drop_column("profiles", "sound_key")
