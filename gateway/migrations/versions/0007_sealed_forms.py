"""Where a form led is sealed: the address often holds the id of a person.

Rows of before say it in clear. They live for a day at most, so none is carried over: a form that
was sent just before may act twice.
"""

from __future__ import annotations

from alembic import op

revision = "0007_sealed_forms"
down_revision = "0006_last_seen"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM sent_form")


def downgrade() -> None:
    op.execute("DELETE FROM sent_form")
