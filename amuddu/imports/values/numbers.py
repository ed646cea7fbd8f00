"""Whole numbers, amounts, and lengths of time in months.

A mark between digits is read by where it stands: "3.500", "3,500" and "3 500" are three thousand
five hundred (nobody counts thousandths of people or of dirhams), "3500,5" and "1,5" hold decimals.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from amuddu.imports.values.base import Notes, ValueProblem, ascii_digits, reader, shortened, words
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold, listed

NUMBER = re.compile(r"(?<![\d.,])\d+(?:[.,'’\s]?\d+)*(?![\d])")
_LONGEST = 15
_GROUPS = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*")
_GROUPS_AND_DECIMALS = re.compile(r"(\d{1,3}(?:([.,' ])\d{3})+)([.,])(\d+)")
_DECIMALS = re.compile(r"(\d+)[.,](\d+)")

_COUNTS = {
    fold(word): number
    for number, names in enumerate(
        (
            "un|une|one|uno|una|واحد|واحدة",
            "deux|two|dos|اثنان|اثنين",
            "trois|three|tres|ثلاثة|ثلاث",
            "quatre|four|cuatro|أربعة|أربع",
            "cinq|five|cinco|خمسة|خمس",
            "six|seis|ستة|ست",
            "sept|seven|siete|سبعة|سبع",
            "huit|eight|ocho|ثمانية|ثمان",
            "neuf|nine|nueve|تسعة|تسع",
            "dix|ten|diez|عشرة|عشر",
            "onze|eleven|once",
            "douze|twelve|doce",
        ),
        start=1,
    )
    for word in listed(names)
}


def number(digits: str) -> Decimal:
    """A number as written, with its marks: `3 500,50`, `3.500`, `1,5`.

    Raises `ValueProblem` where the marks make no number.
    """
    compact = re.sub(r"[\s\u00a0\u202f’]", " ", digits.replace("’", "'")).strip()
    if len(compact.replace(" ", "")) > _LONGEST:
        raise ValueProblem(N_("Ce nombre est trop grand."))
    if re.fullmatch(r"\d+", compact):
        return Decimal(compact)
    if _GROUPS.fullmatch(compact) and not compact.startswith("0"):
        return Decimal(re.sub(r"\D", "", compact))
    parted = _GROUPS_AND_DECIMALS.fullmatch(compact)
    if parted and parted[2] != parted[3]:
        return Decimal(re.sub(r"\D", "", parted[1]) + "." + parted[4])
    if plain := _DECIMALS.fullmatch(compact):
        return Decimal(f"{plain[1]}.{plain[2]}")
    raise ValueProblem(N_("Ce nombre est mal écrit : écrivez par exemple 3500 ou 3500,50."))


def numbers_in(text: str) -> list[str]:
    """Numbers of a text as written, digits parted by single marks or spaces kept together.

    >>> numbers_in("de 3 500 à 4.000 DH")
    ['3 500', '4.000']
    """
    found = []
    for match in NUMBER.finditer(text):
        found += _separate(match.group())
    return found


def _separate(run: str) -> list[str]:
    """`2 3` is two numbers, `3 500` is one: spaces part groups of three digits only."""
    pieces = re.split(r"\s+", run)
    joined = [pieces[0]]
    for piece in pieces[1:]:
        groups = re.fullmatch(r"\d{1,3}(?: \d{3})*", joined[-1]) and not joined[-1].startswith("0")
        if groups and re.fullmatch(r"\d{3}(?:[.,]\d+)?", piece):
            joined[-1] += " " + piece
        else:
            joined.append(piece)
    return joined


def whole(low: int, high: int) -> Callable[[Any], Any]:
    """A reader of a whole number between two bounds: `12`, `12.0`, `1 000`, "10+"."""

    @reader(repeated=True)
    def read(cell: Any, notes: Notes) -> int:
        found = _one_whole(cell, notes)
        if not low <= found <= high:
            raise ValueProblem(
                N_("Un nombre entre {low} et {high} est attendu."), low=low, high=high
            )
        return found

    return read


_OTHER_SPANS = frozenset(
    fold(word)
    for word in listed(
        "jour|jours|j|journée|quotidien|mois|mensuel|mensuelles|an|ans|nuit|day|days|daily|month|"
        "months|monthly|year|día|días|diarias|mes|meses|mensuales|يوم|يوميا|أيام|شهر|شهريا"
    )
)
_HOURS = N_("Des heures par semaine sont attendues, par exemple 44.")


@reader(repeated=True)
def hours_a_week(cell: Any, notes: Notes) -> int:
    """Hours of a week: `44`, "44 h", `35h00`; hours of a day or a month say another thing."""
    text = ascii_digits(words(cell)) if not isinstance(cell, bool) else cell
    if isinstance(text, str):
        text = re.sub(r"(?<=\d)\s*[hH:]\s*00\b", " h", text)
        if _OTHER_SPANS & set(fold(re.sub(r"(?<=\d)(?=[^\W\d])", " ", text)).split()):
            raise ValueProblem(_HOURS)
    found = _one_whole(text, notes)
    if not 1 <= found <= _LONGEST_WEEK:
        raise ValueProblem(
            N_("Un nombre entre {low} et {high} est attendu."), low=1, high=_LONGEST_WEEK
        )
    return found


_LONGEST_WEEK = 84


def _one_whole(cell: Any, notes: Notes) -> int:
    if isinstance(cell, bool):
        raise ValueProblem(_WHOLE)
    text = ascii_digits(words(cell))
    if (named := _COUNTS.get(fold(text))) is not None:
        notes.right(N_("Lu : {value}."), value=named)
        return named
    if re.search(r"(?<![\w])[-−]\s*\d|\d\s*[%‰]", text):
        raise ValueProblem(_WHOLE)
    bare = re.sub(r"\([^()]*\)", " ", text)
    found = numbers_in(bare)
    if len(found) > 1:
        raise ValueProblem(_TWO, first=shortened(found[0]), second=shortened(found[1]))
    if not found:
        raise ValueProblem(_WHOLE)
    value = number(found[0])
    if value != value.to_integral_value():
        raise ValueProblem(_WHOLE)
    if bare != text or re.search(r"[.,'\s]", found[0].strip().removesuffix(".0")) or "+" in text:
        notes.right(N_("Lu : {value}."), value=int(value))
    return int(value)


_WHOLE = N_("Un nombre entier est attendu, par exemple 12.")
_TWO = N_("Deux valeurs sont possibles, {first} et {second} : écrivez-en une seule.")


# --- lengths of time --------------------------------------------------------------------------

_UNITS: tuple[tuple[str, str], ...] = (
    (
        "year",
        "an|ans|annee|annees|année|années|year|years|yr|yrs|ano|anos|سنة|سنوات|عام|أعوام|سنين",
    ),
    ("month", "mois|month|months|mth|mths|mes|meses|شهر|أشهر|شهور|شهرا"),
    ("half", "semestre|semestres|semester|semesters"),
    ("quarter", "trimestre|trimestres|quarter|quarters"),
    ("week", "semaine|semaines|sem|week|weeks|wk|wks|semana|semanas|أسبوع|أسابيع"),
    ("day", "jour|jours|j|day|days|dia|dias|يوم|أيام|يوما"),
)
_UNIT = {fold(word): unit for unit, names in _UNITS for word in listed(names)}
_PAIRS = {
    fold(word): unit
    for unit, names in (
        ("year", "سنتان|سنتين|عامان|عامين"),
        ("month", "شهران|شهرين"),
        ("week", "أسبوعان|أسبوعين"),
    )
    for word in listed(names)
}
"""Arabic words that mean two of something."""
_OPEN = frozenset(
    fold(word)
    for word in listed(
        "indéterminée|indéterminé|indefini|indefinie|illimitée|illimité|permanent|"
        "indefinite|unlimited|indefinido|indefinida|غير محددة|غير محدد|"
        "durée indéterminée|cdi"
    )
)
_HALF = re.compile(r"\b(?:et demi|et demie|and a half|y medio|ونصف)\b")
_RANGE = re.compile(r"\d\s*(?:à|a|-|–|—|to|ou|or|o|إلى)\s*\d")
_PER_YEAR = {
    "year": Decimal(1),
    "half": Decimal(2),
    "quarter": Decimal(4),
    "month": Decimal(12),
    "week": Decimal(52),
    "day": Decimal(360),
}
"""How many make a year: the day of payrolls, thirty to the month."""


def months(low: int, high: int) -> Callable[[Any], Any]:
    """A reader of a length of time in whole months: `12`, "2 ans", "1,5 an", "18 months", سنتان."""

    @reader(repeated=True)
    def read(cell: Any, notes: Notes) -> int | None:
        text = ascii_digits(words(cell)).casefold()
        if fold(text) in _OPEN:
            notes.right(N_("Sans fin : aucune durée n'est gardée."))
            return None
        found = in_months(text, notes)
        if found is None:
            raise ValueProblem(_MONTHS)
        if found != found.to_integral_value():
            raise ValueProblem(
                N_("Cette durée n'est pas un nombre entier de mois : écrivez-la en mois.")
            )
        if not low <= found <= high:
            raise ValueProblem(
                N_("Une durée entre {low} et {high} mois est attendue."), low=low, high=high
            )
        return int(found)

    return read


_MONTHS = N_("Une durée en mois est attendue, par exemple 12.")


_LESS = re.compile(
    r"^\s*[<≤]|\b(?:moins d[e’']|max|maximum|maxi|jusqu[’'](?:au?|à)|"
    r"under|less than|up to|at most|menos de|hasta|como máximo)(?!\w)|أقل من|حتى"
)
_MORE = re.compile(
    r"[+>≥]\s*$|^\s*[+>≥]|\b(?:plus d[e’']|et plus|au moins|minimum|mini|min|"
    r"over|more than|at least|más de|al menos)\b|أكثر من"
)
_TIMES = re.compile(r"\d\s*[x×*]\s*\d")
_ASIDE = re.compile(r"\([^()]*\)|\b(?:renouvelable|renovable|renewable)\b.*")


def in_months(text: str, notes: Notes) -> Decimal | None:
    """The months of a length of time; `None` where the text gives none.

    Raises `ValueProblem` for a range: which end would be true?
    """
    bare = _ASIDE.sub(" ", text)
    if bare != text:
        notes.right(N_("Seule la durée est gardée de cette cellule."))
    if _LESS.search(bare) or _TIMES.search(bare):
        raise ValueProblem(_MONTHS)
    if _MORE.search(bare):
        notes.right(N_("La durée est gardée sans « plus de »."))
    found = [number(each) for each in numbers_in(bare)]
    if len(found) > 1 and _RANGE.search(bare):
        raise ValueProblem(_TWO, first=str(found[0]), second=str(found[1]))
    parts = _parts(bare, found)
    if not parts:
        return found[0] if len(found) == 1 and _alone(bare) else None
    total = sum((count * 12 / _PER_YEAR[unit] for count, unit in parts), Decimal(0))
    if _HALF.search(bare):
        total += 6 / _PER_YEAR[parts[-1][1]]
    if any(unit != "month" for _, unit in parts):
        notes.right(N_("Durée changée en mois : {months}."), months=format(total.normalize(), "f"))
    return total


def _parts(text: str, found: list[Decimal]) -> list[tuple[Decimal, str]]:
    """Counts and their units, in order: "1 an et 6 mois"."""
    tokens = fold(_spaced(text)).split()
    parts: list[tuple[Decimal, str]] = []
    counts = iter(found)
    pending: Decimal | None = None
    for word in tokens:
        if word in _PAIRS:
            parts.append((Decimal(2), _PAIRS[word]))
        elif word == "n":
            pending = next(counts, None)
        elif word in _COUNTS and pending is None and not (parts and _COUNTS[word] == 1):
            pending = Decimal(_COUNTS[word])
        elif word in _UNIT and pending is not None:
            parts.append((pending, _UNIT[word]))
            pending = None
        elif word in _UNIT and not word.isascii() and not parts:
            parts.append((Decimal(1), _UNIT[word]))
    return parts if next(counts, None) is None and pending is None else []


def _spaced(text: str) -> str:
    """A text in which every number stands as the word `n`."""
    for each in numbers_in(text):
        text = text.replace(each, " n ", 1)
    return text


def _alone(text: str) -> bool:
    return re.fullmatch(r"[\s~≈]*[\d.,'’\s]+\+?\s*", text) is not None


@reader(repeated=True)
def kilometres(cell: Any, notes: Notes) -> int:
    """A distance: `20`, "20 km", "jusqu'à 20 km"."""
    found = _one_whole(re.sub(r"(?i)\bkms?\b|كلم|كم", " ", ascii_digits(words(cell))), notes)
    if found > _FARTHEST:
        raise ValueProblem(
            N_("Un nombre entre {low} et {high} est attendu."), low=0, high=_FARTHEST
        )
    return found


_FARTHEST = 2000
