"""Who may not be proposed for what: the one place where matching asks the rules on ages.

Of a person's age matching knows whether they are under 18 today, and whether nobody said. It is
asked of the work, not of the day: somebody who turns 18 before the start is proposed from that day
on, when the profiles service tells so. Nobody gets younger, so what holds today holds on the day of
the start.
"""

from __future__ import annotations

from dataclasses import dataclass

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


class AgeFirst(Conflict):
    """A step that would put somebody of unknown age to work that the law closes before 18."""

    default = N_(
        "Demandez d'abord l'année de naissance : la loi ne permet pas ce travail avant 18 ans."
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """To whom a vacancy is closed: people under 18, people whose age nobody asked yet."""

    young: bool
    unknown: bool

    def to(self, person: CandidateRow) -> bool:
        """Whether it is closed to somebody, by what is held of them."""
        return (self.young and is_young(person)) or (self.unknown and is_unknown(person))


def closed(vacancy: VacancyPublished) -> Closed:
    """To whom a vacancy is closed: by its trade, household and words."""
    found = resolve("occupation", vacancy.occupation)
    trade, household = found.id if found else None, vacancy.household
    texts = (vacancy.title, vacancy.occupation.text, vacancy.description)
    return Closed(
        young=ages.closed_to_young(trade, household=household, texts=texts) is not None,
        unknown=ages.closed_until_asked(trade, household=household, texts=texts) is not None,
    )


def is_unknown(person: CandidateRow) -> bool:
    """Whether nobody gave the age of somebody who may be proposed."""
    return bool(person.facts and person.facts.get("age_unknown"))


def is_young(person: CandidateRow) -> bool:
    """Whether somebody who may be proposed is under 18."""
    return bool(person.facts and person.facts.get("young"))


def allowed(person: ProfileUpdated, vacancy: VacancyPublished) -> bool:
    """Whether somebody's age lets them be proposed for a vacancy."""
    to = closed(vacancy)
    return not ((person.young and to.young) or (person.age_unknown and to.unknown))


def allowed_in(person: CandidateRow, vacancy: VacancyRow) -> bool:
    """The same of what is held of the two."""
    return not closed(vacancy_facts(vacancy)).to(person)


def refuse_closed(person: CandidateRow, vacancy: VacancyRow) -> None:
    """Raise `ClosedToYoung` or `AgeFirst` where the work is closed to the person."""
    if not allowed_in(person, vacancy):
        raise AgeFirst if is_unknown(person) else ClosedToYoung
