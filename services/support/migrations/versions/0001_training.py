"""Centres, courses with what they ask, sessions, requests for places, and the house's tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from amuddu.kit.events import tables as plumbing
from amuddu.kit.trust import tables as trust

revision = "0001_training"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = postgresql.JSONB(astext_type=sa.Text())
_IDS = postgresql.ARRAY(sa.String(80))


def upgrade() -> None:
    plumbing.create_tables(op.get_bind())
    trust.metadata.create_all(op.get_bind())
    _catalogue()
    _sessions()
    _requests()


def _catalogue() -> None:
    op.create_table(
        "centres",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("operator", sa.String(24), nullable=False),
        sa.Column("place", sa.String(80)),
        sa.Column("address", sa.String(160)),
        sa.Column("source", sa.String(160), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("name_key", name="centres_name"),
    )
    op.create_table(
        "courses",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("centre_id", sa.Uuid(), sa.ForeignKey("centres.id"), nullable=False),
        sa.Column("external_ref", sa.String(300)),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("level", sa.String(24)),
        sa.Column("mode", sa.String(16)),
        sa.Column("diploma", sa.Boolean()),
        sa.Column("sector", sa.String(160)),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("hours", sa.SmallInteger()),
        sa.Column("semesters", sa.SmallInteger()),
        sa.Column("trade", _JSON),
        sa.Column("skills", _JSON, nullable=False),
        sa.Column("concepts", _IDS, nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.Column("source", sa.String(160), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("centre_id", "external_ref", name="courses_ref"),
    )
    op.create_index("courses_words", "courses", ["words"], postgresql_using="gin")
    op.create_index("courses_concepts", "courses", ["concepts"], postgresql_using="gin")
    op.create_table(
        "course_criteria",
        sa.Column("course_id", sa.Uuid(), sa.ForeignKey("courses.id"), primary_key=True),
        sa.Column("version", sa.SmallInteger(), primary_key=True, autoincrement=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("age_least", sa.SmallInteger()),
        sa.Column("age_most", sa.SmallInteger()),
        sa.Column("school_level", sa.String(24)),
        sa.Column("towns", _IDS, nullable=False),
        sa.Column("languages", _JSON, nullable=False),
        sa.Column("source", sa.String(160), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("course_id", sa.Uuid(), sa.ForeignKey("courses.id"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("places", sa.SmallInteger(), nullable=False),
        sa.Column("place", sa.String(80)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("course_id", "starts_on", "place", name="sessions_once"),
        sa.CheckConstraint("places > 0", name="sessions_places"),
    )
    op.create_index("sessions_coming", "sessions", ["course_id", "starts_on"])


def _requests() -> None:
    op.create_table(
        "place_requests",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("session_id", sa.Uuid(), sa.ForeignKey("sessions.id"), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("agency_id", sa.String(80)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("held_until", sa.Date()),
        sa.Column("moved_up", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.String(24)),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
    )
    op.create_index(
        "place_requests_once",
        "place_requests",
        ["session_id", "profile_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('held', 'waiting', 'confirmed', 'attending')"),
    )
    turn = ["session_id", "state", "asked_at", "id"]
    op.create_index("place_requests_turn", "place_requests", turn)
    op.create_index("place_requests_of_person", "place_requests", ["profile_id"])
    op.create_index("place_requests_of_agency", "place_requests", ["agency_id", "state"])
    op.create_index(
        "place_requests_held",
        "place_requests",
        ["held_until"],
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_table(
        "place_request_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("request_id", sa.Uuid(), sa.ForeignKey("place_requests.id"), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(24)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("place_request_log_of", "place_request_log", ["request_id", "id"])


def downgrade() -> None:
    for name in (
        "place_request_log",
        "place_requests",
        "sessions",
        "course_criteria",
        "courses",
        "centres",
    ):
        op.drop_table(name)
    trust.metadata.drop_all(op.get_bind())
    plumbing.drop_tables(op.get_bind())
