"""Reports of offers and employers; offers hidden while one is looked at; ads told apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016_reports"
down_revision = "0015_places_taken"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("vacancies", sa.Column("hidden_until", _MOMENT))
    op.add_column("vacancies", sa.Column("cleared_at", _MOMENT))
    apart = sa.Column("told_apart", JSONB(), nullable=False, server_default="[]")
    op.add_column("vacancies", apart)
    _index()
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("vacancy_id", sa.Uuid(), sa.ForeignKey("vacancies.id"), nullable=False),
        sa.Column("employer_id", sa.Uuid(), sa.ForeignKey("employers.id"), nullable=False),
        sa.Column("about", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("via", sa.String(16), nullable=False),
        sa.Column("reporter", sa.LargeBinary()),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary()),
        sa.Column("hid", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("measure", sa.String(16)),
        sa.Column("finding", sa.String(16)),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
    )
    op.create_index("reports_code", "reports", ["code_digest"], unique=True)
    op.create_index(
        "reports_waiting",
        "reports",
        ["vacancy_id"],
        postgresql_where=sa.text("state IN ('received', 'looked_at')"),
    )
    op.create_table(
        "report_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("report_id", sa.Uuid(), sa.ForeignKey("reports.id"), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("report_log_of", "report_log", ["report_id", "id"])


def _index() -> None:
    op.create_index(
        "vacancies_open",
        "vacancies",
        [sa.text("published_at DESC"), sa.text("id DESC")],
        postgresql_where=sa.text("status = 'published'"),
    )


def downgrade() -> None:
    op.drop_table("report_log")
    op.drop_table("reports")
    op.drop_index("vacancies_open", "vacancies")
    op.drop_column("vacancies", "told_apart")
    op.drop_column("vacancies", "cleared_at")
    op.drop_column("vacancies", "hidden_until")
