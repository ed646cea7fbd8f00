"""What may be done to a vacancy, named, guarded and logged: draft -> published -> closed.

- `create`   nothing -> draft
- `publish`  draft -> published; its revision becomes 1
- `revise`   draft -> draft, or published -> published with the next revision
- `confirm`  published -> published: the employer says that they still look for somebody
- `close`    published -> closed with the next revision; nothing leaves `closed`

Each takes the row, locked by the caller, changes where it stands and returns the line of the
log. Whether the content may be published is asked before, in `checks`.
"""

from __future__ import annotations

from amuddu.contracts.employers import ClosingReason, VacancyStatus
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
from services.employers.vacancies.schemas import TransitionName
from services.employers.vacancies.tables import TransitionRow, VacancyRow

_FROM: dict[TransitionName, frozenset[VacancyStatus]] = {
    "publish": frozenset({"draft"}),
    "revise": frozenset({"draft", "published"}),
    "confirm": frozenset({"published"}),
    "close": frozenset({"published"}),
}
_REFUSALS: dict[VacancyStatus, str] = {
    "draft": N_("Cette offre n'est pas encore publiée : publiez-la d'abord."),
    "published": N_("Cette offre est déjà publiée."),
    "closed": N_("Cette offre est fermée : créez une nouvelle offre."),
}


def guard(vacancy: VacancyRow, name: TransitionName) -> None:
    """Raise `Conflict` unless the transition is open from where the vacancy stands."""
    if vacancy.status not in _FROM[name]:
        raise Conflict(_REFUSALS[vacancy.status])


def create(vacancy: VacancyRow, *, by: Actor) -> TransitionRow:
    """First line of the log of a new draft."""
    return _line(vacancy, "create", None, by=by)


def publish(vacancy: VacancyRow, *, by: Actor) -> TransitionRow:
    """Open a draft to candidates."""
    before = _moved(vacancy, "publish", "published")
    vacancy.revision += 1
    vacancy.published_at = vacancy.updated_at
    return _line(vacancy, "publish", before, by=by)


def revise(vacancy: VacancyRow, *, by: Actor, reason: str | None = None) -> TransitionRow:
    """Change the content of a draft, or of a published vacancy, which is then told again."""
    before = _moved(vacancy, "revise", vacancy.status)
    if vacancy.status == "published":
        vacancy.revision += 1
    return _line(vacancy, "revise", before, by=by, reason=reason)


def confirm(vacancy: VacancyRow, *, by: Actor, reason: str | None = None) -> TransitionRow:
    """A sign of life of the employer: nothing changes, and nobody is told."""
    before = _moved(vacancy, "confirm", "published")
    return _line(vacancy, "confirm", before, by=by, reason=reason)


def close(vacancy: VacancyRow, *, by: Actor, reason: ClosingReason) -> TransitionRow:
    """Take no more candidates, for good."""
    before = _moved(vacancy, "close", "closed")
    vacancy.revision += 1
    vacancy.closing_reason = reason
    return _line(vacancy, "close", before, by=by, reason=reason)


def _moved(vacancy: VacancyRow, name: TransitionName, target: VacancyStatus) -> VacancyStatus:
    guard(vacancy, name)
    before = vacancy.status
    vacancy.status = target
    vacancy.updated_at = clock.now()
    return before


def _line(
    vacancy: VacancyRow,
    name: TransitionName,
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
