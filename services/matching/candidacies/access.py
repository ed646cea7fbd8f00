"""Who may see which candidacy, and what of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import get_args

from amuddu.contracts.matching import CandidacyState
from amuddu.kit.auth import Actor, Role
from amuddu.kit.errors import NotFound, known
from services.matching.candidacies.pipeline import OPENED_TO_EMPLOYER, SHOWN_TO_EMPLOYER
from services.matching.candidacies.tables import CandidacyRow
from services.matching.facts.access import visible_vacancy
from services.matching.facts.tables import VacancyRow

EVERY_STATE: Collection[CandidacyState] = frozenset(get_args(CandidacyState))


def visible_candidacy(
    actor: Actor, row: CandidacyRow | None, vacancy: VacancyRow | None
) -> CandidacyRow:
    """The candidacy, where it is the actor's own or one of a vacancy that concerns them."""
    row = known(row)
    if actor.role is Role.JOBSEEKER and actor.profile_id == row.profile_id:
        return row
    visible_vacancy(actor, vacancy)
    if row.state not in states_shown_to(actor):
        raise NotFound
    return row


def states_shown_to(actor: Actor) -> Collection[CandidacyState]:
    """States of the candidacies that the actor gets to see."""
    return SHOWN_TO_EMPLOYER if actor.role is Role.EMPLOYER else EVERY_STATE


def state_shown_to(actor: Actor, state: CandidacyState) -> CandidacyState:
    """The state as the actor reads it: that a message went out is no business of an employer's,
    and tells who has to be called."""
    return "shortlisted" if actor.role is Role.EMPLOYER and state == "told" else state


def states_read_as(actor: Actor, state: CandidacyState) -> Collection[CandidacyState]:
    """The states that the actor reads as this one."""
    shown = states_shown_to(actor)
    return {each for each in shown if state_shown_to(actor, each) == state}


def opened_to(actor: Actor, state: CandidacyState) -> bool:
    """Whether the actor gets to see the fit with its reasons, and that somebody is under 18.

    What an employer reads before a yes is shared by several people: `ranking/glimpse.py`.
    """
    return actor.role is not Role.EMPLOYER or state in OPENED_TO_EMPLOYER
