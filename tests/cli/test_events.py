"""Workers, topics, dead letters and the rebuild, as somebody at a terminal meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from amuddu.contracts.employers import VacancyPublished
from amuddu.kit.bus.records import Place, Written, read, write
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from cli.main import app
from cli.processes import one_process
from services.notifications import consumers
from tests.conftest import DatabaseOf
from tests.kafka_mock import KafkaMock, kafka_mock
from tests.keys import signed
from tests.services.matching.support import vacancy

Amuddu = Callable[..., Result]


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    return database_of("services.notifications")


@pytest.fixture
def amuddu(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Amuddu:
    """The command on the test's notifications database."""
    monkeypatch.setenv("AMUDDU_NOTIFICATIONS_DATABASE_URL", database.url)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str, **environment: str) -> Result:
        return CliRunner().invoke(app, list(arguments), env=environment)

    return run


@pytest.fixture
def cluster() -> Iterator[KafkaMock]:
    with kafka_mock() as mock:
        yield mock


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Break the handler of published vacancies, or mend it."""
    sound = consumers.HANDLERS[VacancyPublished]

    def fails(*_: object) -> None:
        raise ValueError("Maçon")

    def choose(broken: bool) -> None:
        monkeypatch.setitem(consumers.HANDLERS, VacancyPublished, fails if broken else sound)

    return choose


def test_a_worker_alone_on_the_in_process_bus_says_why_it_will_not(amuddu: Amuddu) -> None:
    refused = amuddu("worker", "profiles")
    assert refused.exit_code == 1
    assert "AMUDDU_BUS=kafka" in str(refused.exception)


@pytest.mark.parametrize("command", [("topics", "apply"), ("rebuild", "matching")])
def test_commands_that_need_kafka_say_so(amuddu: Amuddu, command: tuple[str, ...]) -> None:
    refused = amuddu(*command)
    assert refused.exit_code == 1
    assert "AMUDDU_KAFKA_SERVERS" in str(refused.exception)


def test_topics_come_to_be_on_a_broker_that_makes_them(amuddu: Amuddu, cluster: KafkaMock) -> None:
    made = amuddu("topics", "apply", **cluster.environment())
    assert made.exit_code == 0, made.output
    assert "matching.candidacies" in made.output


def test_a_buried_event_is_listed_shown_and_replayed_after_a_fix(
    amuddu: Amuddu, database: Database, broken: Callable[[bool], None]
) -> None:
    broken(True)
    envelope = signed(vacancy(title="Maçon"))
    one_process.consumer("notifications", database)(envelope)
    listed = amuddu("deadletters", "list", "--service", "notifications")
    assert str(envelope.id) in listed.output
    assert "ValueError" in listed.output
    assert "Maçon" not in listed.output
    shown = amuddu("deadletters", "show", str(envelope.id), "--service", "notifications")
    assert "Maçon" in shown.output
    assert amuddu("deadletters", "replay", "notifications").exit_code == 1
    broken(False)
    for _ in range(2):
        assert amuddu("deadletters", "replay", "notifications").exit_code == 0
    assert _count(database, "offer") == 1
    assert _count(database, "dead_letters") == 0


def test_bytes_that_were_no_event_are_read_again(
    amuddu: Amuddu, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    envelope = signed(vacancy())
    record = write(envelope)
    place = Place(envelope.topic, 0, 0, 0)
    monkeypatch.setattr("amuddu.kit.bus.records._envelope", _cannot_read)
    unreadable = read(Written(record.key, record.value, record.headers), place)
    assert unreadable is not None
    monkeypatch.undo()
    monkeypatch.setenv("AMUDDU_NOTIFICATIONS_DATABASE_URL", database.url)
    one_process.consumer("notifications", database)(unreadable)
    assert amuddu("deadletters", "replay", "notifications").exit_code == 0
    assert _count(database, "offer") == 1


def _cannot_read(*_: object) -> None:
    raise ValueError


def _count(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0
