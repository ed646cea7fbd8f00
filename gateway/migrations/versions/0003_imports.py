"""Imports as jobs, their files, kept mappings.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "import_job",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organisation", sa.String(90), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("employer_id", sa.Uuid()),
        sa.Column("agency_id", sa.String(80)),
        sa.Column("name", sa.LargeBinary()),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("stopping", sa.Boolean(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger()),
        sa.Column("counts", JSONB(), nullable=False),
        sa.Column("mapping", JSONB(none_as_null=True)),
        sa.Column("mapping_kept_at", MOMENT),
        sa.Column("report", JSONB(none_as_null=True)),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("runner", sa.Uuid()),
        sa.Column("lease_until", MOMENT),
        sa.Column("due_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
        sa.Column("started_at", MOMENT),
        sa.Column("ended_at", MOMENT, index=True),
    )
    op.create_index(
        "import_job_one_running",
        "import_job",
        ["organisation"],
        unique=True,
        postgresql_where="state = 'running'",
    )
    op.create_index(
        "import_job_open",
        "import_job",
        ["organisation", "created_at"],
        postgresql_where="state IN ('waiting', 'columns', 'running')",
    )
    op.create_index("import_job_of_organisation", "import_job", ["organisation", "created_at"])
    op.create_index("import_job_of_account", "import_job", ["account_id", "created_at"])
    op.create_table(
        "import_file",
        sa.Column(
            "job_id",
            sa.Uuid(),
            sa.ForeignKey("import_job.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now(), index=True),
    )
    op.create_table(
        "import_mapping",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organisation", sa.String(90), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("shape", sa.String(64), nullable=False),
        sa.Column("mapping", JSONB(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False, server_default=sa.func.now()),
    )
    op.create_index(
        "import_mapping_of_shape", "import_mapping", ["organisation", "shape"], unique=True
    )


def downgrade() -> None:
    op.drop_table("import_mapping")
    op.drop_table("import_file")
    op.drop_table("import_job")
