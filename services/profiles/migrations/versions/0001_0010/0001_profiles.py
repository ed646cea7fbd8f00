"""Profiles, residence, consents, accesses, grants, erasures; outbox and inbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from amuddu.kit.events import tables as plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# What people agreed to and who looked at them can be erased with the person, never rewritten.
_APPEND_ONLY = ("consents", "accesses")


def _instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _documents(name: str) -> sa.Column:
    return sa.Column(name, postgresql.JSONB(), nullable=False)


def _serial() -> sa.Column:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True)


def _of_profile(*, primary_key: bool = False) -> sa.Column:
    return sa.Column(
        "profile_id",
        sa.Uuid(),
        sa.ForeignKey("profiles.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


def _profiles() -> None:
    op.create_table(
        "profiles",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("owner_id", sa.Uuid()),
        sa.Column("agency_id", sa.String(80)),
        sa.Column("agent_id", sa.Uuid()),
        sa.Column("revision", sa.Integer(), nullable=False),
        _instant("created_at"),
        _instant("updated_at"),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("told_hash", sa.String(64)),
        sa.Column("rules_stamp", sa.String(64), nullable=False),
        sa.Column("given_name", sa.String(160), nullable=False),
        sa.Column("family_name", sa.String(160)),
        sa.Column("sex", sa.String(1)),
        sa.Column("email", sa.Text()),
        sa.Column("phone", sa.String(32)),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        _documents("occupations"),
        _documents("skills"),
        _documents("experience"),
        _documents("languages"),
        sa.Column("place", sa.String(80)),
        sa.Column("max_distance_km", sa.SmallInteger()),
        sa.Column("available_from", sa.Date()),
        _documents("contract_types"),
        sa.Column("external_ref", sa.String(80)),
        sa.UniqueConstraint("code", name="profiles_code"),
        sa.UniqueConstraint("owner_id", name="profiles_owner"),
        sa.UniqueConstraint("agency_id", "external_ref", name="profiles_external_ref"),
    )
    newest = [sa.desc("updated_at"), sa.desc("id")]
    op.create_index("profiles_of_agency", "profiles", ["agency_id", *newest])
    op.create_index("profiles_of_agent", "profiles", ["agent_id", *newest])


def _residence() -> None:
    op.create_table(
        "residence",
        _of_profile(primary_key=True),
        sa.Column("nationality", sa.String(2)),
        sa.Column("birth_year", sa.SmallInteger()),
        sa.Column("status", sa.String(80)),
        _documents("overlays"),
        sa.Column("underlying", sa.String(80)),
        sa.Column("valid_until", sa.Date()),
        sa.Column("review_on", sa.Date()),
    )
    op.create_index("residence_review", "residence", ["review_on"])


def _consents() -> None:
    op.create_table(
        "consents",
        _serial(),
        _of_profile(),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(16), nullable=False),
        _instant("recorded_at"),
        sa.Column("recorded_by", sa.String(16), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
    )
    op.create_index("consents_of", "consents", ["profile_id", "purpose", sa.desc("id")])


def _accesses() -> None:
    op.create_table(
        "accesses",
        _serial(),
        _of_profile(),
        _instant("at"),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.Column("action", sa.String(32), nullable=False),
    )
    op.create_index("accesses_of", "accesses", ["profile_id", sa.desc("id")])


def _grants() -> None:
    op.create_table(
        "grants",
        sa.Column("candidacy_id", sa.Uuid(), primary_key=True),
        _of_profile(),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid()),
        _instant("agreed_at", nullable=True),
        _instant("revoked_at", nullable=True),
        _instant("cancelled_at", nullable=True),
    )
    op.create_index("grants_of", "grants", ["profile_id", sa.desc("agreed_at")])


def _append_only() -> None:
    op.execute(
        "CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()"
        )


def upgrade() -> None:
    _profiles()
    _residence()
    _consents()
    _accesses()
    _grants()
    op.create_table(
        "erasures", sa.Column("receipt", sa.Uuid(), primary_key=True), _instant("erased_at")
    )
    _append_only()
    plumbing.create_tables(op.get_bind())


def downgrade() -> None:
    plumbing.drop_tables(op.get_bind())
    for table in ("erasures", "grants", "accesses", "consents", "residence", "profiles"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_rewriting()")
