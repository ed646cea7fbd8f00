"""`amuddu erasures`: those that wait, and for which place; and those to be done again after a
restore. They name nobody."""

from __future__ import annotations

import enum
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from amuddu.kit.app import open_audit, open_database
from amuddu.kit.db import Database
from cli.processes import one_process

app = typer.Typer(help="Erasures that some place has yet to answer for, or is to do again.")


class Restored(enum.StrEnum):
    """A service that was restored from a backup."""

    PROFILES = "profiles"
    EMPLOYERS = "employers"
    MATCHING = "matching"
    NOTIFICATIONS = "notifications"
    SUPPORT = "support"


class Other(enum.StrEnum):
    """A service whose marks tell who was erased."""

    EMPLOYERS = "employers"
    MATCHING = "matching"
    NOTIFICATIONS = "notifications"
    SUPPORT = "support"


@app.command("status")
def status() -> None:
    """Say which erasures wait, since when, and for what; exit status 1 where one is overdue."""
    from services.profiles.receipts import service

    with _opened("profiles") as database, database.session() as session:
        found = service.standing(session)
    for each in found.items:
        late = "overdue" if each.overdue else "open"
        missing = " ".join(each.missing)
        sys.stdout.write(f"{each.receipt} {each.begun_at.isoformat()} {late} {missing}\n")
    sys.stdout.write(f"{found.total} open, {found.overdue} overdue\n")
    if found.overdue:
        raise typer.Exit(1)


@app.command("again")
def again(
    name: Annotated[Restored, typer.Argument(help="Which service was restored.")],
    by: Annotated[
        list[Other] | None,
        typer.Option("--by", help="profiles: go by the marks of this service, too."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="profiles: erase them.")] = False,
) -> None:
    """Erase again whom a restored backup brought back.

    profiles: those who have no key any more are counted, with `--yes` erased. Another service:
    it tells whom it holds, and erases whom profiles knows to be erased; `status` says when all
    have answered.
    """
    if name is Restored.PROFILES:
        _profiles([each.value for each in by or ()], yes=yes)
        return
    from amuddu.kit.events import restored

    people = importlib.import_module(f"services.{name.value}.erasures.repository").people_held
    with _opened(name.value) as database:
        told = restored.tell(database, name.value, people=people)
    sys.stdout.write(f"{name.value}: {told} told as marks\n")


def _profiles(by: list[str], *, yes: bool) -> None:
    from services.profiles.app import opened
    from services.profiles.erasures import restoring
    from services.profiles.settings import ProfilesSettings

    settings = ProfilesSettings()
    others = [_marks(name) for name in by]
    database = opened(settings)
    open_audit(settings, database)
    with database.session() as session:
        marked = [restoring.marked_in(each) for each in others]
        found = list(restoring.come_back(session, marked=marked))
    for profile_id in found if yes else ():
        with database.session() as session:
            restoring.erase_again(session, profile_id, keys=settings.accepted_keys)
    for each in (*others, database):
        each.close()
    done = "erased again" if yes else "to be erased again: look at the number, then run with --yes"
    sys.stdout.write(f"profiles: {len(found)} {done}\n")


def _marks(name: str) -> Database:
    _, settings, url, folder = one_process.named(name)
    return open_database(settings, name, url, folder)


@contextmanager
def _opened(name: str) -> Iterator[Database]:
    database = _marks(name)
    try:
        yield database
    finally:
        database.close()
