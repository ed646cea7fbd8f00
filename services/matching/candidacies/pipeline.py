"""The pipeline of one candidacy: from proposed by the machine to hired, one named step at a time.

    proposed -> shortlisted -> told -> accepted -> hired
        |            |           |         |      refused
        |            |           |         +----> (the employer asks to meet: still accepted)
        |            +---------> +-> unreachable, declined
        +-> set_aside (and back)         any of them -> cancelled
        <------------+ undone before the person is told

Each time somebody is put forward is a round of its own: `round` counts them.

A person decides each step, as `CANDIDACY` declares it. Steps that come from events (told,
unreachable, answered) may come late, twice or out of order: a caller asks `MOVES.allows` first and
skips what no longer applies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.matching.candidacies import CANDIDACY
from amuddu.kit import workflow
from amuddu.kit.auth import SERVICE_ACTOR_ID, Actor, Role
from amuddu.kit.i18n import N_
from amuddu.kit.workflow import Moves
from services.matching.candidacies.tables import CandidacyRow, TransitionRow


@dataclass(frozen=True, slots=True)
class By:
    """Who takes a step: a role, and an account where there is one."""

    role: Role
    actor_id: UUID | None

    @classmethod
    def actor(cls, actor: Actor) -> By:
        """Somebody who is signed in."""
        return cls(actor.role, actor.id)


THE_HOUSE = By(Role.SERVICE, SERVICE_ACTOR_ID)
"""Another service of the product, on its own account."""
THE_PERSON = By(Role.JOBSEEKER, None)
"""The person behind a signed link, who may have no account."""


WAITING: frozenset[CandidacyState] = frozenset({"shortlisted", "told", "unreachable"})
"""Put forward, no yes yet: what ends when the vacancy closes."""
OPEN: frozenset[CandidacyState] = WAITING | {"accepted"}
"""What ends when the person withdraws."""
INVITED: frozenset[CandidacyState] = frozenset({"unreachable", "declined"})
"""Who may be set aside while holding a link that still works: setting them aside ends it."""
SHOWN_TO_EMPLOYER: frozenset[CandidacyState] = frozenset(
    {"shortlisted", "told", "accepted", "hired", "refused"}
)
"""Who is unreachable, declined or set aside is no business of the employer's."""
OPENED_TO_EMPLOYER: frozenset[CandidacyState] = frozenset({"accepted", "hired"})
"""States in which the employer gets contact and route from profiles."""


TO_CALL = "agent"
"""Reason of being told: somebody of the agency is to call."""


class NotPossible(workflow.NotPossible):
    """A step that the candidacy's state does not allow."""

    default = N_("Cette étape n'est plus possible pour cette personne : rechargez la page.")


_SET_ASIDE_FIRST = N_(
    "Cette personne a été mise de côté pour cette offre : remettez-la d'abord dans la liste."
)
_SAID_NO = N_("Cette personne a déjà répondu non à cette offre.")
_NO_YES_YET = N_("Cette personne n'a pas encore répondu oui : attendez sa réponse.")
_CANCEL_FIRST = N_(
    "Cette personne est déjà dans la présélection : annulez d'abord sa présélection."
)

_AFTER_YES = ("ask_to_meet", "hire", "refuse")
_WHY_NOT: Mapping[tuple[str, CandidacyState], str] = {
    ("shortlist", "set_aside"): _SET_ASIDE_FIRST,
    ("shortlist", "declined"): _SAID_NO,
    **{("set_aside", state): _CANCEL_FIRST for state in OPEN},
    **{(name, state): _NO_YES_YET for name in _AFTER_YES for state in WAITING},
}


def _line(
    row: CandidacyRow,
    name: str,
    before: CandidacyState | None,
    *,
    by: By,
    reason: str | None = None,
    note: str | None = None,
) -> TransitionRow:
    assert before is not None  # everybody is proposed first, which no line tells
    return TransitionRow(
        candidacy_id=row.id,
        name=name,
        from_state=before,
        to_state=row.state,
        at=row.updated_at,
        actor_id=by.actor_id,
        role=by.role.value,
        reason=reason,
        note=note or None,
    )


MOVES: Moves[CandidacyRow, CandidacyState, TransitionRow] = Moves(
    CANDIDACY, line=_line, refusals=_WHY_NOT, error=NotPossible
)


def take(
    row: CandidacyRow, name: str, *, by: By, reason: str | None = None, note: str | None = None
) -> TransitionRow:
    """Move a candidacy and return the line of its log. Raises `NotPossible`."""
    line = MOVES.take(row, name, by=by, reason=reason, note=note)
    if name == "shortlist":  # a round begins
        row.round += 1
        row.meet_asked_at = None
    elif name == "ask_to_meet":
        row.meet_asked_at = line.at
    return line
