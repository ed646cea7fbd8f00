"""Batches go one after the other; the next is read while one is answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from amuddu.contracts.batch import BatchOut, RowResult
from amuddu.imports.importer import BATCH, Importer
from amuddu.imports.rows import Row, Table, UnreadableFile

HEADERS = ("référence", "prénom")


class Service:
    """Notes what it was sent, and how many calls were under way at once."""

    def __init__(self) -> None:
        self.sent: list[list[str]] = []
        self.under_way = 0
        self.most = 0

    def __call__(self, bodies: list[dict[str, Any]]) -> BatchOut:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        self.sent.append([body["external_ref"] for body in bodies])
        self.answering()
        self.under_way -= 1
        results = (RowResult(index=index, outcome="created") for index in range(len(bodies)))
        return BatchOut(results=tuple(results))

    def answering(self) -> None:
        """What happens before the answer."""


def row(number: int) -> Row:
    return Row(number + 2, {"référence": f"P-{number}", "prénom": f"Essai{number}"})


def importer(rows: Iterator[Row], total: int) -> Importer:
    return Importer("profiles", Table(HEADERS, rows, total=total), mapping=None, lang="fr")


def test_batches_come_one_at_a_time_and_in_their_order() -> None:
    service, total = Service(), 2 * BATCH + 50
    made = importer(iter(map(row, range(total))), total)
    assert list(made.run(service)) == [BATCH, 2 * BATCH, total]
    assert [each for batch in service.sent for each in batch] == [f"P-{n}" for n in range(total)]
    assert service.most == 1


def test_the_next_batch_is_read_while_one_is_answered() -> None:
    read_on = threading.Event()

    def rows() -> Iterator[Row]:
        for number in range(2 * BATCH):
            if number == BATCH:
                read_on.set()
            yield row(number)

    class Waits(Service):
        def answering(self) -> None:
            assert read_on.wait(timeout=30)

    made = importer(rows(), 2 * BATCH)
    assert list(made.run(Waits())) == [BATCH, 2 * BATCH]


def test_whoever_stops_has_no_batch_under_way() -> None:
    service = Service()
    running = importer(iter(map(row, range(3 * BATCH))), 3 * BATCH).run(service)
    assert next(running) == BATCH
    running.close()
    assert (len(service.sent), service.under_way) == (1, 0)


def test_a_file_that_breaks_off_counts_the_batch_before() -> None:
    def rows() -> Iterator[Row]:
        yield from map(row, range(BATCH))
        raise UnreadableFile("cassé")

    made = importer(rows(), 2 * BATCH)
    running = made.run(Service())
    assert next(running) == BATCH
    with pytest.raises(UnreadableFile):
        next(running)
    assert made.report.counts == {"created": BATCH}


def test_what_the_service_raises_ends_the_import_with_its_own_words() -> None:
    class Refuses(Service):
        def answering(self) -> None:
            if len(self.sent) == 2:
                raise SystemExit("Votre session est finie.")

    made = importer(iter(map(row, range(3 * BATCH))), 3 * BATCH)
    service = Refuses()
    with pytest.raises(SystemExit, match="session"):
        list(made.run(service))
    assert (made.report.counts, len(service.sent)) == ({"created": BATCH}, 2)
