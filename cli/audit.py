"""`amuddu audit`: walk the chain of who read what, and say where it does not hold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from amuddu.kit.app import AUDIT_MIGRATIONS, audit_of, open_database
from amuddu.kit.audit import heads
from amuddu.kit.audit.chain import BEGINNING, START, Broken, Head
from amuddu.kit.settings import Settings

app = typer.Typer(help="The audit: who read or changed what about whom.", no_args_is_help=True)

_SAID = {
    "missing": "row {number} is missing",
    "changed": "row {number} does not say what was written, or was written by somebody else",
    "moved": "row {number} does not follow the row before it",
    "rewritten": "row {number} is not the one that was written down at the time",
    "cut": "row {number} and what followed is cut off",
}


@app.callback()
def _audit() -> None:
    """Makes this a group of commands."""


@app.command()
def verify(
    written: Annotated[
        list[Path] | None,
        typer.Option(
            "--heads",
            help="File or log that holds lines `audit head`; may be named several times. "
            "Without: the file that the settings name.",
        ),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            metavar="NUMBER:SEAL",
            help="The last row of the year that was detached, as `verify` printed it then.",
        ),
    ] = None,
) -> None:
    """Walk the chain from its first row; exit status 1 and the first row that does not hold."""
    begins = _head(after)
    settings = Settings()
    database = open_database(settings, "audit", settings.audit_database_url, AUDIT_MIGRATIONS)
    try:
        found = audit_of(settings, database).verify(_heads(settings, written), after=begins)
    finally:
        database.close()
    if isinstance(found, Broken):
        sys.stdout.write(f"broken: {_SAID[found.flaw].format(number=found.number)}\n")
        raise typer.Exit(1)
    sys.stdout.write(f"{found.number} rows hold; last seal {found.seal}\n")


def _head(written: str | None) -> Head:
    if written is None:
        return START
    number, _, seal = written.partition(":")
    if not number.isdecimal() or len(seal) != len(BEGINNING):
        raise typer.BadParameter("write it as NUMBER:SEAL, both as `audit verify` printed them")
    return Head(int(number), seal)


def _heads(settings: Settings, written: list[Path] | None) -> list[Head]:
    own = heads.file_of(settings)
    files = written or ([own] if own is not None and own.exists() else [])
    found: list[Head] = []
    for path in files:
        with path.open(errors="replace") as lines:
            found += heads.read(lines)
    return found
