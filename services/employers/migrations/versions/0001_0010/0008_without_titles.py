"""Files of hires without verdicts, and with the agency that follows the person.

A file that follows a route goes on: its employer works on those steps since the yes. Claims that
were sent in keep their criteria as decided, but for what the rules said of the person.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_without_titles"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hires", sa.Column("agency_id", sa.String(80)))
    op.execute(
        "UPDATE hires SET agency_id = employers.agency_id"
        " FROM employers WHERE employers.id = hires.employer_id"
    )
    # What must not be kept goes at once; the release that read it is stopped before (0048).
    op.execute("-- squawk-ignore ban-drop-column\nALTER TABLE hires DROP COLUMN scheme_verdict")
    op.execute(
        "UPDATE claims SET criteria = ("
        "SELECT jsonb_agg(CASE WHEN one->>'id' IN ('person', 'visaed_contract')"
        ' THEN one || \'{"verdict": "ask"}\' ELSE one END ORDER BY place)'
        " FROM jsonb_array_elements(criteria) WITH ORDINALITY AS each(one, place))"
        " WHERE criteria <> '[]'"
    )
    for table in ("outbox", "dead_letters"):
        op.execute(
            f"UPDATE {table} SET envelope = jsonb_set("  # noqa: S608 - two names of our own
            "envelope #- '{data,route}' #- '{data,scheme_verdict}', '{version}', '2')"
            " WHERE envelope->>'type' = 'candidate.hired'"
        )


def downgrade() -> None:
    op.add_column("hires", sa.Column("scheme_verdict", sa.String(16)))
    op.drop_column("hires", "agency_id")
