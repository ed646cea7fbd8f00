"""References of files as long as an address on the web; which imported ads say the same."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_long_references"
down_revision = "0005_rule_versions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A longer limit alone: PostgreSQL rewrites no row for it."""
    op.alter_column("vacancies", "external_ref", type_=sa.String(300), existing_type=sa.String(80))
    op.create_table(
        "vacancy_likenesses",
        sa.Column("employer_id", sa.Uuid(), primary_key=True),
        sa.Column("digest", sa.String(32), primary_key=True),
        sa.Column("vacancy_id", sa.Uuid(), primary_key=True),
    )


def downgrade() -> None:
    """Longer references are cut."""
    op.drop_table("vacancy_likenesses")
    op.alter_column(
        "vacancies",
        "external_ref",
        type_=sa.String(80),
        existing_type=sa.String(300),
        postgresql_using="left(external_ref, 80)",
    )
