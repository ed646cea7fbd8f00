"""The steps of a vacancy, as `amuddu.contracts.employers.VACANCY` declares them, on its row.

What the others are told of a vacancy is numbered: a step that is told makes the next revision.
Whether the content may be published is asked before, in `checks`.
"""

from __future__ import annotations

from datetime import datetime

from amuddu.contracts.employers import VACANCY, ClosingReason, VacancyStatus
from amuddu.kit.auth import Actor
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
from amuddu.kit.workflow import Moves
from services.employers.vacancies.tables import TransitionRow, VacancyRow

_WHY_NOT: dict[VacancyStatus, str] = {
    "draft": N_("Cette offre n'est pas encore publiée : publiez-la d'abord."),
    "waiting": N_("L'agence regarde cette offre : elle répond bientôt."),
    "published": N_("Cette offre est déjà publiée."),
    "closed": N_("Cette offre est fermée : créez une nouvelle offre."),
}


def _line(
    vacancy: VacancyRow,
    name: str,
    before: VacancyStatus | None,
    *,
    by: Actor,
    reason: str | None = None,
) -> TransitionRow:
    return TransitionRow(
        vacancy_id=vacancy.id,
        name=name,
        from_status=before,
        to_status=vacancy.status,
        revision=vacancy.revision,
        actor_id=by.id,
        actor_role=by.role.value,
        reason=reason,
    )


MOVES: Moves[VacancyRow, VacancyStatus, TransitionRow] = Moves(
    VACANCY, line=_line, refusals=_WHY_NOT, error=Conflict, column="status"
)


def publish(vacancy: VacancyRow, *, by: Actor) -> TransitionRow:
    """Open a draft to candidates."""
    MOVES.guard(vacancy, "publish")
    vacancy.revision += 1
    line = MOVES.take(vacancy, "publish", by=by)
    vacancy.published_at = vacancy.updated_at
    return line


def submit(vacancy: VacancyRow, *, by: Actor) -> TransitionRow:
    """Have the agency look at a draft before it is open."""
    return MOVES.take(vacancy, "publish", to="waiting", by=by)


def revise(vacancy: VacancyRow, *, by: Actor, reason: str | None = None) -> TransitionRow:
    """Change the content of a draft, or of a published vacancy, which is then told again."""
    MOVES.guard(vacancy, "revise")
    if vacancy.status == "published":
        vacancy.revision += 1
    return MOVES.take(vacancy, "revise", by=by, reason=reason)


def close(vacancy: VacancyRow, *, by: Actor, reason: ClosingReason) -> TransitionRow:
    """Take no more candidates, for good."""
    MOVES.guard(vacancy, "close")
    vacancy.revision += 1
    vacancy.closing_reason = reason
    return MOVES.take(vacancy, "close", by=by, reason=reason)


def fill(vacancy: VacancyRow, *, by: Actor) -> TransitionRow:
    """Take no more candidates: the last place is taken."""
    MOVES.guard(vacancy, "fill")
    vacancy.revision += 1
    vacancy.closing_reason = "filled"
    return MOVES.take(vacancy, "fill", by=by)


def hide(vacancy: VacancyRow, *, until: datetime, by: Actor) -> TransitionRow:
    """Hide an open vacancy while the agency looks at it."""
    MOVES.guard(vacancy, "hide")
    vacancy.revision += 1
    vacancy.hidden_until = until
    return MOVES.take(vacancy, "hide", by=by)


def show(vacancy: VacancyRow, *, by: Actor) -> TransitionRow:
    """Show a hidden vacancy again."""
    MOVES.guard(vacancy, "show")
    vacancy.revision += 1
    vacancy.hidden_until = None
    return MOVES.take(vacancy, "show", by=by)


def reopen(vacancy: VacancyRow, *, by: Actor) -> TransitionRow:
    """Open a filled vacancy again."""
    MOVES.guard(vacancy, "reopen")
    vacancy.revision += 1
    vacancy.closing_reason, vacancy.hidden_until = None, None
    return MOVES.take(vacancy, "reopen", by=by)
