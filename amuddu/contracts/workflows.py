"""Workflows: the life of something as named steps between states, declared once.

    CLAIM = Workflow(
        "claim",
        Step("submit", ("draft", "returned"), "submitted", operation=SUBMIT),
        Step("pay", ("payment_due",), "payment_due", "paid", operation=PAY),
    )

The service moves its rows by it (`amuddu.kit.workflow`), its policy and the pages ask it what is
open to whom, `docs/workflows.md` is written from it. How to add one: docs/decisions/0040.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from amuddu.contracts.operations import Operation
from amuddu.contracts.types import Role

State = TypeVar("State", bound=str)


class Step(Generic[State]):
    """A named step: where it may be taken, where it leads, who may take it and by which call."""

    def __init__(
        self,
        name: str,
        sources: Iterable[State],
        *targets: State,
        roles: tuple[Role, ...] = (),
        operation: Operation[Any] | None = None,
    ) -> None:
        """No target: the state stays as it is. No operation: an event or another step takes it.

        `roles`: where they are not those of the operation, which decides by itself or is none.
        """
        self.name = name
        self.sources = frozenset(sources)
        self.targets = targets
        self.roles = roles or (operation.roles if operation else None) or ()
        self.operation = operation

    def allows(self, state: State) -> bool:
        """Whether the step may be taken from a state."""
        return state in self.sources


class Workflow(Generic[State]):
    """The steps of one life cycle, by name."""

    def __init__(self, name: str, *steps: Step[State]) -> None:
        self.name = name
        self.steps: Mapping[str, Step[State]] = {step.name: step for step in steps}
        assert len(self.steps) == len(steps), f"{name}: a step is declared twice"

    def __getitem__(self, name: str) -> Step[State]:
        return self.steps[name]

    def __iter__(self) -> Iterator[Step[State]]:
        return iter(self.steps.values())

    def open_to(self, role: Role, state: State) -> tuple[Step[State], ...]:
        """The steps that a role may take from a state."""
        return tuple(step for step in self if step.allows(state) and role in step.roles)

    def operations(self) -> tuple[Operation[Any], ...]:
        """The calls by which people take steps."""
        return tuple(step.operation for step in self if step.operation is not None)
