"""Certificates of training."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_certificates"
down_revision = "0003_money"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("number", sa.String(12), nullable=False),
        sa.Column("request_id", sa.Uuid()),
        sa.Column("session_id", sa.Uuid()),
        sa.Column("profile_id", sa.Uuid()),
        sa.Column("code", sa.String(20)),
        sa.Column("agency_id", sa.String(80)),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("course_title", sa.String(160), nullable=False),
        sa.Column("centre_name", sa.String(160), nullable=False),
        sa.Column("hours", sa.SmallInteger()),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(24)),
        sa.Column("issued_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
    )
    op.create_index("certificates_number", "certificates", ["number"], unique=True)
    op.create_index(
        "certificates_once",
        "certificates",
        ["request_id"],
        unique=True,
        postgresql_where=sa.text("state = 'issued'"),
    )
    op.create_index("certificates_of_person", "certificates", ["profile_id"])
    op.create_index("certificates_of_agency", "certificates", ["agency_id"])
    op.create_table(
        "certificate_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("certificate_id", sa.Uuid(), sa.ForeignKey("certificates.id"), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(24)),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("certificate_log_of", "certificate_log", ["certificate_id", "id"])


def downgrade() -> None:
    op.drop_table("certificate_log")
    op.drop_table("certificates")
