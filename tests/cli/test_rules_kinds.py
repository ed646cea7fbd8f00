"""Ten kinds of risky answer, planted in copies of the data (`planted_rules.yaml`).

`amuddu rules check` refuses each and names file, line, row, what is wrong and how to mend it.
Plants that do not touch one another share a copy: each has to be named all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from typer.testing import CliRunner

from cli.rules.commands import app

PLANTED = Path(__file__).with_name("planted_rules.yaml")
DATA = files("amuddu.rules").joinpath("data")


class Plant(NamedTuple):
    """A mistake: `old` after `anchor` becomes `new`; `row` and `said` have to be told of it."""

    kind: int
    file: str
    anchor: str
    old: str
    new: str
    row: str
    said: str


PLANTS = [
    Plant(kind, *written)
    for kind, rows in yaml.safe_load(PLANTED.read_text(encoding="utf-8")).items()
    for written in rows
]


def _span(text: str, plant: Plant) -> tuple[int, int]:
    begin = text.index(plant.anchor)
    at = text.index(plant.old, begin)
    return at, at + len(plant.old)


def _batches() -> Iterator[tuple[str, list[Plant]]]:
    """Plants of a file that do not meet: neither in the text nor in a row, nor with one that the
    shape of the file refuses, after which nothing else is looked at."""
    found: dict[str, list[list[Plant]]] = defaultdict(list)
    for plant in PLANTS:
        text = DATA.joinpath(plant.file).read_text(encoding="utf-8")
        batch = next((one for one in found[plant.file] if _fits(text, plant, one)), None)
        if batch is None:
            found[plant.file].append(batch := [])
        batch.append(plant)
    for name, batches in found.items():
        yield from ((name, batch) for batch in batches)


_ALONE = (
    "n'existe pas ici", "n'est pas une date", "Il manque", "vide", "« le361 »", "aucun document",
    "pas après la précédente", " de date", "n'est pas le nom", "n'est signé", "n'est plus là",
)  # fmt: skip
"""What is said before rows are compared with one another, or of every route at once."""


def _alone(plant: Plant) -> bool:
    return any(word in plant.said for word in _ALONE) or "sign" in plant.new


def _fits(text: str, plant: Plant, batch: list[Plant]) -> bool:
    if any(map(_alone, (plant, *batch))):
        return False
    spans = [_span(text, one) for one in batch]
    begin, end = _span(text, plant)
    rows = {one.anchor for one in batch}
    return plant.anchor not in rows and all(end <= a or b <= begin for a, b in spans)


BATCHES = list(_batches())


@pytest.mark.parametrize(
    ("name", "batch"), BATCHES, ids=[f"{name} {batch[0].row}" for name, batch in BATCHES]
)
def test_a_planted_answer_is_refused_with_its_row(
    tmp_path: Path, name: str, batch: list[Plant]
) -> None:
    text = DATA.joinpath(name).read_text(encoding="utf-8")
    for plant in sorted(batch, key=lambda one: -_span(text, one)[0]):
        begin, end = _span(text, plant)
        text = text[:begin] + plant.new + text[end:]
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert done.exit_code == 1, (batch, done.output)
    assert "Traceback" not in done.output
    findings = [told for told in done.output.split(f"{name}:") if "→" in told]
    for plant in batch:
        told = [one for one in findings if plant.row in one and plant.said in one]
        assert told, (plant, done.output)


def test_every_kind_is_planted_three_times_in_three_files() -> None:
    for kind in range(1, 11):
        planted = [plant for plant in PLANTS if plant.kind == kind]
        assert len(planted) >= 3, kind
        assert len({plant.file for plant in planted}) >= 3, kind
