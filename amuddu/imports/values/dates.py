"""Days and years of birth, as people and spreadsheets write them.

A day comes before its month, as in Morocco; the year may come first. Words for months are a table:
a library that guesses at dates would read "4 ou 5 janvier" too. A year of two digits is read only
where it can be one year.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from amuddu.imports.values.base import Notes, ValueProblem, ascii_digits, reader, words
from amuddu.kit import clock
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold, listed

_MONTHS: tuple[str, ...] = (
    "janvier|janv|jan|january|enero|ene|يناير|جانفي|كانون الثاني",
    "fevrier|fevr|fev|february|feb|febrero|فبراير|فيفري|شباط",
    "mars|mar|march|marzo|مارس|آذار",
    "avril|avr|april|apr|abril|abr|أبريل|أفريل|نيسان|إبريل",
    "mai|may|mayo|ماي|مايو|أيار",
    "juin|june|jun|junio|يونيو|جوان|حزيران",
    "juillet|juil|july|jul|julio|يوليوز|يوليو|جويلية|تموز",
    "aout|august|aug|agosto|ago|غشت|أغسطس|أوت|آب",
    "septembre|sept|sep|september|septiembre|setiembre|set|شتنبر|سبتمبر|أيلول",
    "octobre|oct|october|octubre|أكتوبر|تشرين الأول",
    "novembre|nov|november|noviembre|نونبر|نوفمبر|تشرين الثاني",
    "decembre|dec|december|diciembre|dic|دجنبر|ديسمبر|كانون الأول",
)
_MONTH = {fold(name): number for number, names in enumerate(_MONTHS, 1) for name in listed(names)}
_WEEKDAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|"
    "lunes|martes|miercoles|jueves|viernes|sabado|domingo|"
    "الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد"
)
_SINCE = re.compile(
    r"^(?:à partir d[ue]|a partir d[ue]|à compter du|dès le|from|as of|a partir del|desde el|"
    r"ابتداء من|ابتداءً من)\s+",
    re.IGNORECASE,
)
_FILLERS = frozenset(
    fold(word) for word in f"{_WEEKDAYS}|le|el|the|of|de|del|du|يوم|on|au|al".split("|")
)
_NO_DAY = frozenset(
    fold(word)
    for word in listed(
        "immédiat|immédiate|immédiatement|dès que possible|asap|as soon as possible|"
        "tout de suite|de suite|dès maintenant|maintenant|urgent|immediate|immediately|"
        "now|inmediato|inmediata|inmediatamente|lo antes posible|cuanto antes|disponible|"
        "disponible immédiatement|disponible de suite|available now|à définir|"
        "à déterminer|à convenir|à négocier|flexible|selon disponibilité|a convenir|"
        "por definir|to be defined|tbd|فورا|فوري|حالا|الآن|في أقرب وقت|في أقرب وقت ممكن|"
        "فوراً"
    )
)
_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet: 1 January 1900 is 1, and 1900 counts as a leap year."""
_SERIALS = range(20_000, 73_416)
"""Numbers of days that are dates of today's lives: 3 October 1954 to 31 December 2100."""
_BIRTH_SERIALS = range(7_306, 55_153)  # from 1 January 1920 on: below are years
_YEARS = range(1900, 2101)
_BIRTH_YEARS = range(1900, 2101)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.\s](\d{1,2})[-/.\s](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s?[-/.\s]\s?(\d{1,2})\s?[-/.\s]\s?(\d{4}|\d{2})")
_TIME = re.compile(
    r"(?:T|\s+)(?:à\s*)?(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?", re.I
)
_MOROCCO = "Africa/Casablanca"

_UNREADABLE = N_("Cette date n'existe pas : écrivez-la comme 2026-09-01 ou 01/09/2026.")
_MONTH_MISSING = N_("Cette date n'a pas de jour ou d'année : écrivez-la comme 01/09/2026.")
_TWO_DIGITS = N_("Année à deux chiffres lue : {day}.")
_SERIAL = N_("Nombre de jours d'un tableur lu comme la date {day}.")


@reader(repeated=True)
def day(cell: Any, notes: Notes) -> str | None:
    """A day: a date cell, `2026-09-01`, `01/09/2026`, "1er septembre 2026", a day of a spreadsheet.

    Words such as "dès que possible" name none.
    """
    if isinstance(cell, bool | time):
        raise ValueProblem(_UNREADABLE)
    if isinstance(cell, datetime):
        return _within_bounds(cell.date()).isoformat()
    if isinstance(cell, date):
        return _within_bounds(cell).isoformat()
    written = _SINCE.sub("", ascii_digits(words(cell)))
    if fold(written) in _NO_DAY:
        notes.right(N_("Aucune date n'est gardée : la cellule n'en donne pas."))
        return None
    if (serial := _serial(written)) is not None:
        if serial not in _SERIALS:
            raise ValueProblem(_UNREADABLE)
        found = (_EPOCH + timedelta(days=serial)).isoformat()
        notes.right(_SERIAL, day=found)
        return found
    found_day, two_digits = _written_day(written)
    if found_day is None:
        raise ValueProblem(_UNREADABLE)
    if two_digits:
        _refuse_year_first(written, found_day)
        notes.right(_TWO_DIGITS, day=found_day.isoformat())
    return _within_bounds(found_day).isoformat()


def _refuse_year_first(written: str, found: date) -> None:
    """`27/01/04` is the fourth of January as well, where the year may come first."""
    figures = re.split(r"[-/.\s]+", _without_time(written)[0])
    if len(figures) != _DAY_MONTH_YEAR or not all(each.isdecimal() for each in figures):
        return
    turned = _date(2000 + int(figures[0]), int(figures[1]), int(figures[2]))
    today = clock.today().year
    if turned and abs(turned.year - today) <= _NEAR < abs(found.year - today):
        raise ValueProblem(
            N_("Deux dates sont possibles, {first} et {second} : écrivez l'année en entier."),
            first=found.isoformat(),
            second=turned.isoformat(),
        )


_DAY_MONTH_YEAR = 3
_NEAR = 10
"""Years from today within which work starts and titles end."""


_OF_PROGRAMS = {date(1899, 12, 30), date(1900, 1, 1), date(1904, 1, 1), date(1970, 1, 1)}


def _within_bounds(found: date) -> date:
    if found.year not in _YEARS or found in _OF_PROGRAMS:  # what programs write for no day
        raise ValueProblem(_UNREADABLE)
    return found


def _serial(written: str) -> int | None:
    """Whole days of a number as a spreadsheet keeps a date; the time of day is let go."""
    found = re.fullmatch(r"(\d{5})(?:[.,]\d+)?", written)
    return int(found[1]) if found else None


@lru_cache(maxsize=16_384)
def _written_day(written: str) -> tuple[date | None, bool]:
    """The day of a text, and whether its year had two digits. Raises `ValueProblem`."""
    bare, at = _without_time(written)
    if found := _YEAR_FIRST.fullmatch(bare):
        there = _date(int(found[1]), int(found[2]), int(found[3]))
        return (_in_morocco(there, at) if there else None), False
    if found := _DAY_FIRST.fullmatch(bare):
        return _date(_year(found[3]), int(found[2]), int(found[1])), len(found[3]) == 2
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", bare):
        return _eight_digits(bare), False
    return _in_words(bare)


def _without_time(written: str) -> tuple[str, re.Match[str] | None]:
    found = _TIME.search(written)
    if found is None or found.end() != len(written):
        return written, None
    return written[: found.start()].strip(), found


def _in_morocco(there: date, at: re.Match[str] | None) -> date:
    """The day in Morocco of a moment in universal time: programs write midnight here as 23:00Z."""
    if at is None or at[4] is None or at[4].upper() not in ("Z", "+00:00", "+0000"):
        return there
    hour, minute = int(at[1]), int(at[2])
    if hour > 23 or minute > 59:
        return there
    moment = datetime.combine(there, time(hour, minute), tzinfo=UTC)
    return moment.astimezone(ZoneInfo(_MOROCCO)).date()


def _eight_digits(digits: str) -> date | None:
    """`20270104`; nothing where the same digits are a day with the day first as well."""
    first = _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    last = _date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    return None if last and last.year in _YEARS else first


def _in_words(written: str) -> tuple[date | None, bool]:
    """ "1er janvier 2027", "January 4, 2027", "4 de enero de 2027", "4-Jan-27"."""
    tokens = [each for each in fold(_parted(written)).split() if each not in _FILLERS]
    tokens = _with_long_months(tokens)
    months = [token for token in tokens if token in _MONTH]
    digits = [re.sub(r"(?<=\d)(?:er|re|st|nd|rd|th|o|a)$", "", each) for each in tokens]
    digits = ["1" if each in ("premier", "first", "primero", "1") else each for each in digits]
    figures = [each for each in digits if each.isdecimal()]
    if len(months) != 1 or len(figures) + 1 != len(tokens):
        return None, False
    if len(figures) != 2 or len(figures[0]) > 2:
        raise ValueProblem(_MONTH_MISSING)
    if len(figures[1]) not in (2, 4):
        return None, False
    return _date(_year(figures[1]), _MONTH[months[0]], int(figures[0])), len(figures[1]) == 2


def _parted(written: str) -> str:
    return re.sub(r"(?<=\d)(?=[^\W\d]{3})|(?<=[^\W\d])(?=\d)", " ", written)


def _with_long_months(tokens: list[str]) -> list[str]:
    """Months of two words as one: those of the Levant."""
    joined: list[str] = []
    for token in tokens:
        if joined and f"{joined[-1]} {token}" in _MONTH:
            joined[-1] += f" {token}"
        else:
            joined.append(token)
    return joined


def _year(digits: str) -> int:
    return 2000 + int(digits) if len(digits) == 2 else int(digits)


def _date(year: int, month: int, day_: int) -> date | None:
    try:
        return date(year, month, day_)
    except ValueError:
        return None


# --- birth ------------------------------------------------------------------------------------

_BIRTH = N_("Une année de naissance est attendue, par exemple 1996.")
_YEAR_ONLY = N_("Seule l'année de naissance est gardée.")
_MONTH_TOO = N_("Le mois et l'année de naissance sont gardés, sans le jour.")
_ABOUT = frozenset(
    fold(word)
    for word in listed(
        "vers|environ|env|circa|ca|about|approx|hacia|présumé|présumée|estimé|estimée|déclaré|"
        "déclarée|حوالي|نحو|تقريبا"
    )
)
_DOUBT = re.compile(r"[?~≈]")
_OPEN_END = re.compile(r"^[+<>≤≥]|[+<>-]$")
"""Marks by which a number is an end of a range: "30+", "<30"."""
_BORN = re.compile(
    r"^\s*(?:n[ée]+(?:\(e\))?|born|nacid[oa])\s*(?:le|en|in|on|el)?\s*", re.IGNORECASE
)
_OLDEST = 105  # years beyond which two digits are no year of birth


@reader
def birth_year(cell: Any, notes: Notes) -> int:
    """The year of a birth: `1996`, `16/02/1992`, a day of a spreadsheet, "34 ans".

    A whole date tells the month too.
    """
    if isinstance(cell, bool | time):
        raise ValueProblem(_BIRTH)
    if isinstance(cell, date):
        return _lived(_born(_within_bounds(cell), notes))
    written = _BORN.sub("", ascii_digits(words(cell)))
    for read in (_plain_year, _of_serial, _of_age, _of_date):
        found = read(written, notes)
        if found is not None:
            return _lived(found)
    raise ValueProblem(_BIRTH)


def _lived(year: int) -> int:
    """A year in which somebody who lives may have been born. Raises `ValueProblem`."""
    if year not in _BIRTH_YEARS or year > clock.today().year:
        raise ValueProblem(_BIRTH)
    return year


def _born(day_: date, notes: Notes) -> int:
    notes.right(_MONTH_TOO)
    notes.also["birth_month"] = day_.month
    return day_.year


@reader
def birth_month(cell: Any, notes: Notes) -> int:  # noqa: ARG001 - a reader
    """A month by its number or its name in one of the languages."""
    written = re.sub(r"[.,]0+$", "", ascii_digits(words(cell)))
    found = _MONTH.get(fold(written)) or (int(written) if re.fullmatch(r"\d{1,2}", written) else 0)
    if not 1 <= found <= len(_MONTHS):
        raise ValueProblem(N_("Un mois est attendu, de 1 à 12."))
    return found


@reader
def age(cell: Any, notes: Notes) -> int:  # noqa: ARG001 - a reader
    """The year of birth of an age in years: the later of the two that it may be."""
    written = ascii_digits(words(cell))
    found = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?(?:\s*([^\W\d]+))?\.?", written)
    if found is None or not 0 < int(found[1]) <= _OLDEST or fold(found[2] or "") not in _OF_YEARS:
        raise ValueProblem(N_("Un âge en années est attendu, par exemple 34."))
    return clock.today().year - int(found[1])


_OF_YEARS = frozenset(
    fold(word)
    for word in ("", *listed("an|ans|a|year|years|yrs|y|yo|año|años|سنة|سنوات|عام|عاما|عاماً"))
)
"""Units of an age: "18 mois" is that of a child."""


def _plain_year(written: str, notes: Notes) -> int | None:
    """`1996`, `1996.0`, `1 996`, "vers 1980", `96` where it can be one year only."""
    if _OPEN_END.search(written):
        return None
    tokens = [each for each in fold(re.sub(r"[.,]0+$", "", written)).split() if each not in _ABOUT]
    if len(tokens) == 2 and len(tokens[0]) == 1 and len(tokens[1]) == 3:
        tokens = ["".join(tokens)]
    if len(tokens) != 1 or not re.fullmatch(r"\d{4}|\d{2}", tokens[0]):
        return None
    if len(tokens[0]) == 2:
        notes.right(N_("Année à deux chiffres complétée."))
        return _two_digit_birth(int(tokens[0]))
    if _DOUBT.search(written) or _ABOUT & set(fold(written).split()):
        notes.right(N_("L'année de naissance est approximative."))
    return int(tokens[0])


def _two_digit_birth(digits: int) -> int:
    """The year of two digits; `ValueProblem` where somebody alive may be born in two such years."""
    this_year = clock.today().year
    possible = [
        year for year in (1900 + digits, 2000 + digits) if this_year - _OLDEST <= year <= this_year
    ]
    if len(possible) != 1:
        raise ValueProblem(N_("Écrivez l'année de naissance avec quatre chiffres."))
    return possible[0]


def _of_serial(written: str, notes: Notes) -> int | None:
    serial = _serial(written)
    if serial is None and (short := re.fullmatch(r"(\d{4})[.,]\d*[1-9]\d*", written)):
        serial = int(short[1])
    if serial is None or serial not in _BIRTH_SERIALS:
        return None
    if str(serial)[:4] in _YEARS_IN_A_SERIAL:
        raise ValueProblem(N_("Une année de naissance a quatre chiffres, par exemple 1996."))
    return _born(_EPOCH + timedelta(days=serial), notes)


_YEARS_IN_A_SERIAL = frozenset(map(str, range(1925, 2030)))
"""`19922` is a day of 1954, or 1992 with a figure too many."""


def _of_age(written: str, notes: Notes) -> int | None:
    """An age that says so: "34 ans"."""
    found = re.fullmatch(
        r"(\d{1,3})\s*(?:ans?|years?(?:\s*old)?|y\.?o\.?|anos?|años?|سنة|عاما?)\.?",
        written.casefold(),
    )
    if found is None or int(found[1]) > _OLDEST:
        return None
    notes.right(N_("Année de naissance comptée d'après l'âge : elle peut être d'un an plus tôt."))
    return clock.today().year - int(found[1])


def _of_date(written: str, notes: Notes) -> int | None:
    """The year and the month of a whole date; a day or month that nobody knows may be zeros."""
    bare, _ = _without_time(written)
    if found := _MONTH_FIRST.fullmatch(bare):
        return _of_figures(1, int(found[1]), found[2], notes)
    if found := _DAY_FIRST.fullmatch(bare):
        return _of_figures(int(found[1]), int(found[2]), found[3], notes)
    try:
        there, two_digits = _written_day(written)
    except ValueProblem:  # no day, but a year: all that is asked
        years = re.findall(r"(?<!\d)\d{4}(?!\d)", written)
        if len(years) == 1:
            notes.right(_YEAR_ONLY)
            return int(years[0])
        return None
    if there is None:
        return None
    year = _two_digit_birth(there.year % 100) if two_digits else there.year
    _born(there, notes)
    return year


def _of_figures(first: int, second: int, year: str, notes: Notes) -> int:
    """A date of three figures: the day first, or the month first where it can be no other."""
    born = int(year) if len(year) > 2 else _two_digit_birth(int(year))
    for month, day_ in ((second, first), (first, second)):
        if month and day_ and _date(born, month, day_):
            notes.right(_MONTH_TOO)
            notes.also["birth_month"] = month
            return born
    if first * second or max(first, second) > len(_MONTHS):
        raise ValueProblem(_UNREADABLE)
    notes.right(_YEAR_ONLY)
    return born


_MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])\s*[/.-]\s*(\d{4})")
