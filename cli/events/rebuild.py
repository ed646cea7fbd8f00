"""`amuddu rebuild` and `amuddu state-hash`: a service's tables made anew from the log."""

from __future__ import annotations

import enum
import sys
from typing import Annotated

import typer

from amuddu.contracts.events.topics import rebuilt_from
from amuddu.kit import bus as buses
from amuddu.kit.app import open_database
from amuddu.kit.observability import logs


class Rebuildable(enum.StrEnum):
    """A service whose whole state is in the log."""

    MATCHING = "matching"


def rebuild(
    name: Annotated[Rebuildable, typer.Argument(help="Whose tables.")],
    accept: Annotated[
        bool, typer.Option("--accept", help="Take the log's word where the tables differ.")
    ] = False,
) -> None:
    """Make a service's tables anew from the log, while it goes on serving."""
    from services.matching.app import MIGRATIONS
    from services.matching.rebuild import rebuild as rebuild_rebuild
    from services.matching.settings import MatchingSettings
    from services.matching.vectors.encoder import Encoder

    settings = MatchingSettings()
    logs.configure(settings)
    if settings.bus != "kafka":
        raise SystemExit("only Kafka keeps a log: set AMUDDU_BUS=kafka and AMUDDU_KAFKA_SERVERS")
    from amuddu.kit.bus.clients import out_of_reach
    from amuddu.kit.bus.log import Log

    database = open_database(settings, name.value, settings.database_url, MIGRATIONS)
    bus = buses.chosen(settings)
    encoder = Encoder.load(settings.model_path)
    with out_of_reach(settings), Log(settings, rebuilt_from(name.value)) as log:
        done = rebuild_rebuild.rebuild(database, log, bus=bus, encoder=encoder, accept=accept)
    bus.stop()
    database.close()
    sys.stdout.write(
        f"{name.value}: rebuilt from {done.events} events;"
        f" requests waited {done.waited:.2f} s\nbefore {done.before}\nafter  {done.after}\n"
    )


def state_hash(name: Annotated[Rebuildable, typer.Argument(help="Whose tables.")]) -> None:
    """One number for all that a service knows: the same before and after a rebuild."""
    from services.matching.app import MIGRATIONS
    from services.matching.rebuild import state_hash as rebuild_state_hash
    from services.matching.settings import MatchingSettings

    settings = MatchingSettings()
    logs.configure(settings)
    database = open_database(settings, name.value, settings.database_url, MIGRATIONS)
    with database.session() as session:
        sys.stdout.write(rebuild_state_hash.state_hash(session) + "\n")
    database.close()
