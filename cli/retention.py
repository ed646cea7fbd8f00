"""`amuddu retention`: what is kept too long by the table, counted or done with once.

The workers and the gateway follow the table by themselves. `run` is for whoever does not want to
wait for them; it leaves the erasing of people who did not answer to the gateway, which alone knows
their accounts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from typing import Annotated

import typer

from amuddu.kit import clock
from amuddu.kit.app import open_audit, open_database
from amuddu.kit.db import Database
from amuddu.kit.retention import Keeper
from amuddu.kit.settings import Settings

app = typer.Typer(help="How long what is kept: count what is due, do with it once.")

SERVICES = {
    "profiles": ("services.profiles", "ProfilesSettings"),
    "employers": ("services.employers", "EmployersSettings"),
    "matching": ("services.matching", "MatchingSettings"),
    "notifications": ("services.notifications", "NotificationsSettings"),
    "support": ("services.support", "SupportSettings"),
    "gateway": ("gateway", "GatewaySettings"),
}
_AUDITED = ("profiles", "gateway")

OnlyOption = Annotated[
    list[str] | None, typer.Option("--service", help="A service alone; several times for more.")
]


@app.command("preview")
def preview(
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="By the end of which day; today if not given."),
    ] = None,
    service: OnlyOption = None,
) -> None:
    """Print how many rows are due, by kind; nothing is done."""
    day = on.replace(tzinfo=UTC).date() if on else clock.today()
    for name in _chosen(service):
        with _opened(name) as (keeper, database):
            for kind, number in keeper.preview(database, on=day).items():
                sys.stdout.write(f"{name} {kind} {number}\n")


@app.command("run")
def run(service: OnlyOption = None) -> None:
    """Do with all that is due now, and print how many rows it was, by kind."""
    for name in _chosen(service):
        with _opened(name) as (keeper, database):
            for kind, number in keeper.run(database).items():
                sys.stdout.write(f"{name} {kind} {number}\n")


def _chosen(given: list[str] | None) -> list[str]:
    unknown = [name for name in given or () if name not in SERVICES]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]}: choose from {', '.join(SERVICES)}")
    return given or list(SERVICES)


@contextmanager
def _opened(name: str) -> Iterator[tuple[Keeper, Database]]:
    package, settings_name = SERVICES[name]
    keeper: Keeper = import_module(f"{package}.retention.keeping").KEEPER
    settings: Settings = getattr(import_module(f"{package}.settings"), settings_name)()
    database = _database(name, settings)
    try:
        yield keeper, database
    finally:
        database.close()


def _database(name: str, settings: Settings) -> Database:
    if name == "profiles":
        database: Database = import_module("services.profiles.app").opened(settings)
    else:
        package = SERVICES[name][0]
        home = "worker" if name == "notifications" else "app"
        folder = import_module(f"{package}.{home}").MIGRATIONS
        database = open_database(settings, name, settings.database_url, folder)  # type: ignore[attr-defined]
    if name in _AUDITED:
        open_audit(settings, database)
    return database
