"""What came of an offer, as the person reads it: never more than they were told. Pure.

Somebody who was put forward and not told yet is told by the message, not here: until then their
agency may still change its mind. That somebody was set aside, and why, is the agency's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from amuddu.contracts.matching import CandidacyState, InterestState, RefusalReason
from amuddu.contracts.matching.own_offers import AnswerState
from services.matching.candidacies.tables import CandidacyRow, TransitionRow

TOLD_BY = frozenset({"mark_told", "mark_unreachable", "accept", "decline"})
"""Steps by which the person heard of it, or would have."""
STANDING: frozenset[CandidacyState] = frozenset(
    {"told", "unreachable", "accepted", "declined", "hired", "refused"}
)
"""States in which an interest would say nothing new."""
OF_INTEREST: Mapping[InterestState, AnswerState] = {
    "open": "interest_sent",
    "taken_up": "interest_seen",
    "withdrawn": "interest_withdrawn",
    "ended": "closed",
}
_PLAIN: Mapping[CandidacyState, AnswerState] = {
    "told": "asked",
    "unreachable": "asked",
    "declined": "said_no",
    "hired": "hired",
    "refused": "not_chosen",
}
_REASONS: frozenset[str] = frozenset(get_args(RefusalReason))


def was_told(log: Sequence[TransitionRow]) -> bool:
    """Whether the person ever heard of it."""
    return any(step.name in TOLD_BY for step in log)


def of_candidacy(
    row: CandidacyRow, log: Sequence[TransitionRow], *, full: bool, open_now: bool
) -> AnswerState:
    """Where a candidacy that the person was told of stands. `full`: hires took all places."""
    if row.state == "accepted":
        return "interview" if row.meet_asked_at else "said_yes"
    if row.state in _PLAIN:
        return _PLAIN[row.state]
    closed = row.state == "cancelled" and log[-1].reason == "vacancy_closed"
    if closed or (row.state == "cancelled" and not open_now and full):
        return "filled" if full else "closed"
    return "ended"


def reason_of(row: CandidacyRow, log: Sequence[TransitionRow]) -> RefusalReason | None:
    """Why the employer did not go on, where they said it as a kind."""
    if row.state != "refused":
        return None
    said = next((step.reason for step in reversed(log) if step.name == "refuse"), None)
    return said if said in _REASONS else None  # type: ignore[return-value]  # one of the kinds
