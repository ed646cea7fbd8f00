"""`amuddu retell`: what a service told, told once more from its own tables."""

from __future__ import annotations

import enum
import importlib
import sys
from typing import Annotated

import typer

from amuddu.kit.app import open_database
from cli.processes import one_process


class Teller(enum.StrEnum):
    """A service whose events say how things stand."""

    PROFILES = "profiles"
    EMPLOYERS = "employers"
    MATCHING = "matching"


def retell(name: Annotated[Teller, typer.Argument(help="Who tells.")]) -> None:
    """Tell once more all that still stands: for a log that cannot be read, or a new listener."""
    _, settings, url, folder = one_process.named(name.value)
    database = open_database(settings, name.value, url, folder)
    use_case = importlib.import_module(f"services.{name.value}.retelling")
    with database.session() as session:
        told: int = use_case.retell(session)
    database.close()
    sys.stdout.write(f"{name.value}: {told} told once more\n")
