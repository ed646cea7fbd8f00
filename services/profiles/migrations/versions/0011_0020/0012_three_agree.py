"""What was heard of a candidacy, from whom, and whose vacancies are; tokens taken once.

A grant that stands was opened by an answer alone. It is kept as if it had been asked in its round,
and is closed as soon as the employers service says that the vacancy is another's.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_three_agree"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns with a default are no rewriting of the table."""
    op.create_table(
        "spent_token",
        sa.Column("jti", sa.String(64), primary_key=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "vacancy_employers",
        sa.Column("vacancy_id", sa.Uuid(), primary_key=True),
        sa.Column("employer_id", sa.Uuid()),
    )
    for name in ("asked_round", "answered_round"):
        op.add_column("grants", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("grants", sa.Column("asked_employer_id", sa.Uuid()))
    op.add_column("grants", sa.Column("answer", sa.String(3)))
    op.add_column("grants", sa.Column("answered_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE grants SET asked_round = round, asked_employer_id = employer_id,"
        " answer = CASE WHEN agreed_at IS NULL THEN NULL WHEN revoked_at IS NULL THEN 'yes'"
        " ELSE 'no' END,"
        " answered_round = CASE WHEN agreed_at IS NULL THEN 0 ELSE round END,"
        " answered_at = COALESCE(revoked_at, agreed_at)"
    )
    op.create_index("grants_of_vacancy", "grants", ["vacancy_id"])


def downgrade() -> None:
    """What stands open stays so."""
    op.drop_index("grants_of_vacancy", table_name="grants")
    for name in ("answered_at", "answer", "asked_employer_id", "answered_round", "asked_round"):
        op.drop_column("grants", name)
    op.drop_table("vacancy_employers")
    op.drop_table("spent_token")
