"""What an employer may read of somebody before their yes, worked out over everybody held."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching.ranking import Glimpse
from amuddu.kit.clock import today
from services.matching.facts import protection
from services.matching.people.view import AGE_UNKNOWN, YOUNG, People, Scopes
from services.matching.ranking.glimpse import glimpses
from services.matching.ranking.matcher import EmbeddedVacancy
from services.matching.ranking.scoring import score
from services.matching.search.engine import Engine


class Glimpses:
    """`glimpses(vacancy, profile_id)`: what may be told of one person among all.

    Those of the last vacancy are kept: several people are often put forward at once.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: tuple[VacancyPublished, date, People, Mapping[UUID, Glimpse]] | None = None
        engine.replica.gone.append(self._forget)

    def _forget(self, _: Collection[UUID]) -> None:
        """Somebody is gone: what was worked out over them goes with them."""
        self._known = None

    def __call__(self, vacancy: EmbeddedVacancy, profile_id: UUID) -> Glimpse:
        """Nothing is told of somebody who is not held: their like cannot be counted."""
        found = self._of_all(vacancy).get(profile_id)
        if found is None:
            self._engine.replica.refresh()  # they may have come a moment ago
            found = self._of_all(vacancy).get(profile_id)
        return found or Glimpse()

    def _of_all(self, vacancy: EmbeddedVacancy) -> Mapping[UUID, Glimpse]:
        day, known = today(), self._known
        matcher = self._engine.matcher
        with self._engine.replica.people() as view:
            if known and known[0] == vacancy.facts and known[1] == day and known[2] is view:
                return known[3]
            closed = protection.closed(vacancy.facts)
            slots = view.slots
            shut = (view.are(YOUNG, slots) & closed.young) | (
                view.are(AGE_UNKNOWN, slots) & closed.unknown
            )
            slots = slots[~shut]
            pool = view.pool(slots, Scopes(matcher.occupations.whole(), matcher.skills.whole()))
            similarity = view.similarity(slots, vacancy.vector)
            ids = [view.id_at(slot) for slot in slots.tolist()]
        demand = matcher.demand(vacancy.facts, pool, today=day)
        told = glimpses(vacancy.facts, demand, pool, score(demand, pool, similarity))
        found = dict(zip(ids, told, strict=True))
        self._known = (vacancy.facts, day, view, found)  # read and written whole
        return found
