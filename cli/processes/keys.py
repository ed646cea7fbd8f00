"""`amuddu keys`: a key pair for each process, laid out as they are handed to the processes.

    keys/profiles/profiles.key    private, for the two processes of profiles alone
    keys/profiles/*.pub           public, everybody's

One folder for each process, which is what `AMUDDU_IDENTITIES_DIR` names there. A rotated key
leaves its public half behind as `profiles.<key id>.pub`, so that what it signed still holds.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from amuddu.kit import identity
from amuddu.kit.identity import NAMES

app = typer.Typer(help="Keys by which the processes know one another.")

Folder = Annotated[Path, typer.Argument(help="Folder that holds one folder for each process.")]
Name = Annotated[str, typer.Argument(help="Process whose key it is.")]


@app.command("make")
def make(folder: Folder) -> None:
    """Make a key pair for each process that has none, and give everybody the public halves."""
    lay_out(folder)
    show(folder)


@app.command("show")
def show(folder: Folder) -> None:
    """Say which keys count: the present one of each process, and those of before."""
    for name in _laid_out(folder):
        for path in _public_of(folder / name, name):
            found = identity.public(path)
            said = identity.key_id(found) if found is not None else "unreadable"
            kind = "present" if path.name == f"{name}.pub" else "before"
            sys.stdout.write(f"{name}\t{said}\t{kind}\n")


@app.command("rotate")
def rotate(folder: Folder, name: Name) -> None:
    """Make a new key for one process; the public half of the old one stays."""
    own = _known(folder, name) / f"{name}.key"
    old = identity.public(own.with_suffix(".pub"))
    if old is None:
        raise SystemExit(f"{own.with_suffix('.pub')} cannot be read")
    for each in _laid_out(folder):
        present = folder / each / f"{name}.pub"
        present.rename(present.with_name(f"{name}.{identity.key_id(old)}.pub"))
    own.unlink()
    lay_out(folder)
    show(folder)


@app.command("forget")
def forget(
    folder: Folder, name: Name, key_id: Annotated[str, typer.Argument(help="As `show` prints it.")]
) -> None:
    """Take the public half of an old key away: what it signed holds no longer."""
    _known(folder, name)
    gone = [folder / each / f"{name}.{key_id}.pub" for each in _laid_out(folder)]
    if not any(path.exists() for path in gone):
        raise SystemExit(f"{name} has no key {key_id} of before (`amuddu keys show {folder}`)")
    for path in gone:
        path.unlink(missing_ok=True)
    show(folder)


def lay_out(folder: Path, names: Sequence[str] = NAMES) -> None:
    """A folder for each process: its own private key, and the public ones of all."""
    for name in names:
        identity.make(folder / name, name)
    for name in names:
        for path in _public_of(folder / name, name):
            for other in names:
                if other != name:
                    shutil.copyfile(path, folder / other / path.name)


def _laid_out(folder: Path) -> list[str]:
    found = [name for name in NAMES if (folder / name / f"{name}.key").exists()]
    if not found:
        raise SystemExit(f"no keys in {folder} (`amuddu keys make {folder}`)")
    return found


def _known(folder: Path, name: str) -> Path:
    if name not in _laid_out(folder):
        raise SystemExit(f"no key of {name} in {folder}")
    return folder / name


def _public_of(folder: Path, name: str) -> list[Path]:
    """The present public half first, then those of before."""
    before = sorted(folder.glob(f"{name}.*.pub"))
    return [folder / f"{name}.pub", *before]
