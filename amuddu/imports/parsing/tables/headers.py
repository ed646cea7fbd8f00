"""Which row of a table names its columns, and how each column is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from amuddu.imports.parsing.said import filled
from amuddu.reference.text import fold

_SHORT = 60
"""Characters of a column's name; a longer cell is a sentence."""
_QUESTION = 200
"""Characters of a column's name that asks something, as forms name their columns."""
_HASHTAG = re.compile(r"#[A-Za-z][\w+\s-]*$")


def known_in(cells: Sequence[Any], known: frozenset[str]) -> int:
    """How many different known names the cells hold, also as the end of `group/name`."""
    names = [cell for cell in cells if isinstance(cell, str) and 0 < len(cell) <= 2 * _SHORT]
    return len(
        {folded for name in names if (folded := fold(name)) in known}
        | {folded for name in names if "/" in name and (folded := _last(name)) in known}
    )


def _last(name: str) -> str:
    return fold(name.rpartition("/")[2])


def find_header(rows: Sequence[Sequence[Any]], known: frozenset[str]) -> int | None:
    """Position of the row that names the columns; `None` where no row does.

    The row with the most known names, the first of equals. A single known name may be a word of
    the data, so it does not outweigh a row further up that looks like names.
    """
    found = [known_in(cells, known) for cells in rows]
    guess = _guessed(rows)
    if guess is None or max(found) > 1:
        return found.index(max(found)) if guess is not None else None
    return min(guess, found.index(1)) if 1 in found else guess


def _guessed(rows: Sequence[Sequence[Any]]) -> int | None:
    """The first row whose cells are nearly all filled with different short texts."""
    widths = [sum(map(filled, cells)) for cells in rows]
    if not any(widths):
        return None
    wide = [width for width in widths if width > 1] or widths
    usual = max(Counter(wide).items(), key=lambda item: (item[1], item[0]))[0]
    for position, cells in enumerate(rows):
        if widths[position] * 5 >= usual * 4 and _names(cells):
            return position
    return widths.index(max(widths))


def _names(cells: Sequence[Any]) -> bool:
    texts = [cell.strip() for cell in cells if filled(cell) and isinstance(cell, str)]
    short = {text for text in texts if _is_short(text) and not _is_number(text)}
    return len(short) * 5 >= sum(map(filled, cells)) * 4


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT or (len(text) <= _QUESTION and _ASKS.search(text) is not None)


_ASKS = re.compile(r"[?؟:*)]\s*$|[?؟]\s*\(")


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[\d\s.,/:+-]+", text) is not None


def is_hashtags(cells: Sequence[Any]) -> bool:
    """A row of HXL hashtags, which names the columns for machines."""
    texts = [cell for cell in cells if filled(cell)]
    return bool(texts) and all(
        isinstance(text, str) and _HASHTAG.match(text.strip()) for text in texts
    )


def complete(header: Sequence[Any], above: Sequence[Any]) -> list[str]:
    """The header's names; where one is empty, that of the row of groups right above it."""
    names = [_name(cell) for cell in header]
    if sum(map(filled, above)) > 1:
        names += [""] * (len(above) - len(names))
        for place, cell in enumerate(above):
            names[place] = names[place] or _name(cell)
    while names and not names[-1]:
        names.pop()
    return names


def _name(cell: Any) -> str:
    return " ".join(str(cell).split()) if filled(cell) else ""


def end_of_group(name: str, known: frozenset[str]) -> str | None:
    """The known name at the end of `group/name`, where the whole is not known itself."""
    if "/" not in name or fold(name) in known or _last(name) not in known:
        return None
    return name.rpartition("/")[2].strip()


def letter(place: int) -> str:
    """A column as a spreadsheet calls it, from 0: A, B ... Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
