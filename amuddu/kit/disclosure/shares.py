"""Percentages of numbers that were released."""

from __future__ import annotations

from amuddu.kit.disclosure.small_cells import LEAST


def share(part: int | None, whole: int | None) -> int | None:
    """What share of the whole a part is, in hundredths.

    None unless both are shown and neither they nor what is left beside the part is small.
    """
    if part is None or not whole:
        return None
    if any(0 < number < LEAST for number in (part, whole, whole - part)):
        return None
    return round(100 * part / whole)
