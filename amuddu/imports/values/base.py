"""What every reader of cells shares: its answers, cells as plain text, words for "nothing"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache, wraps
from typing import Any, overload

from amuddu.kit.i18n import N_, Text
from amuddu.reference.text import fold, listed


class ValueProblem(Exception):
    """A cell that cannot be read."""

    def __init__(self, message: str, **params: Any) -> None:
        self.text = Text(message, params)
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence for the report. `left_out`: something of the cell was not taken over."""

    text: Text
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says, where it is more than a value.

    `value`: `None` where the cell says nothing ("N/A", "to be agreed"). `notes`: what was set
    right or left out. `also`: other fields of the row that this cell fills, by name (the upper end
    of a range of wages), where no column of their own does.
    """

    value: Any
    notes: tuple[Said, ...] = ()
    also: Mapping[str, Any] = field(default_factory=dict)


class Notes:
    """What a reader has to say beside the value, gathered on the way."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.also: dict[str, Any] = {}

    def right(self, message: str, **params: Any) -> None:
        """Something was set right."""
        self._say(Said(Text(message, params)))

    def left(self, message: str, **params: Any) -> None:
        """Something was not taken over."""
        self._say(Said(Text(message, params), left_out=True))

    def _say(self, said: Said) -> None:
        if said not in self.said:
            self.said.append(said)


Read = Callable[[Any, Notes], Any]
"""A reader's own work: the cell, never empty, and the notes to fill."""
Reader = Callable[[Any], Any]


@overload
def reader(read: Read, /) -> Reader: ...
@overload
def reader(
    *, nothing: Callable[[Any], bool] | None = None, repeated: bool = False
) -> Callable[[Read], Reader]: ...
def reader(
    read: Read | None = None,
    *,
    nothing: Callable[[Any], bool] | None = None,
    repeated: bool = False,
) -> Reader | Callable[[Read], Reader]:
    """Make a reader of cells of a function: cells that say nothing are `None`, errors are named.

    `nothing`: which cells say nothing, where the usual words do not serve. `repeated`: a file has
    the same few cells in many rows (towns, kinds of contract), so answers are kept; neither for
    what tells who somebody is, nor for what depends on the day.
    """

    def made(read: Read) -> Reader:
        def answer(cell: Any) -> Any:
            if isinstance(cell, str) and cell.startswith("#") and _is_error(cell):
                return ValueProblem(
                    N_("Cette cellule contient une erreur de calcul du tableur : corrigez-la.")
                )
            if (nothing or says_nothing)(cell):
                return None
            notes = Notes()
            try:
                value = read(cell, notes)
            except ValueProblem as problem:
                return problem
            if notes.said or notes.also:
                return Reading(value, tuple(notes.said), notes.also)
            return value

        kept = lru_cache(maxsize=_KEPT)(answer) if repeated else answer

        @wraps(read)
        def outer(cell: Any) -> Any:
            found = (kept if type(cell) is str and len(cell) <= _LONGEST_KEPT else answer)(cell)
            if isinstance(found, ValueProblem):
                raise ValueProblem(found.text.message, **found.text.params)
            return found

        return outer

    return made if read is None else made(read)


_KEPT = 4096
_LONGEST_KEPT = 200
"""Cells of so many characters at most are kept with their answer."""


# --- cells that say nothing -------------------------------------------------------------------

_SPREADSHEET_ERRORS = frozenset(
    listed(
        "#ref!|#value!|#name?|#div/0!|#null!|#num!|#valeur!|#nom?|#nombre!|#nul!|#¡ref!|"
        "#¡valor!|#¿nombre?|#¡div/0!"
    )
)
_NOTHING = frozenset(
    fold(words)
    for words in listed(
        "n/a|na|nan|null|nil|none|nd|n/d|nc|n/c|nsp|néant|vide|aucun|aucune|rien|inconnu|"
        "inconnue|non renseigné|non renseignée|non spécifié|non spécifiée|non précisé|"
        "non précisée|non communiqué|non indiqué|non indiquée|non mentionné|"
        "non disponible|non applicable|non défini|sans objet|pas de données|"
        "pas d'information|unknown|undefined|empty|blank|not available|not applicable|"
        "not specified|not provided|no data|missing|sin datos|sin dato|ninguno|ninguna|"
        "desconocido|desconocida|no aplica|no disponible|no especificado|no especificada|"
        "sin especificar|لا يوجد|لا توجد|غير متوفر|غير متوفرة|غير محدد|غير معروف|"
        "غير معروفة|لا شيء|مجهول|مجهولة|غير مذكور|لا ينطبق"
    )
)
_MARKS = re.compile(r"[\s\-–—_/\\.?*#:,;|'\"()\[\]…]*")
"""Marks that people put where they have nothing to write."""
_DIGIT = re.compile(r"\d")
_LONGEST_NOTHING = 40
_MOST_SPACES = 6


def _is_error(cell: str) -> bool:
    return cell.strip().casefold() in _SPREADSHEET_ERRORS


def says_nothing(cell: Any) -> bool:
    """Whether a cell is empty or says so: "N/A", "--", "néant", "sin datos"."""
    if cell is None:
        return True
    if isinstance(cell, float):
        return math.isnan(cell)
    if isinstance(cell, str):
        return len(cell) <= _LONGEST_NOTHING and _nothing(cell)
    return isinstance(cell, list | dict) and not cell


def only_marks(text: str) -> bool:
    """Whether a text holds nothing but the marks that stand for nothing: "--", "?"."""
    return bool(_MARKS.fullmatch(text if text.isascii() else _without_marks(text)))


def _nothing(text: str) -> bool:
    text = text if text.isascii() else _without_marks(text)
    if _MARKS.fullmatch(text):
        return True
    if _DIGIT.search(text):
        return False
    return text.count(" ") <= _MOST_SPACES and fold(text) in _NOTHING


# --- cells as text ----------------------------------------------------------------------------

INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Marks of no width: they steer writing from right to left, or break lines."""


def _without_marks(text: str) -> str:
    return INVISIBLE.sub("", text)


def words(cell: Any) -> str:
    """A cell as one line of text, without invisible marks: what is compared, never what is kept."""
    return " ".join(_without_marks(as_text(cell)).split())


_NAMED = N_("Un texte est attendu ici, et non plusieurs valeurs avec un nom.")


def as_text(cell: Any) -> str:
    """A cell as text: `7.0` of a workbook is "7", a day is written as `2027-01-04`.

    Raises `ValueProblem` for what holds named values of its own, or lists of lists.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dict):
        raise ValueProblem(_NAMED)
    if isinstance(cell, list):
        if any(isinstance(each, list | dict) for each in cell):
            raise ValueProblem(_NAMED)
        return "\n".join(as_text(each) for each in cell if each is not None)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def ascii_digits(text: str) -> str:
    """Arabic digits as European ones.

    >>> ascii_digits("٣٥٠٠")
    '3500'
    """
    if text.isascii():
        return text
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def shortened(text: str, length: int = 40) -> str:
    """A text as a sentence may repeat it."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
