"""Moving rows by a declared workflow: guarded, and each step leaves a line of the log.

    MOVES = Moves(CLAIM, line=_line, refusals=_WHY_NOT)
    line = MOVES.take(row, "approve", by=actor, note="seen")   # raises NotPossible

The caller has locked the row and writes the line in the same transaction; nothing here does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from amuddu.contracts.workflows import State, Workflow
from amuddu.kit import clock
from amuddu.kit.errors import Conflict


class Moved(Protocol):
    """A row that a workflow moves; its state is in a column that `Moves` is told."""

    updated_at: datetime


Row = TypeVar("Row", bound=Moved)
Line = TypeVar("Line")


class NotPossible(Conflict):
    """A step that the state does not allow."""

    code = "not_possible"


class Moves(Generic[Row, State, Line]):
    """The steps of one workflow, taken on rows.

    `line` makes the line of the log from the row, the step's name, the state before and what
    else the step was told. `refusals` says why a step is refused, by state or by step and state.
    """

    def __init__(
        self,
        workflow: Workflow[State],
        *,
        line: Callable[..., Line],
        refusals: Mapping[Any, str],
        error: type[Conflict] = NotPossible,
        column: str = "state",
    ) -> None:
        self.workflow = workflow
        self._line = line
        self._refusals = refusals
        self._error = error
        self._column = column

    def state(self, row: Row) -> State:
        """Where the row stands."""
        state: State = getattr(row, self._column)
        return state

    def allows(self, row: Row, name: str) -> bool:
        """Whether a step may be taken where the row stands."""
        return self.workflow[name].allows(self.state(row))

    def guard(self, row: Row, name: str) -> None:
        """Raise `NotPossible` unless the step may be taken where the row stands."""
        if not self.allows(row, name):
            state = self.state(row)
            raise self._error(self._refusals.get((name, state)) or self._refusals.get(state))

    def begin(self, row: Row, name: str, **told: Any) -> Line:
        """The first line of the log of a new row."""
        return self._line(row, name, None, **told)

    def take(self, row: Row, name: str, *, to: State | None = None, **told: Any) -> Line:
        """Move the row and return the line of its log. `to`: where a step leads to one of several.

        Raises `NotPossible`.
        """
        self.guard(row, name)
        before = self.state(row)
        targets = self.workflow[name].targets or (before,)
        target = to or targets[0]
        assert target in targets, f"{self.workflow.name}: {name} does not lead to {target}"
        setattr(row, self._column, target)
        row.updated_at = clock.now()
        return self._line(row, name, before, **told)
