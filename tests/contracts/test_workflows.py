"""The declared workflows: each is on the page of `docs/`, leads somewhere, and is held together."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest

from amuddu import contracts
from amuddu.contracts.workflows import Workflow
from tools import workflows


def declared() -> set[str]:
    """Names of the workflows of every contract."""
    modules = (
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(contracts.__path__, "amuddu.contracts.")
    )
    values = (value for module in modules for value in vars(module).values())
    return {value.name for value in values if isinstance(value, Workflow)}


def test_every_workflow_is_on_the_page() -> None:
    assert declared() == {workflow.name for workflow in workflows.WORKFLOWS}


def test_the_page_is_up_to_date() -> None:
    assert workflows.PAGE.read_text(encoding="utf-8") == workflows.page(), "run `make workflows`"


@pytest.mark.parametrize("name", workflows.PROCESSES)
def test_a_process_is_drawn_as_it_is_declared(name: str) -> None:
    written = (workflows.DOCS / name).read_text(encoding="utf-8")
    assert written == workflows.told(name), "run `make workflows`"
    for step in (each for workflow in workflows.PROCESSES[name] for each in workflow):
        assert f"`{step.name}`" in written, f"{name} does not say what {step.name} is"


@pytest.mark.parametrize("workflow", workflows.WORKFLOWS, ids=lambda each: each.name)
def test_who_may_take_a_step_is_who_may_call_it(workflow: Workflow[Any]) -> None:
    for step in workflow:
        if step.operation is not None and step.operation.roles is not None:
            assert step.roles == step.operation.roles, step.name


@pytest.mark.parametrize("workflow", workflows.WORKFLOWS, ids=lambda each: each.name)
def test_every_state_is_reached(workflow: Workflow[Any]) -> None:
    reached = {target for step in workflow for target in step.targets}
    assert {source for step in workflow for source in step.sources} <= reached
