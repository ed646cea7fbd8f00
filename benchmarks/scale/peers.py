"""What orders the same people beside ours: a plain numpy scan, and DuckDB."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from typing import Any

import numpy as np

from services.matching.facts import protection
from services.matching.people.view import AGE_UNKNOWN, YOUNG, People, Scopes
from services.matching.ranking.matcher import EmbeddedVacancy, Matcher
from services.matching.ranking.pool import Ints, Ragged
from services.matching.ranking.scoring import (
    DISTANCE_KM,
    EXPERIENCE_MONTHS,
    FEATURES,
    LATE_DAYS,
    LEAST_LEVEL,
    LEAST_REACH_KM,
    LEVEL_STEP,
    NEAR_TRADE,
    NEUTRAL,
    OTHER_CONTRACT,
    UNSTATED,
    Demand,
    best_first,
    score,
    weights_for,
)

TOP = 50
BLOCK = 50_000

Orders = Callable[[EmbeddedVacancy], float]
"""Milliseconds of processor time that ordering takes for a vacancy."""


def full(view: People, matcher: Matcher, vacancy: EmbeddedVacancy, today: date) -> Ints:
    """The true best: everybody whom the law lets in compared in full, block by block."""
    scopes = Scopes(matcher.occupations.whole(), matcher.skills.whole())
    slots, closed = view.slots, protection.closed(vacancy.facts)
    shut = YOUNG * closed.young | AGE_UNKNOWN * closed.unknown
    slots = slots[(view.flags[slots] & shut) == 0]
    none = view.pool(slots[:0], scopes)
    demand = matcher.demand(vacancy.facts, none, today=today)
    fits = np.concatenate(
        [
            score(
                demand,
                view.pool(slots[start : start + BLOCK], scopes),
                view.similarity(slots[start : start + BLOCK], vacancy.vector),
            ).fits
            for start in range(0, len(slots), BLOCK)
        ]
    )
    true: Ints = slots[best_first(fits, slots)[:TOP]]
    return true


def numpy_scan(view: People, matcher: Matcher, today: date) -> Orders:
    """A plain scan."""

    def order(vacancy: EmbeddedVacancy) -> float:
        begun = time.thread_time()
        full(view, matcher, vacancy, today)
        return (time.thread_time() - begun) * 1000

    return order


def duckdb(view: People, matcher: Matcher, today: date) -> Orders | None:
    """Tables of DuckDB, on one thread; `None` where it is not installed."""
    if find_spec("duckdb") is None:
        return None
    import duckdb as library
    import pandas  # type: ignore[import-untyped] # has no types

    base = library.connect(":memory:", config={"threads": 1})
    for name, columns in _tables(view, matcher):
        frame = pandas.DataFrame(columns)
        base.register("frame", frame)
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
        base.unregister("frame")

    def order(vacancy: EmbeddedVacancy) -> float:
        scopes = Scopes(matcher.occupations.whole(), matcher.skills.whole())
        none = view.pool(np.zeros(0, dtype=np.int64), scopes)
        demand = matcher.demand(vacancy.facts, none, today=today)
        begun = time.process_time()
        closeness = pandas.DataFrame(
            {"entry": np.arange(len(demand.occupation)), "close": demand.occupation}
        )
        base.register("trades_close", closeness[closeness.close > 0])
        base.register("skills_close", _skills(demand))
        base.execute(_query(demand)).fetchall()
        return (time.process_time() - begun) * 1000

    return order


def _tables(view: People, matcher: Matcher) -> Iterator[tuple[str, dict[str, Any]]]:
    slots = view.slots
    pool = view.pool(slots, Scopes(matcher.occupations.whole(), matcher.skills.whole()))
    yield (
        "person",
        {
            "slot": np.arange(len(slots)),
            "lat": pool.lat,
            "lng": pool.lng,
            "max_km": pool.max_km,
            "available": pool.available,
            "contracts": pool.contracts.astype(np.int16),
            "told": pool.told,
            "worked": pool.months.sum(pool.months.values.astype(np.float64)),
            "speaks": pool.languages.lengths,
            "lists": pool.skills.lengths,
        },
    )
    yield "trade", {"slot": _owners(pool.occupations), "entry": pool.occupations.values}
    yield "skill", {"slot": _owners(pool.skills), "entry": pool.skills.values}
    yield (
        "job",
        {"slot": _owners(pool.jobs), "entry": pool.jobs.values, "months": pool.months.values},
    )
    yield (
        "speech",
        {
            "slot": _owners(pool.languages),
            "language": pool.languages.values,
            "level": pool.levels.values,
        },
    )


def _owners(lists: Ragged) -> Ints:
    return np.repeat(np.arange(len(lists.lengths)), lists.lengths)


def _skills(demand: Demand) -> Any:
    import pandas

    rows = [
        pandas.DataFrame(
            {"asked": number, "entry": np.flatnonzero(close), "close": close[close > 0]}
        ).assign(essential=number < len(demand.skills.essential))
        for number, close in enumerate((*demand.skills.essential, *demand.skills.wanted))
    ]
    empty = pandas.DataFrame({"asked": [-1], "entry": [-1], "close": [0.0], "essential": [False]})
    return pandas.concat([empty, *rows])


def _query(demand: Demand) -> str:
    """The sum of features as SQL, best first."""
    weights = dict(zip(FEATURES, weights_for(demand).tolist(), strict=True))
    essential, wanted = len(demand.skills.essential), len(demand.skills.wanted)

    def number(value: float) -> str:
        return "NULL" if np.isnan(value) else repr(float(value))

    spoken = " + ".join(
        f"coalesce(max(CASE WHEN language = {language} THEN greatest(1 - {LEVEL_STEP} * "
        f"greatest({asked} - level, 0), {LEAST_LEVEL}) END), 0)"
        for language, asked in demand.languages
    )
    asks = max(len(demand.languages), 1)
    values = {
        "occupation": f"coalesce(t.close, {NEUTRAL})",
        "essential_skills": f"(coalesce(s.essential, 0) + ({essential} - coalesce(s.ticks, 0))"
        f" * {NEUTRAL}) / {max(essential, 1)}",
        "wanted_skills": f"(coalesce(s.wanted, 0) + ({wanted} - coalesce(s.meets, 0))"
        f" * {NEUTRAL}) / {max(wanted, 1)}",
        "text": f"{NEUTRAL}",
        "experience": f"CASE WHEN worked > 0 THEN {NEUTRAL} + {1 - NEUTRAL} * (1 - exp("
        f"-coalesce(j.months, 0) / {EXPERIENCE_MONTHS})) ELSE {NEUTRAL} END",
        "languages": f"CASE WHEN speaks > 0 THEN coalesce(l.met, 0) / {asks} ELSE {NEUTRAL} END",
        "distance": f"coalesce(exp(-0.5 * km / CASE WHEN isnan(max_km) THEN {DISTANCE_KM} ELSE "
        f"greatest(max_km, {LEAST_REACH_KM}) END), {NEUTRAL})",
        "availability": f"CASE WHEN isnan(available) THEN {NEUTRAL} ELSE exp(-greatest(available"
        f" - coalesce({number(demand.start)}, available), 0) / {LATE_DAYS}) END",
        "contract": f"CASE WHEN contracts = 0 THEN {NEUTRAL} WHEN contracts & {demand.contract}"
        f" > 0 THEN 1 ELSE {OTHER_CONTRACT} END",
    }
    total = " + ".join(f"{weights[name]!r} * ({value})" for name, value in values.items())
    factor = f"({UNSTATED} + {1 - UNSTATED} * coalesce(s.ticks, 0) / {max(essential, 1)})"
    fit = f"({total}) * {factor if essential else 1}"
    return f"""
WITH t AS (SELECT slot, max(close) AS close FROM trade JOIN trades_close USING (entry)
           GROUP BY slot),
     each_skill AS (SELECT slot, asked, essential, max(close) AS close
                    FROM skill JOIN skills_close USING (entry) GROUP BY slot, asked, essential),
     s AS (SELECT slot, sum(close) FILTER (essential) AS essential,
                  count(*) FILTER (essential) AS ticks,
                  sum(close) FILTER (NOT essential) AS wanted,
                  count(*) FILTER (NOT essential) AS meets
           FROM each_skill GROUP BY slot),
     j AS (SELECT slot, sum(close * months) AS months FROM job JOIN trades_close USING (entry)
           WHERE close >= {NEAR_TRADE} GROUP BY slot),
     l AS (SELECT slot, {spoken or "0"} AS met FROM speech GROUP BY slot),
     p AS (SELECT *, 2 * 6371 * asin(least(1, sqrt(
              pow(sin(radians(lat - {number(demand.lat)}) / 2), 2)
              + cos(radians(lat)) * cos(radians({number(demand.lat)}))
              * pow(sin(radians(lng - {number(demand.lng)}) / 2), 2)))) AS km FROM person)
SELECT p.slot, {fit} AS fit
FROM p LEFT JOIN t USING (slot) LEFT JOIN s USING (slot) LEFT JOIN j USING (slot)
       LEFT JOIN l USING (slot)
ORDER BY fit DESC, p.slot LIMIT {TOP}
"""
