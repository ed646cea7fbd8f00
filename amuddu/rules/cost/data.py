"""Shape of `data/cost.yaml`: how the lines of a cost are told."""

from __future__ import annotations

from functools import cache

from amuddu.rules.base import Datum, Words, load


class CostTextsFile(Datum):
    """The whole of `data/cost.yaml`."""

    lines: dict[str, Words]
    notes: dict[str, Words]
    cautions: dict[str, Words]


@cache
def cost_texts() -> CostTextsFile:
    """The texts, read once."""
    return load("cost.yaml", CostTextsFile)
