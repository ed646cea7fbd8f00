"""The steps of a version, as `amuddu.contracts.rules.versions.RULE_VERSION` declares them."""

from __future__ import annotations

from amuddu.contracts.rules.versions import RULE_VERSION, VersionState
from amuddu.kit.auth import Actor
from amuddu.kit.workflow import Moves
from services.employers.common.versions import DECIDED
from services.employers.rulebook.tables import RuleLogRow, RuleVersionRow


def _line(
    version: RuleVersionRow, name: str, before: VersionState | None, *, by: Actor, note: str
) -> RuleLogRow:
    return RuleLogRow(
        version_id=version.id,
        name=name,
        from_state=before,
        to_state=version.state,
        note=note,
        actor_id=by.id,
        actor_role=by.role.value,
    )


MOVES: Moves[RuleVersionRow, VersionState, RuleLogRow] = Moves(
    RULE_VERSION, line=_line, refusals=DECIDED
)
