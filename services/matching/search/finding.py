"""Which open vacancies somebody looks for: by words in any of the languages, trade, town, hours.

Words are read as a trade by the product's linker, as everywhere; beside that, by what a vacancy
says itself: its title, its employer, its own words for the trade. A town among them is its town.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from amuddu.contracts.matching.ranking import HoursWanted, OfferSearchName
from amuddu.contracts.types import Lang
from amuddu.kit.db import Session
from amuddu.reference.places import Part, parts_of
from amuddu.reference.text import fold
from services.matching.facts import repository as facts_repository
from services.matching.search import linking
from services.matching.search.engine import Engine
from services.matching.search.replica import Jobs

LIKELY = 0.5
"""Least probability of a trade that words are taken for; the first one is taken from `POSSIBLE`."""
POSSIBLE = 0.3
TRADES = 5


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; nothing of it asked is no search."""

    q: str | None = None
    trade: str | None = None
    place: str | None = None
    hours: HoursWanted | None = None

    @property
    def asked(self) -> tuple[OfferSearchName, ...]:
        """What is asked, in the order of the fields."""
        names: tuple[OfferSearchName, ...] = ("q", "trade", "place", "hours")
        return tuple(name for name in names if getattr(self, name) is not None)

    def without(self, name: OfferSearchName) -> Search:
        """The same with one thing less."""
        return replace(self, **{name: None})


def found(session: Session, engine: Engine, jobs: Jobs, search: Search, *, lang: Lang) -> set[UUID]:
    """The open vacancies that a search finds."""
    near = partial(facts_repository.open_with, session, place=search.place, hours=search.hours)
    ids = set(near())
    if search.q is not None:
        parts = parts_of(search.q)
        towns = [part for part in parts if part.town]
        for part in towns:
            ids &= {*near(words=part.text), *facts_repository.open_with(session, place=part.town)}
        words = _without_towns(search.q, parts)
        if words:
            trades = _meant(engine, words, lang)
            own = _in_own_words(engine, jobs, trades)
            ids &= set(near(words=words, trades=trades, own_words=own))
    if search.trade is not None:
        own = _in_own_words(engine, jobs, {search.trade})
        ids &= set(near(trades={search.trade}, own_words=own))
    return ids


def _without_towns(typed: str, parts: Collection[Part]) -> str:
    """What was typed beside towns, in its own letters: titles are compared as they stand."""
    kept = {part.text for part in parts if not part.town}
    return " ".join(word for word in typed.split() if kept.issuperset(fold(word).split()))


def _meant(engine: Engine, words: str, lang: Lang) -> set[str]:
    """The trades that words may stand for."""
    near = linking.link(engine.matcher, words, kind="occupation", lang=lang, limit=TRADES)
    return {
        one.concept
        for place, one in enumerate(near)
        if one.score >= (LIKELY if place else POSSIBLE)
    }


def _in_own_words(engine: Engine, jobs: Jobs, trades: Collection[str]) -> set[UUID]:
    """Open vacancies that name one of these trades, if only in words of their own."""
    lexicon = engine.matcher.occupations
    wanted = {place for place, identifier in enumerate(lexicon.ids) if identifier in trades}
    meaning = {
        entry
        for entry in set(jobs.trades.tolist())
        if any(place in wanted and trust >= LIKELY for place, trust in lexicon.meanings(entry))
    }
    own = zip(jobs.ids, jobs.trades.tolist(), strict=True)
    return {vacancy_id for vacancy_id, entry in own if entry in meaning}
