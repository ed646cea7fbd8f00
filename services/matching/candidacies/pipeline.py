"""The pipeline of one candidacy: from proposed by the machine to hired, one named step at a time.

    proposed -> shortlisted -> told -> accepted -> hired
        |            |           |         |      refused
        |            |           |         +----> (the employer asks to meet: still accepted)
        |            +---------> +-> unreachable, declined
        +-> set_aside (and back)         any of them -> cancelled
        <------------+ undone before the person is told

Each time somebody is put forward is a round of its own: `round` counts them.

A person decides each step. Steps that come from events (told, unreachable, answered) may come
late, twice or out of order: a caller asks `allows` first and skips what no longer applies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from amuddu.contracts.matching import (
    CancelReason,
    CandidacyState,
    RefusalReason,
    SetAsideReason,
)
from amuddu.contracts.notifications import DeclineReason, FailureReason
from amuddu.kit.auth import SERVICE_ACTOR_ID, Actor, Role
from amuddu.kit.clock import now
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
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
"""Another service of the house, on its own account."""
THE_PERSON = By(Role.JOBSEEKER, None)
"""The person behind a signed link, who may have no account."""


@dataclass(frozen=True, slots=True)
class Step:
    """A named step: the states it may start from, and the one it leads to."""

    name: str
    sources: frozenset[CandidacyState]
    target: CandidacyState

    def allows(self, state: CandidacyState) -> bool:
        """Whether the step may be taken from a state."""
        return state in self.sources


def _step(name: str, sources: Iterable[CandidacyState], target: CandidacyState) -> Step:
    return Step(name, frozenset(sources), target)


# Somebody who could not be reached, or whose candidacy was cancelled, may be put forward again;
# somebody who said no may not: they are not asked twice for the same job, and taking a setting
# aside back leads them to their no.
SHORTLIST = _step("shortlist", ("proposed", "unreachable", "cancelled"), "shortlisted")
SET_ASIDE = _step("set_aside", ("proposed", "unreachable", "cancelled", "declined"), "set_aside")
RESTORE = _step("restore", ("set_aside",), "proposed")
RESTORE_DECLINED = _step("restore_declined", ("set_aside",), "declined")
# A decision about several people may be undone for a while, and until then nobody is told.
UNDO_SHORTLIST = _step("undo_shortlist", ("shortlisted",), "proposed")
MARK_TOLD = _step("mark_told", ("shortlisted", "unreachable"), "told")
MARK_UNREACHABLE = _step("mark_unreachable", ("shortlisted", "told"), "unreachable")
# An answer may overtake the news that the message went out, and a later answer replaces an
# earlier one.
ACCEPT = _step("accept", ("shortlisted", "told", "unreachable", "declined"), "accepted")
DECLINE = _step("decline", ("shortlisted", "told", "unreachable", "accepted"), "declined")
CANCEL = _step("cancel", ("shortlisted", "told", "unreachable", "accepted"), "cancelled")
ASK_TO_MEET = _step("ask_to_meet", ("accepted",), "accepted")
HIRE = _step("hire", ("accepted",), "hired")
REFUSE = _step("refuse", ("accepted",), "refused")

STEPS: tuple[Step, ...] = (
    SHORTLIST,
    SET_ASIDE,
    RESTORE,
    RESTORE_DECLINED,
    UNDO_SHORTLIST,
    MARK_TOLD,
    MARK_UNREACHABLE,
    ACCEPT,
    DECLINE,
    CANCEL,
    ASK_TO_MEET,
    HIRE,
    REFUSE,
)

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
"""States in which the employer also reads the route, and gets the contact from profiles."""


TO_CALL = "agent"
"""Reason of being told: somebody of the agency is to call."""


class NotPossible(Conflict):
    """A step that the candidacy's state does not allow."""

    code = "not_possible"
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
_WHY_NOT: dict[tuple[str, CandidacyState], str] = {
    ("shortlist", "set_aside"): _SET_ASIDE_FIRST,
    ("shortlist", "declined"): _SAID_NO,
    **{("set_aside", state): _CANCEL_FIRST for state in OPEN},
    **{(name, state): _NO_YES_YET for name in _AFTER_YES for state in WAITING},
}


def shortlist(row: CandidacyRow, *, by: By) -> TransitionRow:
    """A counsellor puts the person forward, and a round begins."""
    line = _take(row, SHORTLIST, by=by)
    row.round += 1
    row.meet_asked_at = None
    return line


def set_aside(
    row: CandidacyRow, *, by: By, reason: SetAsideReason, note: str | None
) -> TransitionRow:
    """A counsellor leaves the person out for this vacancy, and says why."""
    return _take(row, SET_ASIDE, by=by, reason=reason, note=note)


def restore(row: CandidacyRow, *, by: By) -> TransitionRow:
    """A counsellor takes a setting aside back."""
    return _take(row, RESTORE, by=by)


def restore_declined(row: CandidacyRow, *, by: By) -> TransitionRow:
    """The same for somebody who had said no."""
    return _take(row, RESTORE_DECLINED, by=by)


def undo_shortlist(row: CandidacyRow, *, by: By) -> TransitionRow:
    """A counsellor changes their mind before the person is told: as if nothing had been said."""
    return _take(row, UNDO_SHORTLIST, by=by)


def mark_told(row: CandidacyRow, *, by: By, to_call: bool = False) -> TransitionRow:
    """The message went out, or somebody has it in hand who is to call the person."""
    return _take(row, MARK_TOLD, by=by, reason=TO_CALL if to_call else None)


def mark_unreachable(row: CandidacyRow, *, by: By, reason: FailureReason) -> TransitionRow:
    """The person could not be told."""
    return _take(row, MARK_UNREACHABLE, by=by, reason=reason)


def accept(row: CandidacyRow, *, by: By) -> TransitionRow:
    """The person says yes: the employer may now learn who they are."""
    return _take(row, ACCEPT, by=by)


def decline(row: CandidacyRow, *, by: By, reason: DeclineReason | None) -> TransitionRow:
    """The person says no."""
    return _take(row, DECLINE, by=by, reason=reason)


def cancel(row: CandidacyRow, *, by: By, reason: CancelReason) -> TransitionRow:
    """The candidacy ends before a hire."""
    return _take(row, CANCEL, by=by, reason=reason)


def ask_to_meet(row: CandidacyRow, *, by: By) -> TransitionRow:
    """The employer wants to meet somebody who said yes."""
    line = _take(row, ASK_TO_MEET, by=by)
    row.meet_asked_at = line.at
    return line


def hire(row: CandidacyRow, *, by: By) -> TransitionRow:
    """The employer takes the person on."""
    return _take(row, HIRE, by=by)


def refuse(row: CandidacyRow, *, by: By, reason: RefusalReason) -> TransitionRow:
    """The employer does not go on with the person."""
    return _take(row, REFUSE, by=by, reason=reason)


def _take(
    row: CandidacyRow, step: Step, *, by: By, reason: str | None = None, note: str | None = None
) -> TransitionRow:
    """Move `row` and return the line of its log. Raises `NotPossible`."""
    if not step.allows(row.state):
        raise NotPossible(_WHY_NOT.get((step.name, row.state)))
    before, row.state, row.updated_at = row.state, step.target, now()
    return TransitionRow(
        candidacy_id=row.id,
        name=step.name,
        from_state=before,
        to_state=step.target,
        at=row.updated_at,
        actor_id=by.actor_id,
        role=by.role.value,
        reason=reason,
        note=note or None,
    )
