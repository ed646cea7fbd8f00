"""Who sees an interview, for whom they speak, and what they may do.

The employer speaks for the vacancy, the person for themselves. Somebody of the agency that follows
the person notes what the person said; a counsellor of it whose agency looks after the vacancy too
may propose times for the employer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from amuddu.contracts.matching.interviews import INTERVIEW, InterviewSide, InterviewStep
from amuddu.kit.auth import Actor, Role
from amuddu.kit.errors import NotFound
from services.matching.candidacies import access
from services.matching.candidacies.tables import CandidacyRow
from services.matching.facts import access as facts_access
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.interviews import life
from services.matching.interviews.tables import InterviewRow

_FOR_EMPLOYER: frozenset[InterviewStep] = frozenset({"propose", "move"})
_FOR_PERSON: frozenset[InterviewStep] = frozenset({"choose", "none_fits"})


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an actor stands towards one candidacy."""

    actor: Actor
    of_person: bool
    """They are the person, or of the agency that follows the person."""
    of_vacancy: bool
    """They are the employer, or of the agency that looks after the vacancy."""

    @property
    def side(self) -> InterviewSide:
        """As whom they act."""
        if self.actor.role is Role.JOBSEEKER:
            return "person"
        return "employer" if self.actor.role is Role.EMPLOYER else "agency"

    @property
    def is_employer(self) -> bool:
        return self.actor.role is Role.EMPLOYER

    def allows(self, name: InterviewStep) -> bool:
        """Whether a step is theirs to take."""
        if self.actor.role not in INTERVIEW[name].roles:
            return False
        if name in _FOR_EMPLOYER:
            return self.of_vacancy and (self.is_employer or self.of_person)
        if name in _FOR_PERSON:
            return self.of_person
        return self.of_person or self.is_employer

    def require(self, name: InterviewStep) -> None:
        """Raise `NotFound` for a step that is not theirs: what they may not move is not there."""
        if not self.allows(name):
            raise NotFound

    def may(self, row: InterviewRow, *, alive: bool) -> tuple[InterviewStep, ...]:
        """What they may do now. `alive`: the candidacy still stands at a yes."""
        if self.actor.employer_right == "read":
            return ()
        names: Mapping[InterviewStep, bool] = {
            "move": alive and not life.started(row),
            "choose": alive,
            "none_fits": alive and not life.started(row),
            "call_off": alive and not life.started(row),
            "record": life.started(row) or row.state not in ("set", "proposed", "none_fits", "off"),
        }
        return tuple(
            name
            for name, now in names.items()
            if now
            and self.allows(name)
            and life.MOVES.allows(row, name)
            and (row.state == "set" or name != "record" or self.actor.role is Role.COUNSELLOR)
        )


def seat(
    actor: Actor,
    candidacy: CandidacyRow | None,
    vacancy: VacancyRow | None,
    person: CandidateRow | None,
) -> Seat:
    """Where the actor stands. Raises `NotFound` for who has nothing to do with it."""
    if candidacy is None:
        raise NotFound
    of_person = _sees(lambda: facts_access.visible_person(actor, person))
    of_vacancy = _sees(lambda: access.visible_candidacy(actor, candidacy, vacancy))
    if actor.role is Role.JOBSEEKER:
        of_person = of_vacancy = actor.profile_id == candidacy.profile_id
    if actor.role is Role.AGENT:
        of_vacancy = False
    if not (of_person or of_vacancy):
        raise NotFound
    return Seat(actor, of_person, of_vacancy)


def _sees(look: Callable[[], object]) -> bool:
    try:
        look()
    except NotFound:
        return False
    return True
