"""The list that the service would show for one vacancy and some people, without its tables.

Vectors, numbers, limits, floor and order are made by the service's own functions: those that take
in an event, that fill the replica, and that answer `/vacancies/{id}/ranking`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching.ranking import RankingPart
from amuddu.contracts.profiles import ProfileUpdated
from services.matching.people.columns import Columns
from services.matching.ranking.matcher import EmbeddedVacancy, Matcher
from services.matching.search.ordering import Wanted, order_in
from services.matching.search.replica import candidate_of
from services.matching.vectors.embedding import pack, unpack


@dataclass(frozen=True, slots=True)
class Listing:
    """Fits of those in the list, of those set apart, and of those below the floor; best first."""

    inside: Mapping[UUID, float]
    outside: Mapping[UUID, float]
    below: Mapping[UUID, float]

    def score(self, person: UUID) -> float:
        """A number that puts people in the order of the list, equals where they are equal."""
        if person in self.inside:
            return 4 + self.inside[person]
        return 2 + self.outside[person] if person in self.outside else self.below.get(person, -1.0)


def listing(
    matcher: Matcher, vacancy: VacancyPublished, people: Sequence[ProfileUpdated], *, on: date
) -> Listing:
    """The list of a day."""
    vectors = [unpack(pack(vector)) for vector in matcher.profile_vectors(people)]
    matcher.learn(people)
    columns = Columns(matcher.encoder.dimension)
    columns.apply(
        [
            (one.profile_id, 1, candidate_of(matcher, one, vector), vector)
            for one, vector in zip(people, vectors, strict=True)
        ]
    )
    asked = EmbeddedVacancy(vacancy, unpack(pack(matcher.vacancy_vectors([vacancy])[0])))

    def part(name: RankingPart) -> dict[UUID, float]:
        with columns.reading() as view:
            wanted, most = Wanted(part=name), len(people)
            found = order_in(view, matcher, asked, wanted, {}, on=on, most=most)
        return dict(zip(found.ids, found.fits.tolist(), strict=True))

    inside, outside, everybody = part("inside"), part("outside"), part("all")
    shown = inside.keys() | outside.keys()
    return Listing(
        inside, outside, {who: fit for who, fit in everybody.items() if who not in shown}
    )


def work_alone(
    vacancy: VacancyPublished, people: Sequence[ProfileUpdated]
) -> tuple[VacancyPublished, list[ProfileUpdated]]:
    """The two without what they say beside the work: no distance, language, contract or start."""
    silent = {
        "place": None,
        "max_distance_km": None,
        "languages": (),
        "available_from": None,
        "contract_types": (),
    }
    asked = vacancy.model_copy(update={"languages": (), "starts_on": None})
    return asked, [one.model_copy(update=silent) for one in people]
