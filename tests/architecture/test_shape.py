"""The tree keeps a shape that a newcomer can hold in mind: small folders, small files, no circles.

The limits come from the codebases that this one is measured by; docs/decisions says which.
"""

from __future__ import annotations

import ast
import graphlib
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.architecture.test_walls import ROOT, graph

PRODUCT = {"amuddu", "services", "gateway", "cli"}
MOST_FILES = 15
"""Python files in one folder: more is two subjects."""
MOST_LINES = 400


def sources() -> Iterator[PurePosixPath]:
    """Every Python file of the repository, from its root: tracked, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    yield from (
        PurePosixPath(name) for name in listed.stdout.split("\n") if (ROOT / name).is_file()
    )


def test_no_folder_holds_too_many_files() -> None:
    held = Counter(str(path.parent) for path in sources())
    assert held["services/matching/ranking"] > 3  # the listing itself works
    assert {folder: count for folder, count in held.items() if count > MOST_FILES} == {}


def test_no_file_of_the_product_is_too_long() -> None:
    lines = {
        str(path): len((ROOT / path).read_text().splitlines())
        for path in sources()
        if path.parts[0] in PRODUCT
    }
    assert lines["amuddu/kit/clock.py"] > 3
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def imports() -> dict[str, set[str]]:
    """Who imports what, of our own modules."""
    ours = {module for module in graph().modules if not graph().is_module_squashed(module)}
    return {module: graph().find_modules_directly_imported_by(module) & ours for module in ours}


def test_no_module_imports_itself_by_way_of_others() -> None:
    graphlib.TopologicalSorter(imports()).prepare()  # CycleError names the modules of a circle


def test_a_planted_circle_is_found() -> None:
    planted = imports()
    planted["amuddu.kit.clock"].add("amuddu.contracts.events.envelope")
    with pytest.raises(graphlib.CycleError, match=r"amuddu\.kit\.clock"):
        graphlib.TopologicalSorter(planted).prepare()


def migrations() -> list[PurePosixPath]:
    return [path for path in sources() if "migrations" in path.parts]


@pytest.mark.parametrize("path", migrations(), ids=str)
def test_a_migration_knows_tables_alone(path: PurePosixPath) -> None:
    """Folders of migrations are no packages, so import-linter never sees them.

    A step runs years after it was written: it spells out its tables, and calls on the code only
    for those of the kit. Alembic's environment compares with its own service's tables.
    """
    allowed = {f"amuddu.kit.{part}.tables" for part in ("events", "keeping", "ledger", "trust")}
    if path.name == "env.py":
        of_gateway = path.parts[0] == "gateway"
        own = "gateway.imports" if of_gateway else ".".join(path.parts[:-2])
        allowed.add(f"{own}.tables")  # the gateway's last tables bring those of the sessions
        others = {
            f"gateway.{folder}.tables" for folder in ("credentials", "saved", "taken", "tokens")
        }
        allowed |= others if of_gateway else set()
    asked = {name for name in names_imported(path) if name.split(".")[0] in PRODUCT}
    within = tuple(f"{each}." for each in allowed)
    assert {name for name in asked if not f"{name}.".startswith(within)} == set()


def names_imported(path: PurePosixPath) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
