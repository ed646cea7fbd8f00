"""`python -m benchmarks scale` measures what the running service uses, and says so exactly."""

from __future__ import annotations

import json
from typing import Any

import pytest

from amuddu.kit.db import Database
from benchmarks.scale import measured
from benchmarks.scale.measured import Summary
from services.matching.people import best
from services.matching.people.columns import Columns
from services.matching.search import ordering
from services.matching.search.replica import Replica
from tests.services.matching.search.test_replica import MATCHER


def test_its_lists_are_made_by_the_service_and_true(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replica's people are the same class, its lists the same function, and few are compared."""
    assert type(Replica(Database("postgresql://nowhere"), MATCHER)._people) is measured.Columns
    assert measured.Columns is Columns
    assert measured.order_in is ordering.order_in
    compared: list[int] = []
    found_best = best.best

    def counted(*args: Any, **kwargs: Any) -> best.Found:
        found = found_best(*args, **kwargs)
        compared.append(found.compared)
        return found

    monkeypatch.setattr(ordering, "best", counted)
    monkeypatch.setattr(best, "FIRST", 20)
    monkeypatch.setattr(measured, "VACANCIES", 4)
    monkeypatch.setattr(measured, "UPDATES", 3)
    *_, last = measured.measure([400], matcher=MATCHER, parts=60)
    assert isinstance(last, Summary)
    figures = json.loads(str(last))
    ours = figures["people"]["400"]
    assert ours["recall"] == 1.0
    assert {
        "order_p50_ms",
        "order_p99_ms",
        "filtered_p50_ms",
        "update_ms",
        "bytes_per_person",
        "load_s",
    } <= ours.keys()
    assert {"numpy", "duckdb"} <= figures["peers"]["400"].keys()
    assert any(0 < one < 400 for one in compared)
