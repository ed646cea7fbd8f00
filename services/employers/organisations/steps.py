"""The steps of an employer, as `amuddu.contracts.organisations.EMPLOYER` declares them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from amuddu.contracts.organisations import EMPLOYER, PUBLISHING, EmployerState
from amuddu.kit.auth import Actor
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
from amuddu.kit.workflow import Moves
from services.employers.organisations.tables import EmployerLogRow, EmployerRow

_SUSPENDED = N_("Cette entreprise est suspendue : l'agence doit d'abord la rétablir.")
_MERGED = N_("Cette entreprise a été réunie avec une autre : ouvrez l'autre.")
_WHY_NOT: dict[object, str] = {
    ("declare", "verified"): N_(
        "Votre entreprise est déjà vérifiée. Pour corriger sa fiche, demandez à votre agence."
    ),
    ("merge", "verified"): N_(
        "Cette entreprise est vérifiée : retirez d'abord la vérification, ou réunissez l'autre "
        "avec elle."
    ),
    "verified": N_("Cette entreprise est déjà vérifiée."),
    "returned": N_("L'entreprise doit d'abord corriger sa fiche."),
    "declared": N_("Cette entreprise n'est pas vérifiée."),
    "entered": N_("Cette entreprise n'est pas vérifiée."),
    "suspended": _SUSPENDED,
    "merged": _MERGED,
}


def _line(
    row: EmployerRow,
    name: str,
    before: EmployerState | None,
    *,
    by: Actor,
    reasons: Sequence[str] = (),
    note: str = "",
    other: UUID | None = None,
) -> EmployerLogRow:
    return EmployerLogRow(
        employer_id=row.id,
        name=name,
        from_state=before,
        to_state=row.state,
        reasons=list(reasons),
        note=note,
        other_id=other,
        actor_id=by.id,
        actor_role=by.role.value,
    )


MOVES: Moves[EmployerRow, EmployerState, EmployerLogRow] = Moves(
    EMPLOYER, line=_line, refusals=_WHY_NOT, error=Conflict
)


def may_publish(row: EmployerRow) -> bool:
    """Whether vacancies of an employer may be open: an agency answers for it."""
    return row.state in PUBLISHING


def refuse_if_halted(row: EmployerRow) -> None:
    """Raise `Conflict` where nothing more is written for an employer."""
    if row.state == "suspended":
        raise Conflict(_SUSPENDED)
    if row.state == "merged":
        raise Conflict(_MERGED)
