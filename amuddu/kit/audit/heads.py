"""The last seal, written down where the audit's database does not reach.

Every minute in which the chain has grown its last number and seal go to the log, which leaves the
machine, and to a file where one is named. A seal cannot be made without the key, so a line needs
no signature of its own. `amuddu audit verify --heads FILE` reads both kinds of lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from amuddu.kit.audit.chain import START, Head
from amuddu.kit.audit.store import Audit
from amuddu.kit.clock import now
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from amuddu.kit.settings import Settings

log = logs.get(__name__)

EVERY_SECONDS = 60.0
EVENT = "audit head"


class Heads:
    """Writes down the head of an audit when it has moved."""

    def __init__(self, audit: Audit, file: Path | None) -> None:
        self._audit = audit
        self._file = file
        self._last = START

    def write(self) -> None:
        """One line, if there is news."""
        head = self._audit.head()
        if head == self._last:
            return
        log.info(EVENT, number=head.number, seal=head.seal)
        if self._file is not None:
            line = {"event": EVENT, "number": head.number, "seal": head.seal}
            line["at"] = now().isoformat(timespec="seconds")
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a") as stream:
                stream.write(json.dumps(line) + "\n")
        self._last = head


def file_of(settings: Settings) -> Path | None:
    """Where heads are written beside the log: the file that is named; in a demo one of its own."""
    if settings.audit_heads_file is not None or settings.mode == "production":
        return settings.audit_heads_file
    return settings.data_dir / "audit-heads.jsonl"


def writer(audit: Audit, settings: Settings) -> Periodic:
    """A thread that goes on writing them down."""
    return Periodic("audit-heads", Heads(audit, file_of(settings)).write, every=EVERY_SECONDS)


def read(lines: Iterable[str]) -> Iterator[Head]:
    """The heads among lines of a log or of the file; other lines are passed over."""
    for line in lines:
        try:
            said = json.loads(line)
            if said["event"] == EVENT:
                yield Head(int(said["number"]), str(said["seal"]))
        except (ValueError, KeyError, TypeError):
            continue
