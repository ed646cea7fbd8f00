"""The steps of a report, as `amuddu.contracts.postings.reports` declares them, on its row."""

from __future__ import annotations

from amuddu.contracts.postings.reports import REPORT, ReportState
from amuddu.kit.auth import Actor
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
from amuddu.kit.workflow import Moves
from services.employers.reports.tables import ReportLogRow, ReportRow

_WHY_NOT: dict[ReportState, str] = {
    "received": N_("Ce signalement attend d'être regardé."),
    "looked_at": N_("Ce signalement est déjà regardé."),
    "upheld": N_("Ce signalement est terminé : il ne change plus."),
    "dismissed": N_("Ce signalement est terminé : il ne change plus."),
}


def _line(row: ReportRow, name: str, before: ReportState | None, *, by: Actor) -> ReportLogRow:
    return ReportLogRow(
        report_id=row.id,
        name=name,
        from_state=before,
        to_state=row.state,
        actor_id=by.id,
        actor_role=by.role.value,
    )


MOVES: Moves[ReportRow, ReportState, ReportLogRow] = Moves(
    REPORT, line=_line, refusals=_WHY_NOT, error=Conflict
)
