"""What an employer's user that is invited may do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_invited_rights"
down_revision = "0011_outside_identities"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff_invitation", sa.Column("employer_right", sa.String(10)))


def downgrade() -> None:
    op.drop_column("staff_invitation", "employer_right")
