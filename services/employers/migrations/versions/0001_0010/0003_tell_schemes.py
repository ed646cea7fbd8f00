"""Tell of the versions of schemes that were kept before `scheme.versioned` existed."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4
from zlib import crc32

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_tell_schemes"
down_revision = "0002_claims"
branch_labels = None
depends_on = None

_SLOTS = 8
_OUTBOX = sa.table(
    "outbox",
    sa.column("slot", sa.SmallInteger),
    sa.column("envelope", postgresql.JSONB),
)


def upgrade() -> None:
    """One event a version, as the service writes it from now on."""
    connection = op.get_bind()
    kept = sa.text(
        "SELECT scheme_id, version, valid_from, content FROM scheme_versions ORDER BY id"
    )
    for row in connection.execute(kept).all():
        key = f"{row.scheme_id}.{row.version}"
        data = {
            "scheme_id": row.scheme_id,
            "number": row.version,
            "valid_from": row.valid_from.isoformat(),
            "content": row.content,
        }
        told = sa.insert(_OUTBOX).values(
            slot=crc32(key.encode()) % _SLOTS, envelope=_envelope(key, data)
        )
        connection.execute(told)


def _envelope(key: str, data: dict[str, object]) -> dict[str, object]:
    return {
        "id": str(uuid4()),
        "type": "scheme.versioned",
        "version": 1,
        "topic": "employers.schemes",
        "key": key,
        "occurred_at": datetime.now(UTC).isoformat(),
        "correlation_id": "",
        "headers": {},
        "data": data,
    }


def downgrade() -> None:
    """What was told stays told: the other side keeps a version once, however often it comes."""
