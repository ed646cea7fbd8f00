"""The keys of the processes of a test run, and events as their producers sign them."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from amuddu.contracts.events.envelope import Envelope, Event
from amuddu.contracts.events.topics import BY_NAME
from amuddu.kit.events import signing
from amuddu.kit.identity import Keys
from amuddu.kit.settings import Settings

FOLDER = Path(tempfile.mkdtemp(prefix="amuddu-test-keys-"))
"""`AMUDDU_IDENTITIES_DIR` of everything that a test run starts."""
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


@cache
def keys(name: str) -> Keys:
    """Keys of a process, as a `Database` takes them."""
    folder = os.environ.get("AMUDDU_IDENTITIES_DIR", FOLDER)  # set in a process that a test began
    return Keys(Settings(identities_dir=folder), name)


def signed(event: Event, *, by: str = "", **beside: object) -> Envelope:
    """The envelope of an event as its topic's producer signs it, or another one."""
    return sealed(Envelope.wrap(event, **beside), by=by)  # type: ignore[arg-type]  # as `wrap`


def sealed(envelope: Envelope, *, by: str = "") -> Envelope:
    """The same for an envelope that is made already."""
    return signing.signed(envelope, keys(by or BY_NAME[envelope.topic].producer).own)
