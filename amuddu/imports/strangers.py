"""Rows that are no person, ad or course: totals, notes under the table, headers that come again.

What stands in such a row would be read as somebody's name. It is refused with what it looks like,
so that a row taken for one by mistake is mended and not lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from amuddu.imports.columns import COLUMNS, by_header
from amuddu.imports.rows import Row
from amuddu.kit.i18n import N_, Text
from amuddu.reference.text import fold, listed

_TOTALS = frozenset(
    fold(word)
    for word in listed(
        "total|totaux|total général|sous-total|sous total|total page|cumul|somme|grand total|"
        "subtotal|sum|totales|total general|suma|مجموع|المجموع|المجموع العام|الإجمالي|اجمالي"
    )
)
_BESIDE_A_TOTAL = frozenset(
    fold(word)
    for word in listed(
        "de|des|du|la|le|personnes|personne|lignes|bénéficiaires|postes|offres|candidats|page|"
        "people|rows|personas|puestos|عدد"
    )
)
_NOTE = re.compile(
    r"(?:\*+|\(\*\)|#|-{2,}|={2,}|(?:fin|end|eof)(?: d[eu] (?:fichier|liste|tableau))?\W*$|"
    r"(?:source|sources|nb|n\.b|note|notes|remarque|remarques|légende|observation|"
    r"observations|ps|nota|fuente|leyenda|remark|legend|ملاحظة|ملاحظات|المصدر)\.?\s*[:：(]|"
    r"(?:fait à|fait le|arrêté à|édité le|imprimé le|mis à jour le|signature|cachet|page \d|"
    r"printed on|done at|hecho en|حرر ب)\b)",
    re.IGNORECASE,
)
_FEW = 3
"""Columns of a table of which one cell alone, in a row, is worth a doubt."""
_OTHER_SEPARATORS = ";,\t|"
_NUMBER = re.compile(r"[\d\s.,%/+-]+")

_TOTAL = N_("Cette ligne ressemble à un total : elle n'est pas reprise.")
_UNDER = N_(
    "Cette ligne ressemble à une note sous le tableau : ôtez-la, ou remplissez ses autres cellules."
)
_AGAIN = N_("Cette ligne ressemble à un en-tête : elle n'est pas reprise.")
_OTHER = N_(
    "Cette ligne est sous un autre en-tête, celui de la ligne {line} : mettez ce tableau dans un "
    "fichier à part."
)
_APART = N_("Cette ligne est séparée par un autre signe que l'en-tête : mettez le même partout.")


def stranger(cells: Mapping[str, Any], columns: int) -> Text | None:
    """What a row looks like, where it holds nobody and no ad.

    `cells`: all that have content, by the file's own header; `columns`: how many the table has.
    """
    texts = [str(cell).strip() for cell in cells.values()]
    if not texts:
        return None
    if _is_total(texts):
        return Text(_TOTAL)
    if _is_header(cells, texts):
        return Text(_AGAIN)
    if len(texts) == 1 and columns >= _FEW:
        if _is_parted(texts[0], columns):
            return Text(_APART)
        if _NOTE.match(texts[0]):
            return Text(_UNDER)
    return None


class Strangers:
    """Looks at the rows of one table in their order: what stands under another header is another
    table's, until the own one comes again."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._other: dict[str, int] = {}
        """By sheet: the line of another header."""

    def of(self, cells: Mapping[str, Any], row: Row) -> Text | None:
        """What this row looks like, where it is nobody's; `cells`: those with content."""
        looks = stranger(cells, self._columns)
        sheet, line = row.sheet, row.line
        if row.header > self._other.get(sheet, 0):
            self._other.pop(sheet, None)
        if looks is not None and looks.message == _AGAIN:
            own = all(fold(str(cell)) == fold(name) for name, cell in cells.items())
            if own:
                self._other.pop(sheet, None)
            else:
                self._other[sheet] = line
        elif looks is None and sheet in self._other:
            return Text(_OTHER, {"line": self._other[sheet]})
        return looks


def _is_total(texts: list[str]) -> bool:
    """A word for a total, and nothing but figures beside it."""
    said = [text for text in texts if not _NUMBER.fullmatch(text)]
    if len(said) != 1:
        return False
    bare = [word for word in fold(said[0]).split() if not word.isdecimal()]
    return " ".join(word for word in bare if word not in _BESIDE_A_TOTAL) in _TOTALS


def _is_header(cells: Mapping[str, Any], texts: list[str]) -> bool:
    """Names of columns where values should stand: in the same columns, or several of them."""
    own = sum(fold(text) == fold(name) for name, text in zip(cells, texts, strict=True))
    known = sum(fold(text) in _names() for text in texts if fold(text))
    return 2 * own >= len(texts) > 1 or (known > 1 and 2 * known > len(texts))


@cache
def _names() -> frozenset[str]:
    """Of every kind: another table may stand under this one."""
    return frozenset(name for kind in COLUMNS for name in by_header(kind))


def _is_parted(text: str, columns: int) -> bool:
    """A whole row in one cell: `Awa,Exemple,0612345678` under a header with semicolons."""
    return any(text.count(mark) == columns - 1 for mark in _OTHER_SEPARATORS)
