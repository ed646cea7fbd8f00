"""What follows from sums: the unknowns that equations alone leave no choice about."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

_PRIME = 2**61 - 1
"""Reckoning is exact, with whole numbers modulo this prime."""

K = TypeVar("K", bound=Hashable)


def determined(equations: Iterable[Mapping[K, int]]) -> set[K]:
    """The unknowns that have one value only, whatever the (consistent) right-hand sides are.

    An equation maps each of its unknowns to its factor.
    """
    rows: dict[K, dict[K, int]] = {}
    """Each by its leading unknown, which no other row holds."""
    for equation in equations:
        row = {name: factor % _PRIME for name, factor in equation.items() if factor % _PRIME}
        for name in [name for name in row if name in rows]:
            _subtract(row, rows[name], row[name])
        if not row:
            continue
        lead = next(iter(row))
        inverse = pow(row[lead], -1, _PRIME)
        row = {name: factor * inverse % _PRIME for name, factor in row.items()}
        for other in rows.values():
            if lead in other:
                _subtract(other, row, other[lead])
        rows[lead] = row
    return {lead for lead, row in rows.items() if len(row) == 1}


def _subtract(row: dict[K, int], other: Mapping[K, int], times: int) -> None:
    for name, factor in other.items():
        left = (row.get(name, 0) - times * factor) % _PRIME
        if left:
            row[name] = left
        else:
            row.pop(name, None)
