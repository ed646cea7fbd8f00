"""The measurement itself: three sizes, ours and the peers'."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any
from uuid import UUID, uuid4

import numpy as np

from amuddu.contracts.matching import CandidacyState
from amuddu.kit.clock import today as this_day
from benchmarks.scale import peers
from benchmarks.scale.crowd import Crowd, wanted
from benchmarks.table import Row
from services.matching.people.columns import Columns
from services.matching.people.view import People
from services.matching.ranking.matcher import EmbeddedVacancy, Matcher
from services.matching.search.ordering import States, Wanted, order_in
from services.matching.vectors.blas_threads import one_each
from services.matching.vectors.encoder import Encoder

SIZES = (10_000, 100_000, 1_000_000)
VACANCIES, STATED = 60, 200
UPDATES = 300
TRUE_FOR = {10_000: 20, 100_000: 10, 1_000_000: 3}
"""Vacancies for which everybody is compared in full, too."""
FILTERS = (
    Wanted(max_km=50),
    Wanted(language="fr", level="B1"),
    Wanted(state="proposed", max_km=100),
    Wanted(part="outside"),
    Wanted(part="all", language="ary"),
    Wanted(max_km=30, language="fr"),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures as one JSON object: the last line."""

    figures: dict[str, Any]

    def __str__(self) -> str:
        return json.dumps(self.figures)


def measure(
    sizes: Sequence[int] = SIZES, *, matcher: Matcher | None = None, parts: int = 3_000
) -> Iterator[Row | Summary]:
    """Every size, one after the other."""
    one_each()
    matcher = matcher or Matcher(Encoder.load())
    crowd = Crowd(matcher, this_day(), parts=parts)
    asked = wanted(matcher, VACANCIES, crowd.today)
    ours: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for size in sizes:
        columns = Columns(matcher.encoder.dimension)
        loaded = _load(columns, crowd, size)
        with columns.reading() as view:
            figures, rows = _ordered(view, matcher, asked, size)
            others[str(size)], beside = _peers(view, matcher, crowd, asked)
            rows += beside
        times = _updated(columns, crowd, size)
        figures |= {
            "update_ms": round(float(np.median(times)), 3),
            "bytes_per_person": round(columns.nbytes / len(columns)),
            "load_s": round(loaded, 2),
        }
        ours[str(size)] = figures
        yield from rows
        yield Row(f"{size:,}: one changed profile taken in", times, "ms")
        yield Row(f"{size:,}: bytes a person", [figures["bytes_per_person"]], "B")
        yield Row(f"{size:,}: taken in whole", [loaded], "s")
    yield Summary({"people": ours, "peers": others})


def _load(columns: Columns, crowd: Crowd, size: int) -> float:
    spent = 0.0
    for batch in crowd.batches(size):
        begun = time.thread_time()
        columns.apply(batch)
        spent += time.thread_time() - begun
    return spent


def _ordered(
    view: People, matcher: Matcher, asked: Sequence[EmbeddedVacancy], size: int
) -> tuple[dict[str, Any], list[Row]]:
    states = _states(view)
    for vacancy in asked:  # what a vacancy asks is compared once with every text
        _list(view, matcher, vacancy, Wanted(), {})
    plain = [_list(view, matcher, vacancy, Wanted(), {}) for vacancy in asked]
    whole = [_list(view, matcher, vacancy, Wanted(part="all"), {}) for vacancy in asked]
    filtered = [
        _list(view, matcher, vacancy, filters, states)
        for vacancy, filters in zip(asked, cycle(FILTERS), strict=False)
    ]
    recalls = [
        _recall(view, matcher, vacancy) for vacancy in asked[: TRUE_FOR.get(size, len(asked))]
    ]
    figures = {
        "order_p50_ms": _cut(plain, 50),
        "order_p99_ms": _cut(plain, 99),
        "all_p50_ms": _cut(whole, 50),
        "all_p99_ms": _cut(whole, 99),
        "filtered_p50_ms": _cut(filtered, 50),
        "filtered_p99_ms": _cut(filtered, 99),
        "recall": float(np.mean(recalls)),
    }
    rows = [
        Row(f"{size:,}: a list", plain, "ms"),
        Row(f"{size:,}: a list that is not parted", whole, "ms"),
        Row(f"{size:,}: with filters and {STATED} states", filtered, "ms"),
        Row(f"{size:,}: recall of the true {peers.TOP}", recalls, ""),
    ]
    return figures, rows


def _list(
    view: People, matcher: Matcher, vacancy: EmbeddedVacancy, filters: Wanted, states: States
) -> float:
    begun = time.thread_time()
    order_in(view, matcher, vacancy, filters, states, on=this_day(), most=peers.TOP)
    return (time.thread_time() - begun) * 1000


def _recall(view: People, matcher: Matcher, vacancy: EmbeddedVacancy) -> float:
    day, everybody = this_day(), Wanted(part="all")
    ids = order_in(view, matcher, vacancy, everybody, {}, on=day, most=peers.TOP).ids
    found = view.slots_of(ids)
    true = peers.full(view, matcher, vacancy, day)
    if found.tolist() != true.tolist():  # the same people, in the same order
        return min(0.99, len(np.intersect1d(found, true)) / len(true))
    return 1.0


def _states(view: People) -> States:
    draw = np.random.default_rng(3)
    kinds: tuple[CandidacyState, ...] = ("shortlisted", "set_aside", "declined")
    slots = draw.choice(view.slots, size=min(STATED, len(view)), replace=False).tolist()
    ids: list[UUID] = [view.id_at(slot) for slot in slots]
    return {each: (uuid4(), kind) for each, kind in zip(ids, cycle(kinds), strict=False)}


def _updated(columns: Columns, crowd: Crowd, size: int) -> list[float]:
    """Profiles that change one by one, each seen by a reader before the next."""
    times = []
    for number in range(UPDATES):
        place = number * 7_919 % size
        change = crowd.changes(range(place, place + 1), seed=2, version=2)
        begun = time.thread_time()
        columns.apply(change)
        with columns.reading():
            pass
        times.append((time.thread_time() - begun) * 1000)
    return times


def _peers(
    view: People, matcher: Matcher, crowd: Crowd, asked: Sequence[EmbeddedVacancy]
) -> tuple[dict[str, Any], list[Row]]:
    figures: dict[str, Any] = {}
    rows = []
    makers = {"numpy": peers.numpy_scan, "duckdb": peers.duckdb}
    for name, made in makers.items():
        orders = made(view, matcher, crowd.today)
        if orders is None:
            continue
        times = [orders(vacancy) for vacancy in islice(asked, 3)]
        figures[name] = {"order_p50_ms": _cut(times, 50)}
        rows.append(Row(f"{len(view):,}: peer {name} orders", times, "ms"))
    return figures, rows


def _cut(times: Sequence[float], percent: int) -> float:
    return round(float(np.percentile(times, percent)), 3)
