"""The ledger: its balances are its entries, and nobody spends what is not there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from amuddu.kit.db import Session
from amuddu.kit.errors import AmudduError, Conflict, Invalid
from amuddu.kit.ledger import bank, book
from amuddu.kit.ledger.tables import PurseRow
from tests.services.support.conftest import Training
from tests.support import coordinator

BY = coordinator()
DAY = date(2026, 6, 1)


def purse(training: Training, total: int) -> UUID:
    row = PurseRow(
        label="Bourses", funder="Fonds", currency="MAD", starts_on=DAY, ends_on=date(2027, 6, 1)
    )
    with training.database.session() as session:
        book.opened(session, row, total, by=BY)
        return row.id


def move(training: Training, envelope_id: UUID, kind: Any, amount: int) -> None:
    with training.database.session() as session:
        held = book.locked(session, envelope_id)
        book.move(session, held, kind, amount, by=BY, reference="test", about=uuid4())


def balances(session: Session, envelope_id: UUID) -> tuple[int, ...]:
    row = book.locked(session, envelope_id)
    return row.total, row.reserved, row.committed, row.paid


KINDS = st.sampled_from(["fund", "reserve", "release", "commit", "uncommit", "pay", "recover"])


@given(st.lists(st.tuples(KINDS, st.integers(1, 900)), max_size=25))
@examples(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_balances_are_the_sum_of_the_entries_and_never_overdrawn(
    training: Training, moves: list[tuple[str, int]]
) -> None:
    envelope_id = purse(training, 1000)
    for kind, amount in moves:
        try:
            move(training, envelope_id, kind, amount)
        except Conflict:
            continue
    with training.database.session() as session:
        total, reserved, committed, paid = balances(session, envelope_id)
        lines, _ = book.entries(session, envelope_id, limit=100, offset=0)
        added = [
            sum(getattr(line, name) for line in lines)
            for name in ("total", "reserved", "committed", "paid")
        ]
    assert [total, reserved, committed, paid] == added
    assert min(reserved, committed, paid, total - reserved - committed - paid) >= 0


def test_of_many_who_race_for_the_last_money_none_overspends(training: Training) -> None:
    envelope_id = purse(training, 1000)

    def take(_: int) -> bool:
        try:
            move(training, envelope_id, "reserve", 300)
        except book.Exhausted:
            return False
        return True

    with ThreadPoolExecutor(max_workers=12) as pool:
        won = list(pool.map(take, range(24)))
    assert won.count(True) == 3
    with training.database.session() as session:
        assert balances(session, envelope_id) == (1000, 900, 0, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entries SET amount = 1",
        "DELETE FROM ledger_entries",
        "TRUNCATE ledger_entries",
        "UPDATE ledger_envelopes SET total = 5",
        "DELETE FROM ledger_envelopes",
        "INSERT INTO ledger_entries (envelope_id, kind, amount, paid, reference, reason, actor_id,"
        " actor_role, at) SELECT id, 'pay', 5, 5000, 'x', '', id, 'x', now()"
        " FROM ledger_envelopes",
    ],
)
def test_the_database_refuses_what_the_ledger_would_not_write(
    training: Training, statement: str
) -> None:
    envelope_id = purse(training, 1000)
    with pytest.raises(DBAPIError), training.database.session() as session:
        session.execute(text(statement))
    with training.database.session() as session:
        assert balances(session, envelope_id) == (1000, 0, 0, 0)


# --- the bank ---------------------------------------------------------------------------------


@pytest.fixture
def ordered(training: Training) -> tuple[UUID, list[str]]:
    """An envelope with three orders of 100 dirhams each, and their references."""
    envelope_id = purse(training, 100_000)
    with training.database.session() as session:
        held = book.locked(session, envelope_id)
        for kind in ("reserve", "commit"):
            book.move(session, held, kind, 30_000, by=BY, reference="test")
        orders = [book.order(session, held, 10_000, about=uuid4()) for _ in range(3)]
        references = [each.reference for each in orders]
    return envelope_id, references


def sent(training: Training, envelope_id: UUID, file: str) -> list[str]:
    """What became of each line of a file."""
    with training.database.session() as session:
        judged = bank.reconcile(session, envelope_id, bank.read(file), on=DAY, by=BY)
        return [each.verdict for each in judged]


def paid(training: Training, envelope_id: UUID) -> int:
    with training.database.session() as session:
        return balances(session, envelope_id)[3]


def test_a_line_pays_as_it_was_ordered_and_any_other_is_named_and_pays_nothing(
    training: Training, ordered: tuple[UUID, list[str]]
) -> None:
    envelope_id, (one, two, three) = ordered
    file = (
        "Date;Libellé;Montant\n"
        f"01/06/2026;VIR {one} BOURSE;-100,00\n"
        f"01/06/2026;{two};100,01\n"
        f"01/06/2026;{three};100,00\n"
        f"01/06/2026;{three};100,00\n"
        "01/06/2026;AM2222222222;100,00\n"
        "hier;VIREMENT;cent\n"
    )
    said = ["paid", "wrong_amount", "twice", "twice", "unknown", "unreadable"]
    assert sent(training, envelope_id, file) == said
    assert paid(training, envelope_id) == 10_000
    # The same file again pays nothing twice.
    assert sent(training, envelope_id, file) == ["already", *said[1:]]
    assert paid(training, envelope_id) == 10_000


def test_a_line_of_another_envelope_or_of_tomorrow_pays_nothing(
    training: Training, ordered: tuple[UUID, list[str]]
) -> None:
    envelope_id, (one, two, _) = ordered
    other = purse(training, 5)
    assert sent(training, other, f"date,reference,amount\n2026-06-01,{one},100") == ["unknown"]
    file = f"date,reference,amount\n2026-06-02,{two},100.00"
    assert sent(training, envelope_id, file) == ["future"]
    assert paid(training, envelope_id) == 0


@pytest.mark.parametrize(
    "file", ["", "\n\n", "a;b;c\n1;2;3", "date;reference\n1;2", "date;montant"]
)
def test_what_is_no_bank_file_is_refused_whole(
    training: Training, ordered: tuple[UUID, list[str]], file: str
) -> None:
    with pytest.raises(Invalid) as refused:
        sent(training, ordered[0], file)
    assert refused.value.fields[0].field == "text"


@given(st.text(max_size=200))
@examples(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(file: str) -> None:
    try:
        bank.read(file)
    except AmudduError:
        return
