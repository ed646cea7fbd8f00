"""A first page put together: everything is asked at once, each part alone may fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from amuddu.kit.errors import AmudduError
from gateway.taken import service as taken
from gateway.taken.service import Held, Holds
from gateway.today.lines import Found, Kind, Line, Look
from gateway.web.concurrent import or_none

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the page has it: who it is about, how long it waits, who looks after it."""

    kind: Kind
    line: Line
    held: Held | None
    name: str | None
    code: str
    days: int | None
    late: bool

    @property
    def place(self) -> str:
        """Its anchor."""
        return f"l-{self.kind.name}-{self.line.about}"


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one kind. `waiting`: how many there are, without those put off; `None` where nobody
    can say just now."""

    kind: Kind
    lines: Sequence[Shown]
    waiting: int | None

    @property
    def others(self) -> int:
        """Those that are not on this page."""
        return max((self.waiting or 0) - len(self.lines), 0)


@dataclass(frozen=True, slots=True)
class Day:
    """The page: what waits, and what was put off."""

    parts: Sequence[Part]
    later: Sequence[Shown]

    @property
    def failed(self) -> bool:
        return any(part.waiting is None for part in self.parts)


def find(look: Look, kinds: Sequence[Kind], holds: Holds) -> Mapping[str, Found | None]:
    """Lines by kind, `None` where a service does not answer. What is gone is held no more."""
    asked = [(kind, kind.source(look, SHOWN + _put_off(kind, holds))) for kind in kinds]
    known = {kind.name: or_none(read) for kind, read in asked}
    for kind in kinds:
        there = known[kind.name]
        if there is not None and there.whole and kind.ends and kind.shared:
            still = [line.about for line in there.lines]
            taken.ended(look.session, look.page.viewer.actor, holds, kind.name, still)
    return known


def _put_off(kind: Kind, holds: Holds) -> int:
    """How many of a kind are put off: so many more are asked for."""
    return sum(1 for (name, _), held in holds.items() if name == kind.name and held.until)


def compose(look: Look, kinds: Sequence[Kind], holds: Holds) -> Day:
    """The day of whoever looks."""
    known = find(look, kinds, holds)
    chosen: list[tuple[Kind, Sequence[Line], int | None]] = []
    later: list[tuple[Kind, Line]] = []
    for kind in kinds:
        there = known[kind.name]
        if there is None:
            chosen.append((kind, (), None))
            continue
        away = [line for line in there.lines if _until(holds, kind, line)]
        now = [line for line in there.lines if not _until(holds, kind, line)]
        later += [(kind, line) for line in away]
        chosen.append((kind, now[:SHOWN], there.total - len(away)))
    names = _names(look, [line for _, lines, _ in chosen for line in lines] + [x for _, x in later])

    def shown(kind: Kind, line: Line) -> Shown:
        return _shown(look, kind, line, holds.get((kind.name, line.about)), names)

    parts = [Part(kind, [shown(kind, line) for line in lines], n) for kind, lines, n in chosen]
    return Day(parts, [shown(kind, line) for kind, line in later])


def _until(holds: Holds, kind: Kind, line: Line) -> bool:
    held = holds.get((kind.name, line.about))
    return held is not None and held.until is not None


def _shown(
    look: Look,
    kind: Kind,
    line: Line,
    held: Held | None,
    names: Mapping[UUID, tuple[str, str | None]],
) -> Shown:
    code, name = names.get(line.person, ("", None)) if line.person else ("", None)
    days = None if line.since is None else max((look.now - line.since).days, 0)
    late = line.due is not None and line.due < look.now.date()
    return Shown(kind, line, held, line.name or name, line.code or code, days, late)


def _names(look: Look, lines: Sequence[Line]) -> dict[UUID, tuple[str, str | None]]:
    """How people may be called by the reader; codes alone where nobody answers."""
    wanted = list(dict.fromkeys(line.person for line in lines if line.person and not line.name))
    if not wanted:
        return {}
    try:
        labels = look.services.profiles.labels(look.caller, wanted)
    except AmudduError:
        return {}
    return {who: (label.code, label.display_name) for who, label in labels.items()}
