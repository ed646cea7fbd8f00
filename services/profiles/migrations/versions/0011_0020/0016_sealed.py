"""What people said and what is sensitive about them is sealed, each row under its person's key.

SQL has no keys: what is in clear moves to `unsealed`, whence the service seals it before it serves
(`amuddu vault seal` does it apart). Processes of before cannot run on these tables: stop them
first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015_releases"
branch_labels = None
depends_on = None

_SEALED = ("profiles", "residence", "guardian_agreements", "notes", "merges", "merge_snapshots")
_MOVED = {
    "profiles": ("id::text", "id"),
    "residence": ("profile_id::text", "profile_id"),
    "guardian_agreements": ("id::text", "profile_id"),
    "notes": ("id::text", "profile_id"),
    "merges": ("id::text", "kept_id"),
    "former_refs": ("concat(agency_id, ' ', external_ref)", "profile_id"),
}
_DOCUMENTS = ("occupations", "skills", "experience", "languages", "contract_types")


def _gone() -> dict[str, tuple[sa.Column, ...]]:
    return {
        "profiles": (
            sa.Column("search_key", sa.Text(), server_default=""),
            sa.Column("sound_key", sa.Text(), server_default="", nullable=False),
            sa.Column("given_name", sa.String(160)),
            sa.Column("family_name", sa.String(160)),
            sa.Column("sex", sa.String(1)),
            sa.Column("email", sa.Text()),
            sa.Column("phone", sa.String(32)),
            sa.Column("channel", sa.String(8)),
            sa.Column("language", sa.String(2)),
            sa.Column("about", sa.Text()),
            *(sa.Column(name, postgresql.JSONB()) for name in _DOCUMENTS),
            sa.Column("place", sa.String(80)),
            sa.Column("max_distance_km", sa.SmallInteger()),
            sa.Column("available_from", sa.Date()),
            sa.Column("external_ref", sa.String(300)),
        ),
        "residence": (
            sa.Column("nationality", sa.String(2)),
            sa.Column("birth_year", sa.SmallInteger()),
            sa.Column("birth_month", sa.SmallInteger()),
            sa.Column("status", sa.String(80)),
            sa.Column("overlays", postgresql.JSONB()),
            sa.Column("underlying", sa.String(80)),
            sa.Column("valid_until", sa.Date()),
            sa.Column("review_on", sa.Date()),
        ),
        "guardian_agreements": (
            sa.Column("given", sa.Boolean()),
            sa.Column("method", sa.String(16)),
        ),
        "notes": (sa.Column("text", sa.Text()),),
        "merges": (sa.Column("removed_ref", sa.String(300)),),
        "merge_snapshots": tuple(
            sa.Column(name, postgresql.JSONB()) for name in ("before", "after", "notes")
        ),
    }


def upgrade() -> None:
    op.create_table(
        "unsealed",
        sa.Column("kind", sa.String(24), primary_key=True),
        sa.Column("id", sa.String(400), primary_key=True),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("clear", postgresql.JSONB(), nullable=False),
    )
    for table, (key, person) in _MOVED.items():
        op.execute(
            "INSERT INTO unsealed (kind, id, person, clear)"  # noqa: S608 - names of this file
            f" SELECT '{table}', {key}, {person}, to_jsonb(t) FROM {table} t"
        )
    op.execute(
        "INSERT INTO unsealed (kind, id, person, clear)"
        " SELECT 'merge_snapshots', s.merge_id::text, m.kept_id, to_jsonb(s)"
        " FROM merge_snapshots s JOIN merges m ON m.id = s.merge_id"
    )
    op.execute("DELETE FROM former_refs")
    op.execute("DELETE FROM profile_keys")
    _columns()


def _columns() -> None:
    for table in _SEALED:
        op.add_column(table, sa.Column("sealed", sa.LargeBinary()))
    op.add_column("profiles", sa.Column("ref_digest", sa.String(64)))
    op.add_column(
        "profiles",
        sa.Column("tokens", postgresql.ARRAY(sa.BigInteger()), nullable=False, server_default="{}"),
    )
    op.add_column("residence", sa.Column("looked_on", sa.Date()))
    op.add_column("merge_snapshots", sa.Column("profile_id", sa.Uuid()))
    op.execute(
        "UPDATE merge_snapshots s SET profile_id = m.kept_id FROM merges m WHERE m.id = s.merge_id"
    )
    op.drop_table("former_refs")
    op.create_table(
        "former_refs",
        sa.Column("agency_id", sa.String(80), primary_key=True),
        sa.Column("ref_digest", sa.String(64), primary_key=True),
        _of_profile(),
        sa.Column("sealed", sa.LargeBinary()),
    )
    op.drop_constraint("profiles_external_ref", "profiles")
    op.drop_index("residence_review", "residence")
    for table, columns in _gone().items():
        for column in columns:
            op.drop_column(table, column.name)
    op.create_unique_constraint("profiles_ref_digest", "profiles", ["agency_id", "ref_digest"])
    op.create_index("residence_looked", "residence", ["looked_on"])


def _of_profile() -> sa.Column:
    return sa.Column(
        "profile_id",
        sa.Uuid(),
        sa.ForeignKey("profiles.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )


def downgrade() -> None:
    """The tables as they were, without what was sealed: that opens by no SQL."""
    op.drop_index("residence_looked", "residence")
    op.drop_constraint("profiles_ref_digest", "profiles")
    op.drop_table("former_refs")
    op.create_table(
        "former_refs",
        sa.Column("agency_id", sa.String(80), primary_key=True),
        sa.Column("external_ref", sa.String(300), primary_key=True),
        _of_profile(),
    )
    for table, columns in _gone().items():
        for column in columns:
            op.add_column(table, column)
    op.create_unique_constraint("profiles_external_ref", "profiles", ["agency_id", "external_ref"])
    op.create_index("residence_review", "residence", ["review_on"])
    op.drop_column("merge_snapshots", "profile_id")
    op.drop_column("residence", "looked_on")
    op.drop_column("profiles", "tokens")
    op.drop_column("profiles", "ref_digest")
    for table in _SEALED:
        op.drop_column(table, "sealed")
    op.drop_table("unsealed")
