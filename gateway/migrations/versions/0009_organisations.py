"""Offices with hours and contact; what users of an enterprise may do; a log of both.

Offices of before are agencies; users of before may do all that their enterprise may.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_organisations"
down_revision = "0008_no_names_of_card_holders"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_TEXTS = {"hours": 400, "address": 160, "phone": 30, "email": 254}


def upgrade() -> None:
    kind = sa.Column("kind", sa.String(10), nullable=False, server_default="agency")
    op.add_column("agency", kind)
    for name, length in _TEXTS.items():
        column = sa.Column(name, sa.String(length), nullable=False, server_default="")
        op.add_column("agency", column)
    op.add_column("account", sa.Column("employer_right", sa.String(10)))
    op.create_table(
        "organisation_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("action", sa.String(24), nullable=False),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(20), nullable=False),
        sa.Column("at", _MOMENT, nullable=False, server_default=sa.func.now()),
    )
    op.create_index("organisation_log_of", "organisation_log", ["subject", "id"])


def downgrade() -> None:
    op.drop_table("organisation_log")
    op.drop_column("account", "employer_right")
    for name in ("kind", *_TEXTS):
        op.drop_column("agency", name)
