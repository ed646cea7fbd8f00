"""Who may not be proposed for what: the one place where matching asks the rules on ages.

Of a person's age matching knows one thing, whether they are under 18 today. It is asked of the
work, not of the day: somebody who turns 18 before the start is proposed from that day on, when the
profiles service tells so. Nobody gets younger, so what holds today holds on the day of the start.
"""

from __future__ import annotations

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
from amuddu.rules.protection import ages
from services.matching.facts.reading import vacancy_facts
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.lexicon.concepts import resolve


class ClosedToYoung(Conflict):
    """A step that would put somebody under 18 to work that the law closes to them."""

    default = N_(
        "La loi ne permet pas ce travail avant 18 ans : choisissez une autre offre ou une autre"
        " personne."
    )


def closed_to_young(vacancy: VacancyPublished) -> bool:
    """Whether nobody under 18 is proposed for a vacancy: by its trade, household and words."""
    trade = resolve("occupation", vacancy.occupation)
    why = ages.closed_to_young(
        trade.id if trade else None,
        household=vacancy.household,
        texts=(vacancy.title, vacancy.occupation.text, vacancy.description),
    )
    return why is not None


def is_young(person: CandidateRow) -> bool:
    """Whether somebody who may be proposed is under 18."""
    return bool(person.facts and person.facts.get("young"))


def allowed(person: ProfileUpdated, vacancy: VacancyPublished) -> bool:
    """Whether somebody's age lets them be proposed for a vacancy."""
    return not (person.young and closed_to_young(vacancy))


def allowed_in(person: CandidateRow, vacancy: VacancyRow) -> bool:
    """The same of what is held of the two."""
    return not (is_young(person) and closed_to_young(vacancy_facts(vacancy)))


def refuse_closed(person: CandidateRow, vacancy: VacancyRow) -> None:
    """Raise `ClosedToYoung` where the work is closed to the person."""
    if not allowed_in(person, vacancy):
        raise ClosedToYoung
