"""The owner of the audit's database, at its console, who wants a reading not to have been.

They may switch triggers off and write what they like; they do not hold the key of the seals.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from amuddu.kit.audit.chain import Broken, Entry, Head, chained, key_of
from amuddu.kit.audit.heads import Heads
from amuddu.kit.audit.store import Audit
from amuddu.kit.settings import Settings
from cli.main import app

SPY = UUID(int=7)


@pytest.fixture
def written(audit: Audit) -> Audit:
    """Ten readings, the fifth by somebody who would rather not have been there."""
    for number in range(1, 11):
        who = SPY if number == 5 else uuid4()
        audit.record([reading(who)])
    assert audit.verify() == audit.head()
    assert audit.head().number == 10
    return audit


def reading(who: UUID) -> Entry:
    return Entry(
        actor_id=who,
        role="counsellor",
        action="read",
        purpose="follow_up",
        organisation="Agence",
        subject=uuid4(),
    )


def at_the_console(audit: Audit, *statements: str) -> None:
    """What the owner sends, with every trigger off."""
    with audit.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE entries DISABLE TRIGGER ALL"))
        for statement in statements:
            connection.execute(text(statement))
        connection.execute(text("ALTER TABLE entries ENABLE TRIGGER ALL"))


@pytest.mark.parametrize(
    "statement", ["UPDATE entries SET role = 'agent'", "DELETE FROM entries", "TRUNCATE entries"]
)
def test_the_database_itself_refuses(written: Audit, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), written.database.engine.begin() as console:
        console.execute(text(statement))
    assert written.head().number == 10


def test_a_changed_row_is_found(written: Audit) -> None:
    at_the_console(written, "UPDATE entries SET actor_id = gen_random_uuid() WHERE number = 5")
    assert written.verify() == Broken(5, "changed")


def test_a_deleted_row_is_found(written: Audit) -> None:
    at_the_console(written, "DELETE FROM entries WHERE number = 5")
    assert written.verify() == Broken(5, "missing")


def test_a_deleted_row_is_found_though_the_others_close_up(written: Audit) -> None:
    at_the_console(
        written,
        "DELETE FROM entries WHERE number = 5",
        "UPDATE entries SET number = number - 100 WHERE number > 5",
        "UPDATE entries SET number = number + 99 WHERE number < 0",
        "UPDATE entries SET previous = (SELECT seal FROM entries WHERE number = 4)"
        " WHERE number = 5",
    )
    assert written.verify() == Broken(5, "changed")


def test_an_inserted_row_is_found(written: Audit) -> None:
    copied = "at, actor_id, role, organisation, agency_id, action, gen_random_uuid(), purpose"
    at_the_console(
        written,
        f"INSERT INTO entries SELECT 11, {copied}, outcome, elsewhere, emergency,"
        " (SELECT seal FROM entries WHERE number = 10), seal FROM entries WHERE number = 5",
    )
    assert written.verify() == Broken(11, "changed")


def test_rows_that_change_places_are_found(written: Audit) -> None:
    at_the_console(
        written,
        "UPDATE entries SET number = -5 WHERE number = 5",
        "UPDATE entries SET number = 5 WHERE number = 6",
        "UPDATE entries SET number = 6 WHERE number = -5",
    )
    assert written.verify() == Broken(5, "moved")


def test_a_story_written_anew_with_another_key_is_found(written: Audit) -> None:
    with written.database.engine.connect() as connection:
        before = connection.execute(text("SELECT seal FROM entries WHERE number = 4")).scalar_one()
    forged = chained([reading(uuid4())], Head(4, before), key_of("a key that the owner made up"))
    _, head, _ = next(iter(forged))
    at_the_console(
        written,
        "DELETE FROM entries WHERE number > 5",
        f"UPDATE entries SET seal = '{head.seal}' WHERE number = 5",
    )
    assert written.verify() == Broken(5, "changed")


@pytest.fixture
def verify(
    audit: Audit, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    """`amuddu audit verify`, as the officer runs it."""
    assert settings  # its environment
    monkeypatch.setenv("AMUDDU_AUDIT_DATABASE_URL", audit.database.url)

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["audit", "verify", *arguments])
        return done.exit_code, done.output

    return run


def test_a_tail_that_is_cut_off_is_found(
    written: Audit, tmp_path: Path, verify: Callable[..., tuple[int, str]]
) -> None:
    file = tmp_path / "heads.jsonl"
    Heads(written, file).write()
    status, said = verify("--heads", str(file))
    assert (status, said[:12]) == (0, "10 rows hold")
    at_the_console(written, "DELETE FROM entries WHERE number >= 5")
    assert verify("--heads", str(file)) == (1, "broken: row 5 and what followed is cut off\n")


def test_a_tail_that_is_cut_off_and_grown_again_is_found(
    written: Audit, tmp_path: Path, verify: Callable[..., tuple[int, str]]
) -> None:
    file = tmp_path / "heads.jsonl"
    Heads(written, file).write()
    at_the_console(written, "DELETE FROM entries WHERE number >= 5")
    for _ in range(7):  # the services go on writing, with the key
        written.record([reading(uuid4())])
    said = "broken: row 10 is not the one that was written down at the time\n"
    assert verify("--heads", str(file)) == (1, said)


def test_a_year_is_detached_and_the_rest_holds(
    written: Audit, tmp_path: Path, verify: Callable[..., tuple[int, str]]
) -> None:
    """As the runbook says: what is behind the last row of the year is walked from its seal."""
    file = tmp_path / "heads.jsonl"
    Heads(written, file).write()
    with written.database.engine.connect() as connection:
        seal = connection.execute(text("SELECT seal FROM entries WHERE number = 6")).scalar_one()
    at_the_console(written, "DELETE FROM entries WHERE number <= 6")
    heads = ("--heads", str(file))
    assert verify(*heads) == (1, "broken: row 1 is missing\n")
    status, said = verify(*heads, "--after", f"6:{seal}")
    assert (status, said[:12]) == (0, "10 rows hold")
    written.record([reading(uuid4())])
    assert verify(*heads, "--after", f"6:{seal}")[0] == 0
    # Who cuts off more than was detached, or gives another seal, is found.
    other = "0" * 64
    assert verify(*heads, "--after", f"6:{other}")[1].startswith("broken: row 7 does not follow")
    at_the_console(written, "DELETE FROM entries WHERE number = 7")
    assert verify(*heads, "--after", f"6:{seal}")[1] == "broken: row 7 is missing\n"
    assert verify("--after", "last year")[0] == 2
