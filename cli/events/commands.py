"""`amuddu topics` and `amuddu deadletters`: the log of events, and what could not be handled."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from amuddu.kit.bus import acls
from amuddu.kit.db import Database
from amuddu.kit.events import dead_letters, replay
from amuddu.kit.settings import Settings
from cli.processes import one_process
from cli.processes.commands import Service

topics_app = typer.Typer(help="Topics of the log of events.", no_args_is_help=True)
letters_app = typer.Typer(help="Events that could not be handled.", no_args_is_help=True)


@topics_app.command("apply")
def topics_apply() -> None:
    """Create the topics that lack, compare the others; exit status 1 where one differs."""
    settings = Settings()
    if settings.bus != "kafka":
        raise SystemExit("topics are for Kafka: set AMUDDU_BUS=kafka and AMUDDU_KAFKA_SERVERS")
    from amuddu.kit.bus import topics
    from amuddu.kit.bus.clients import out_of_reach

    with out_of_reach(settings):
        found = topics.apply(settings)
    table = Table("topic", "partitions", "state", "differences")
    for each in found:
        table.add_row(each.name, str(each.partitions), each.state, "; ".join(each.differences))
    Console(width=None if sys.stdout.isatty() else 140).print(table)
    if any(each.state == "differs" for each in found):
        raise typer.Exit(1)


@topics_app.command("acls")
def topics_acls(
    strimzi: Annotated[
        bool, typer.Option("--strimzi", help="As KafkaUser resources of Strimzi.")
    ] = False,
) -> None:
    """Print who may do what on the cluster; deploy/kafka/ says how to use it."""
    prefix = Settings().kafka_topic_prefix
    sys.stdout.write(acls.strimzi(prefix=prefix) if strimzi else acls.commands(prefix=prefix))


OnlyService = Annotated[
    Service | None, typer.Option("--service", help="Of one service; without: of all.")
]


@letters_app.command("list")
def letters_list(service: OnlyService = None) -> None:
    """Ids, kinds and reasons of what is buried; nothing of what it says."""
    table = Table("service", "event", "type", "topic", "reason", "buried at")
    for name in _services(service):
        with _database(name) as database:
            for each in dead_letters.waiting(database):
                kind = f"{each.envelope.type} v{each.envelope.version}"
                moment = each.buried_at.isoformat(timespec="seconds")
                event_id = str(each.envelope.id)
                table.add_row(name, event_id, kind, each.envelope.topic, each.reason, moment)
    Console(width=None if sys.stdout.isatty() else 200).print(table)


@letters_app.command("show")
def letters_show(event_id: UUID, service: OnlyService = None) -> None:
    """One buried event, whole; bytes that hold no event are in base64."""
    for name in _services(service):
        with _database(name) as database:
            for each in dead_letters.waiting(database):
                if each.envelope.id == event_id:
                    shown = {"reason": each.reason, **each.envelope.model_dump(mode="json")}
                    sys.stdout.write(json.dumps(shown, indent=2, ensure_ascii=False) + "\n")
                    return
    raise SystemExit(f"{event_id} is not buried")


@letters_app.command("replay")
def letters_replay(
    service: Annotated[Service, typer.Argument(help="Whose dead letters.")],
    event_id: Annotated[UUID | None, typer.Option("--id", help="One; without: all.")] = None,
) -> None:
    """Handle again what was buried, oldest first; exit status 1 where something stays buried."""
    stayed = 0
    with _database(service.value) as database:
        consumer = one_process.consumer(service.value, database)
        ids = [event_id] if event_id else [e.envelope.id for e in dead_letters.waiting(database)]
        for each in ids:
            why = replay.replay(database, consumer, each)
            stayed += bool(why)
            sys.stdout.write(f"{each} {why or 'handled'}\n")
    if not ids:
        sys.stdout.write("nothing is buried\n")
    raise typer.Exit(1 if stayed else 0)


def _services(chosen: Service | None) -> list[str]:
    return [chosen.value] if chosen else list(one_process.SERVICES)


@contextmanager
def _database(name: str) -> Iterator[Database]:
    found = next(each for each in one_process.databases() if each[0] == name)
    database = Database.of(found[1], name, found[2])
    try:
        yield database
    finally:
        database.close()
