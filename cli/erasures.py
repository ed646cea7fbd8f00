"""`amuddu erasures`: those that wait, and for which place. They name nobody."""

from __future__ import annotations

import sys

import typer

from amuddu.kit.app import open_database
from services.profiles.app import MIGRATIONS
from services.profiles.receipts import service
from services.profiles.settings import ProfilesSettings

app = typer.Typer(help="Erasures that some place has yet to answer for.")


@app.callback()
def _erasures() -> None:
    """Makes this a group of commands, though it has one."""


@app.command("status")
def status() -> None:
    """Say which erasures wait, since when, and for what; exit status 1 where one is overdue."""
    settings = ProfilesSettings()
    database = open_database(settings, "profiles", settings.database_url, MIGRATIONS)
    with database.session() as session:
        found = service.standing(session)
    database.close()
    for each in found.items:
        late = "overdue" if each.overdue else "open"
        missing = " ".join(each.missing)
        sys.stdout.write(f"{each.receipt} {each.begun_at.isoformat()} {late} {missing}\n")
    sys.stdout.write(f"{found.total} open, {found.overdue} overdue\n")
    if found.overdue:
        raise typer.Exit(1)
