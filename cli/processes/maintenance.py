"""`amuddu up`, `migrate`, `schemas`, `reindex`: the processes and what they stand on."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from amuddu.contracts.events import schemas as contract_schemas
from amuddu.kit import migrations
from amuddu.kit.app import open_database
from amuddu.kit.db import Database
from cli.processes import one_process


def up(
    port: Annotated[int, typer.Option(help="Port of the pages and the API.")] = 8000,
    host: Annotated[str, typer.Option(help="Address they listen on.")] = "127.0.0.1",
) -> None:
    """Start every service and the gateway in one process, with the settings of the environment."""
    told = one_process.told_to_stop()
    with one_process.running(host=host, port=port, environment={}) as addresses:
        sys.stdout.write(f"Amuddu: {addresses.gateway}\n")
        sys.stdout.flush()
        told.wait()


def migrate() -> None:
    """Bring every database up to date: those the environment names, or the embedded ones."""
    for name, settings, url, folder in one_process.databases():
        database = Database.of(settings, name, url)
        migrations.upgrade(database, folder)
        database.close()
        sys.stdout.write(f"{name}: up to date\n")


def schemas() -> None:
    """Write the JSON Schemas of the events, the public API's document, the list of pages."""
    from cli import public_surface

    for path in [*contract_schemas.write(), *public_surface.write()]:
        sys.stdout.write(f"{path.name}\n")


def reindex() -> None:
    """Encode every profile and vacancy again with the model that the settings choose."""
    from services.matching.app import MIGRATIONS
    from services.matching.facts.vectors import reindex as rebuild
    from services.matching.settings import MatchingSettings
    from services.matching.vectors.encoder import Encoder

    settings = MatchingSettings()
    database = open_database(settings, "matching", settings.database_url, MIGRATIONS)
    with database.session() as session:
        rows = rebuild(session, Encoder.load(settings.model_path))
    database.close()
    sys.stdout.write(f"{rows} profiles and vacancies encoded\n")
