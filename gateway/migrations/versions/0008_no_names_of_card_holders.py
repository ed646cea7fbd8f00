"""Accounts that a card alone opens bear no name: names stay in profiles.

Revision ID: 0006
"""

from __future__ import annotations

from alembic import op

revision = "0008_no_names_of_card_holders"
down_revision = "0007_sealed_forms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE account SET display_name = '' WHERE login LIKE 'carte-%'")


def downgrade() -> None:
    """The names are in profiles, and nothing here needs them."""
