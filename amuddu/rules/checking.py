"""Are the data files right? Every problem with its file, line and row, in codes to be worded.

The same models that the product loads judge the files; this module only finds the line. A key
written twice in one mapping is looked for here alone: YAML keeps the last one in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from amuddu.contracts.types import Lang
from amuddu.rules.base import Datum, Finding, Meta, facts_of, load
from amuddu.rules.consistency import twice
from amuddu.rules.consistency.looking import days_to_come, oddities
from amuddu.rules.consistency.twice import SecondReading
from amuddu.rules.cost.data import CostTextsFile
from amuddu.rules.figures_data import FiguresFile
from amuddu.rules.hiring_data import ContributionsFile, HiringFile, WagesFile
from amuddu.rules.incentives.data import SchemesFile, TextsFile
from amuddu.rules.protection.data import AgesFile, DomesticFile
from amuddu.rules.residence_data import ResidenceFile
from amuddu.rules.services_data import ServicesFile

FILES: Mapping[str, type[Datum]] = {
    "residence.yaml": ResidenceFile,
    "hiring.yaml": HiringFile,
    "wages.yaml": WagesFile,
    "contributions.yaml": ContributionsFile,
    "cost.yaml": CostTextsFile,
    "schemes.yaml": SchemesFile,
    "criteria.yaml": TextsFile,
    "services.yaml": ServicesFile,
    "figures.yaml": FiguresFile,
    "ages.yaml": AgesFile,
    "domestic.yaml": DomesticFile,
    twice.NAME: SecondReading,
}
"""Every data file of the rules, with its model."""

_CODES: Mapping[str, str] = {
    "missing": "missing_key",
    "extra_forbidden": "unknown_key",
    "literal_error": "not_in_list",
    "enum": "not_in_list",
    "string_type": "not_text",
    "string_pattern_mismatch": "bad_form",
    "too_short": "empty_list",
    "bool_parsing": "not_yes_or_no",
    "bool_type": "not_yes_or_no",
    "model_type": "not_a_row",
    "dict_type": "not_a_row",
    "tuple_type": "not_a_list",
    "none_required": "not_empty",
    "invalid_key": "not_a_key",
}
"""Name of our sentence for each of the validator's; whole families are in `_code`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `row` is where, as a path of keys and ids; `code` names what."""

    file: str
    line: int
    row: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stale:
    """How many facts of a file are to be checked again, since when, and who owns the check."""

    facts: int
    last_check: date
    owner: Mapping[Lang, str]


def check(folder: Path | None = None, *, today: date) -> tuple[Problem, ...]:
    """Problems of the files of a folder; without one, of those that came with the product.

    A folder may hold some of the files only. Ids of other files, and the second reading, are those
    of the product then. `today`: nothing was checked or published later.
    """
    source: Traversable | Path = folder or files("amuddu.rules").joinpath("data")
    reading = _second_reading(source)
    found: list[Problem] = []
    for name, model in FILES.items():
        path = source.joinpath(name)
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            found += check_text(name, text, model, reading=reading, today=today)
    return tuple(found)


def _second_reading(source: Traversable | Path) -> SecondReading:
    """That of a folder; that of the product where it has none, or none that can be read."""
    path = source.joinpath(twice.NAME)
    own = _read(path.read_text(encoding="utf-8"), SecondReading) if path.is_file() else None
    return own if isinstance(own, SecondReading) else load(twice.NAME, SecondReading)


def to_check_again(*, on: date, folder: Path | None = None) -> Iterator[tuple[str, Stale]]:
    """The facts of each file whose last check is more than a year old, and who owns the next."""
    source: Traversable | Path = folder or files("amuddu.rules").joinpath("data")
    for name, model in FILES.items():
        path = source.joinpath(name)
        meta = _meta(path.read_text(encoding="utf-8"), model) if path.is_file() else None
        if meta is not None:
            data, about = meta
            old = [fact for _, fact in facts_of(data) if about.check_again(fact, on=on)]
            if old:
                yield name, Stale(len(old), min(map(about.last_check, old)), about.owner or {})


def _meta(text: str, model: type[Datum]) -> tuple[Datum, Meta] | None:
    """A file that is in order, with its meta; `None` for one that has none."""
    data = _read(text, model)
    found = getattr(data, "meta", None)
    return (data, found) if data is not None and isinstance(found, Meta) else None


def _read(text: str, model: type[Datum]) -> Datum | None:
    """A file that is in order."""
    try:
        return model.model_validate(yaml.load(text, Loader=_Loader))  # noqa: S506 - a safe loader
    except (ValidationError, yaml.YAMLError):
        return None


def known_files(folder: Path) -> tuple[str, ...]:
    """The rule files that a folder holds."""
    return tuple(name for name in FILES if (folder / name).is_file())


def check_text(
    name: str, text: str, model: type[Datum], *, reading: SecondReading, today: date
) -> Iterator[Problem]:
    """Problems of one file."""
    try:
        tree = yaml.compose(text, Loader=_Loader)
        content = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, see below
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        yield Problem(name, line, "", "not_yaml", {"problem": str(error.problem or "")})
        return
    if tree is None:
        yield Problem(name, 1, "", "empty_file")
        return
    yield from (Problem(name, *found) for found in _twice(tree))
    try:
        data = model.model_validate(content)
    except ValidationError as error:
        for item in error.errors():
            yield from _problems(name, tree, item)
        return
    for found in _findings(name, data, reading, today):
        line = _line(tree, found.path)
        yield Problem(name, line, _row(found.path), found.code, found.params)


def _findings(name: str, data: Datum, reading: SecondReading, today: date) -> Iterator[Finding]:
    yield from days_to_come(data, today=today)
    yield from oddities(name, data)
    yield from twice.differences(name, data, reading)


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """Reads a day as a text: one that is no day is then told like every other problem."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(":timestamp")]
    for first, pairs in _Loader.yaml_implicit_resolvers.items()
}


def _problems(name: str, tree: yaml.Node, item: Any) -> Iterator[Problem]:
    outer: tuple[str | int, ...] = item["loc"]
    findings = item.get("ctx", {}).get("findings")
    if findings is not None:
        for found in findings:
            path = (*outer, *found["path"])
            yield Problem(name, _line(tree, path), _row(path), found["code"], found["params"])
        return
    params = {"key": str(outer[-1]) if outer else "", "given": _given(item["input"])}
    if expected := item.get("ctx", {}).get("expected"):
        params["expected"] = str(expected)
    where = outer[:-1] if item["type"] == "invalid_key" else outer
    yield Problem(name, _line(tree, where), _row(where), _code(item["type"]), params)


def _code(kind: str) -> str:
    if kind in _CODES:
        return _CODES[kind]
    for family, code in (
        ("date", "not_a_date"),
        ("decimal", "not_a_number"),
        ("int", "not_a_number"),
    ):
        if kind.startswith(family):
            return code
    return "out_of_range" if kind.startswith(("greater", "less", "finite")) else "not_right"


def _given(value: object) -> str:
    """What was written, short: a whole row is not repeated."""
    return "" if isinstance(value, Mapping | list | tuple) else str(value)[:60]


def _row(path: tuple[str | int, ...]) -> str:
    """Where, as a person reads it: positions count from one."""
    return " > ".join(f"n° {step + 1}" if isinstance(step, int) else step for step in path)


def _line(tree: yaml.Node, path: tuple[str | int, ...]) -> int:
    """Line of the deepest part of a path that the file holds."""
    node, line = tree, tree.start_mark.line
    for step in path:
        found = _child(node, step)
        if found is None:
            continue  # a position inside a fact that is written without a list
        node, line = found
    return line + 1


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line
        return None
    if not isinstance(node, yaml.SequenceNode):
        return None
    if isinstance(step, int):
        return (
            (node.value[step], node.value[step].start_mark.line) if step < len(node.value) else None
        )
    return _named(node, step)


def _named(node: yaml.SequenceNode, name: str) -> tuple[yaml.Node, int] | None:
    """The row of a list that has this id."""
    for row in node.value:
        if isinstance(row, yaml.MappingNode):
            ids = {value.value for key, value in row.value if key.value in ("id", "code")}
            if name in ids:
                return row, row.start_mark.line
    return None


def _twice(
    node: yaml.Node, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[int, str, str, dict[str, str]]]:
    """Keys that one mapping holds twice."""
    if isinstance(node, yaml.SequenceNode):
        for place, child in enumerate(node.value):
            yield from _twice(child, (*path, place))
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen and key.value != "<<":
                line = key.start_mark.line + 1
                yield line, _row(path), "key_twice", {"key": key.value}
            seen.add(key.value)
            yield from _twice(value, (*path, key.value))
