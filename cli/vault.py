"""`amuddu vault`: the master key and what it wraps."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from services.profiles.app import opened
from services.profiles.keys.keyring import Keyring
from services.profiles.keys.master import drawn
from services.profiles.keys.opening import keyring_of
from services.profiles.settings import ProfilesSettings

app = typer.Typer(help="People's keys, and the master key that wraps them.")


def _keyring() -> Keyring:
    return keyring_of(ProfilesSettings())


@app.command("new-master")
def new_master() -> None:
    """Print a new master key: a line for the file that AMUDDU_MASTER_KEY_FILE names."""
    sys.stdout.write(f"{drawn()}\n")


@app.command("status")
def status() -> None:
    """Say how many keys each master key wraps; the first is the one that wraps."""
    keyring = _keyring()
    for name, number in keyring.by_master().items():
        sys.stdout.write(f"{name} {number}\n")
    keyring.close()


@app.command("rotate-master")
def rotate_master(
    at_once: Annotated[int, typer.Option(min=1, max=10_000, help="Keys in one transaction.")] = 500,
) -> None:
    """Wrap every key by the first master key of the file. May be stopped and begun again."""
    keyring = _keyring()
    total = 0
    while number := keyring.rewrap_some(limit=at_once):
        total += number
        sys.stdout.write(f"{total} rewrapped\n")
        sys.stdout.flush()
    left = sum(list(keyring.by_master().values())[1:])
    keyring.close()
    if left:
        sys.stdout.write(f"{left} in use: run this again\n")
        raise typer.Exit(1)
    sys.stdout.write("done: the master keys of before can leave the file\n")


@app.command("seal")
def seal() -> None:
    """Seal what a release of before kept in clear; a profiles process does it when it starts."""
    database = opened(ProfilesSettings())
    database.close()
    sys.stdout.write("nothing is in clear\n")
