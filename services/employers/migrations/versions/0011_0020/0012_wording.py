"""A vacancy whose wording is doubtful waits for its agency: told to nobody, as a draft is."""

from __future__ import annotations

from alembic import op

revision = "0012_wording"
down_revision = "0011_language_reason"
branch_labels = None
depends_on = None

NAME = "vacancies_told_once_published"


def upgrade() -> None:
    _bound("status IN ('draft', 'waiting') OR revision > 0")


def downgrade() -> None:
    op.execute("UPDATE vacancies SET status = 'draft' WHERE status = 'waiting'")
    _bound("status = 'draft' OR revision > 0")


def _bound(condition: str) -> None:
    op.drop_constraint(NAME, "vacancies")
    op.execute(f"ALTER TABLE vacancies ADD CONSTRAINT {NAME} CHECK ({condition}) NOT VALID")
    op.execute(f"ALTER TABLE vacancies VALIDATE CONSTRAINT {NAME}")
