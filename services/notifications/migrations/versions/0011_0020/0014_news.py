"""News: lists in the house, e-mails to people at work, what each wants to hear."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_news"
down_revision = "0013_partners"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "news",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("who", sa.String(12), nullable=False),
        sa.Column("addressee", sa.String(80), nullable=False),
        _moment("at"),
        sa.Column("profile_id", sa.Uuid()),
        sa.Column("vacancy_id", sa.Uuid()),
        sa.Column("candidacy_id", sa.Uuid()),
        sa.Column("claim_id", sa.Uuid()),
        sa.Column("reason", sa.String(20)),
        _moment("due_at", nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
    )
    op.create_index("news_of", "news", ["who", "addressee", "at"])
    op.create_index("news_about", "news", ["profile_id"])
    op.create_index("news_candidacy", "news", ["candidacy_id"])
    op.create_index("news_claim", "news", ["claim_id"])
    op.create_index("news_due", "news", ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL"))
    op.create_table(
        "news_seen",
        sa.Column(
            "news_id", sa.Uuid(), sa.ForeignKey("news.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("reader_id", sa.Uuid(), primary_key=True),
    )
    op.create_table(
        "news_mail",
        sa.Column(
            "news_id", sa.Uuid(), sa.ForeignKey("news.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        _moment("created_at"),
        _moment("due_at"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Uuid()),
    )
    op.create_index(
        "news_mail_due", "news_mail", ["due_at"], postgresql_where=sa.text("state = 'queued'")
    )
    op.create_index("news_mail_account", "news_mail", ["account_id"])
    op.create_table(
        "news_choice",
        sa.Column("owner_id", sa.Uuid(), primary_key=True),
        sa.Column("is_person", sa.Boolean(), nullable=False),
        sa.Column("pace", sa.String(8)),
        sa.Column("muted", sa.ARRAY(sa.String(20)), nullable=False),
        _moment("used_at"),
    )
    op.add_column("notice", sa.Column("kind", sa.String(20)))
    op.add_column("notice", sa.Column("reason", sa.String(20)))
    op.add_column("notice", sa.Column("candidacy_id", sa.Uuid()))
    op.execute("UPDATE notice SET kind = 'filled' WHERE vacancy_id IS NOT NULL")


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE kind IS NOT NULL AND kind <> 'filled'")
    for name in ("kind", "reason", "candidacy_id"):
        op.drop_column("notice", name)
    for name in ("news_choice", "news_mail", "news_seen", "news"):
        op.drop_table(name)
