"""Wages: an amount, its period, a range, or words; as dirhams of a month.

A year has twelve months and 52 weeks. A month has the hours and days by which the law counts the
minimum wage (`amuddu/rules/data/wages.yaml`): 191 hours at 44 a week, 26 days.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Literal

from amuddu.imports.values.base import Notes, ValueProblem, ascii_digits, reader, words
from amuddu.imports.values.numbers import number, numbers_in
from amuddu.kit import clock
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold, listed
from amuddu.rules.hiring import minimum_wage

Period = Literal["year", "month", "week", "day", "hour"]

_PER_MONTH: dict[Period, Decimal] = {
    "year": Decimal(1) / 12,
    "month": Decimal(1),
    "week": Decimal(52) / 12,
    "day": Decimal(26),
    "hour": Decimal(191),
}
FULL_WEEK = 44
"""Hours of a week that the law counts as a full one."""
_MOST = Decimal(10_000_000)
_HIGH = Decimal(100_000)
"""Of a month: above, a figure too many is likelier than such a wage."""
_CENT = Decimal("0.01")


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in listed(text))


_PERIOD_NAMES: tuple[tuple[Period, str], ...] = (
    (
        "year",
        "an|ans|annee|annuel|annuelle|annuels|year|yearly|annual|annum|annually|pa|ano|anual|سنة|سنويا|سنوي|للسنة|السنة",
    ),
    (
        "month",
        "mois|mensuel|mensuelle|mensuels|month|monthly|mes|mensual|mensuales|شهر|شهريا|شهري|للشهر|الشهر",
    ),
    ("week", "semaine|hebdo|hebdomadaire|week|weekly|semana|semanal|أسبوع|أسبوعيا|للأسبوع|الأسبوع"),
    (
        "day",
        "jour|j|jr|journalier|journaliere|journee|quotidien|day|daily|dia|diario|يوم|يوميا|لليوم|اليوم",
    ),
    ("hour", "heure|h|hr|horaire|hour|hourly|hora|ساعة|للساعة|الساعة"),
)
_PERIODS: dict[str, Period] = {
    word: period for period, names in _PERIOD_NAMES for word in _words(names)
}
_DIRHAMS = _words("dh|dhs|mad|dirham|dirhams|درهم|دراهم|درهما|dirhames|dh s|د م")
_CURRENCIES: dict[str, str] = {
    word: code
    for code, names in (
        ("EUR", "€|eur|euro|euros|يورو"),
        ("USD", "$|usd|us|dollar|dollars|dolares|دولار"),
        ("TND", "dt|tnd|dinar tunisien"),
        ("DZD", "da|dzd"),
        ("XOF", "fcfa|xof|cfa|francs|f cfa"),
        ("XAF", "xaf"),
        ("GBP", "£|gbp"),
        ("CAD", "cad"),
        ("SAR", "sar|riyal|riyals|ريال"),
        ("AED", "aed"),
    )
    for word in (listed(names) if code else ())
}
_NOT_SAID = _words(
    "a negocier|negociable|a discuter|a convenir|a definir|a determiner|selon profil|selon le profil|"
    "selon experience|selon l experience|selon competences|selon profil et experience|"
    "selon experience et profil|selon la grille|selon grille|motivant|salaire motivant|attractif|"
    "salaire attractif|interessant|confidentiel|tres motivant|suivant profil|suivant experience|"
    "a debattre|remuneration attractive|en fonction du profil|commission|a la commission|"
    "negotiable|to be negotiated|to be agreed|competitive|depends on experience|doe|tbd|"
    "according to profile|based on experience|market|a negociar|negociable|segun experiencia|"
    "segun perfil|segun convenio|a tratar|حسب الاتفاق|قابل للتفاوض|حسب الكفاءة|حسب الخبرة|"
    "للتفاوض|يحدد لاحقا|مغري|محفز"
)
_FROM = _words(
    "a partir de|minimum|min|au moins|des|from|at least|desde|ابتداء من|starting|starting at"
)
_UP_TO = _words("jusqu a|jusque|max|maximum|up to|au plus|hasta|plafond|حتى")
_NET = _words("net|nets|neto|صافي|الصافي")
_NOISE = _words(
    "brut|bruts|gross|bruto|par|per|por|le|la|de|du|al|a|le|salaire|wage|salary|fixe|entre|et|between|"
    "and|to|y|from|desde|hasta|un|une|environ|الى|من|بين|و|في|au|l|الراتب|اجر|salario|ttc|s"
)
_RANGE = re.compile(r"\s*(?:(?:dhs?|mad)\s*)?(?:à|a|-|–|—|−|/|et|to|and|y|hasta|إلى|الى|او|ou)\s*")
_THOUSANDS = re.compile(
    r"(?<![^\W\d_])(\d+(?:[.,]\d+)?)\s*(?:k|mille|ألف|الف|آلاف|الاف|mil)(?![^\W\d_])"
)

_MARKED = re.compile(r"\d[.,]\d{3}(?!\d)|\dk\b|\d\s*k\b")
"""Figures that somebody might take for others: `3.500`, `4k`."""

_OTHER_UNITS = _words(
    "quinzaine|quinzaines|bimensuel|bimensuelle|bihebdomadaire|trimestre|trimestriel|semestre|"
    "semestriel|fortnight|fortnightly|biweekly|bimonthly|quarter|quarterly|quincena|quincenal|"
    "trimestral|semestral|demi|nuit|nuits|nuitée|night|noche|ليلة|piece|pieces|tache|tâche|task|"
    "m2|m²|kg|caisse|course|livraison|mission|projet|forfait|séance|vacation|centime|centimes|"
    "سنتيم|ryal|ryals|rial|rials|million|millions|millon|millones|مليون|kdh|kdhs|kmad|نصف"
)
"""Periods, work and money that are not turned to dirhams of a month: which amount would be meant?"""
_UNLIKE_MONEY = re.compile(
    r"\d\s*[%‰]|\d\s*(?:e|è|ème|eme)\s+mois|\d(?:o{2,}|o(?![^\W\d_]{2}))|brut\s*/\s*net|net\s*/\s*brut"
)
_PER_MONTH_ONLY = N_(
    "Ce montant ne se compte pas par mois tel qu'il est écrit : écrivez-le en dirhams par mois."
)
_AMOUNT = N_("Un montant est attendu, par exemple 3500 ou 3500,50.")


@dataclass(frozen=True, slots=True)
class _Wage:
    """A wage as written. `high`: the upper end of a range, or the only figure of "up to 5000"."""

    low: Decimal | None
    high: Decimal | None = None
    period: Period | None = None
    net: bool = False
    more: bool = False
    """Whether words beside it were not taken over."""


def _made(field: Literal["low", "high"]) -> Callable[[Any], Any]:
    own, other = {
        "low": ("wage_month", "wage_month_max"),
        "high": ("wage_month_max", "wage_month"),
    }[field]

    @reader
    def read(cell: Any, notes: Notes) -> str | None:
        written = ascii_digits(words(cell)).casefold()
        if isinstance(cell, bool):
            raise ValueProblem(_AMOUNT)
        if (said := _in_words(written, notes)) is not None:
            notes.also[f"monthly_{own}"] = True
            return said or None
        wage = _wage(written)
        low, high = (_month(each, wage, notes) for each in (wage.low, wage.high))
        _tell(wage, notes)
        if _MARKED.search(written):
            notes.right(N_("Lu : {value}."), value=" – ".join(each for each in (low, high) if each))
        ends = {"low": low, "high": high}
        if field == "high" and high is None:
            ends = {"low": None, "high": low}
        if ends["low"] and ends["high"] is not None:
            notes.right(N_("Fourchette lue : de {low} à {high}."), low=low, high=high)
        rest = ends["high" if field == "low" else "low"]
        if rest is not None:
            notes.also[other] = rest
        _tell_period(wage, notes, own=own, other=other)
        return ends[field]

    return read


lowest = _made("low")
"""The lower wage; a range fills the upper one too."""
highest = _made("high")
"""The upper wage; a range fills the lower one too."""


def _in_words(written: str, notes: Notes) -> str | None:
    """The amount of a wage told in words, "" where it says none; `None` where it is no such word."""
    folded = fold(written)
    bare = " ".join(word for word in folded.split() if word not in ("salaire", "wage", "salary"))
    if folded in _NOT_SAID or bare in _NOT_SAID:
        notes.right(N_("Aucun salaire n'est gardé : la cellule n'en donne pas."))
        return ""
    for name, sector in (("smig", "general"), ("smag", "farming")):
        if not re.search(rf"\b{name}\b", folded):
            continue
        farming = sector == "farming" or bool(re.search(r"\bagricole\b", folded))
        legal = minimum_wage(on=clock.today(), sector="farming" if farming else "general")
        if re.search(r"\d", folded) or legal is None:
            raise ValueProblem(_AMOUNT)
        notes.right(
            N_("Salaire minimum légal d'un mois à plein temps : {amount}."), amount=legal.amount
        )
        if set(folded.split()) - _KNOWN - {name, "agricole"}:
            notes.left(N_("Seul le montant est gardé de cette cellule."))
        return str(legal.amount)
    return None


def _spaced(written: str) -> str:
    return re.sub(r"(?<=\d)(?=[^\W\d])", " ", written)


@lru_cache(maxsize=16_384)
def _wage(written: str) -> _Wage:
    """A wage in figures. Raises `ValueProblem` where it is none, or in another currency."""
    _refuse_other_currency(written)
    if re.search(r"(?:^|\s)[-−]\s*\d", written) and not re.search(r"\d.*[-−]\s*\d", written):
        raise ValueProblem(_AMOUNT)
    if _UNLIKE_MONEY.search(written) or _OTHER_UNITS & set(fold(_spaced(written)).split()):
        raise ValueProblem(_PER_MONTH_ONLY)
    text = _THOUSANDS.sub(lambda found: _times_thousand(found[1]), _both_thousands(written))
    text = re.sub(r"(?<=\d)[.,]-(?=\D|$)", " ", text)
    figures = numbers_in(text)
    amounts = [number(each) for each in figures]
    if not amounts or len(amounts) > 2:
        raise ValueProblem(_AMOUNT)
    left = fold(_without(text, figures)).split()
    period = _period(left)
    rest = " ".join(left)
    said = {kind: bool(any(re.search(rf"\b{w}\b", rest) for w in names)) for kind, names in _ENDS}
    more = [w for w in left if w not in _KNOWN]
    if len(amounts) == 2:
        return _range(text, figures, amounts, _Wage(None, None, period, said["net"], bool(more)))
    low, high = (None, amounts[0]) if said["up"] and not said["from"] else (amounts[0], None)
    return _Wage(low, high, period, said["net"], bool(more))


_ENDS = (("net", _NET), ("from", _FROM), ("up", _UP_TO))
_KNOWN = (
    _NOISE | _NET | frozenset(_PERIODS) | _DIRHAMS
    | {word for phrase in _FROM | _UP_TO | _DIRHAMS for word in phrase.split()}
)  # fmt: skip


def _range(text: str, figures: list[str], amounts: list[Decimal], wage: _Wage) -> _Wage:
    """Two figures are a range where they are joined as one, the lower first."""
    between = text.split(figures[0], 1)[1].split(figures[1], 1)[0]
    if not _RANGE.fullmatch(re.sub(r"[()]", "", between)) or amounts[0] > amounts[1]:
        raise ValueProblem(
            N_("Deux montants sont possibles, {first} et {second} : écrivez-en un seul."),
            first=figures[0],
            second=figures[1],
        )
    return _Wage(amounts[0], amounts[1], wage.period, wage.net, wage.more)


def _both_thousands(text: str) -> str:
    """`3-4k` is from three to four thousand."""
    return re.sub(
        r"(?<![\d.,])(\d{1,2}(?:[.,]\d)?)(\s*(?:-|à|–|a|to)\s*\d{1,2}(?:[.,]\d)?\s*(?:k|mille|mil|آلاف|ألف)(?![^\W\d_]))",
        r"\1k\2",
        text,
    )


def _times_thousand(figure: str) -> str:
    return format((Decimal(figure.replace(",", ".")) * 1000).normalize(), "f")


def _without(text: str, figures: list[str]) -> str:
    for figure in figures:
        text = text.replace(figure, " ", 1)
    return text


def _refuse_other_currency(written: str) -> None:
    folded = [*fold(written).split(), *re.findall(r"[€$£]", written)]
    separate = fold(re.sub(r"(?<=\d)(?=[^\W\d])", " ", written)).split()
    codes = [_CURRENCIES[word] for word in (*folded, *separate) if word in _CURRENCIES]
    if codes:
        raise ValueProblem(
            N_("Ce salaire est en {currency} : écrivez-le en dirhams."), currency=codes[0]
        )


def _period(left: list[str]) -> Period | None:
    found = {_PERIODS[word] for word in left if word in _PERIODS}
    if len(found) > 1:
        raise ValueProblem(N_("Ce salaire a deux périodes : écrivez-le par mois."))
    return found.pop() if found else None


_VERY_HIGH = N_("Ce salaire est très élevé pour un mois : vérifiez.")


def _month(amount: Decimal | None, wage: _Wage, notes: Notes) -> str | None:
    if amount is None:
        return None
    if not 0 < amount <= _MOST:
        raise ValueProblem(_AMOUNT)
    if wage.period == "hour":  # the hours of the week stand in another cell
        return to_month(amount, "hour", Notes())
    month = to_month(amount, wage.period or "month", notes)
    if Decimal(month) > _HIGH and wage.period in (None, "month"):
        notes.right(_VERY_HIGH)
    return month


def to_month(amount: Decimal, period: Period, notes: Notes, *, hours: int = FULL_WEEK) -> str:
    """An amount of a period as that of a month, with a note where it changes.

    `hours`: those of a week, for pay by the hour.
    """
    found = amount * _PER_MONTH[period] * (Decimal(hours) / FULL_WEEK if period == "hour" else 1)
    rounded = found.quantize(_CENT, ROUND_HALF_UP)
    if not 0 < rounded <= _MOST:  # a thousandth of a dirham rounds to nothing
        raise ValueProblem(_AMOUNT)
    shown = format(rounded, "f").removesuffix(".00")
    if period == "hour":
        notes.right(
            N_("Salaire d'une heure compté par mois, à {hours} heures par semaine : {amount}."),
            hours=hours,
            amount=shown,
        )
    elif period != "month":
        notes.right(N_("Salaire compté par mois : {amount}."), amount=shown)
    return shown


def _tell_period(wage: _Wage, notes: Notes, *, own: str, other: str) -> None:
    """Say in the row that these wages need no period of a column; and what an hour pays."""
    if wage.period is not None:
        notes.also.update({f"monthly_{own}": True, f"monthly_{other}": other in notes.also})
    if wage.period == "hour":
        ends = {"wage_month": wage.low, "wage_month_max": wage.high}
        if wage.low is not None and wage.high is None:
            ends = {own: wage.low}
        notes.also.update({f"hourly_{name}": str(end) for name, end in ends.items() if end})


def _tell(wage: _Wage, notes: Notes) -> None:
    if wage.net:
        notes.right(N_("Ce salaire est net ; il est gardé tel quel."))
    if wage.more:
        notes.left(N_("Seul le montant est gardé de cette cellule."))


_PERIOD_WORDS = N_("Une période est attendue : année, mois, semaine, jour ou heure.")


@reader(repeated=True)
def period(cell: Any, notes: Notes) -> Period:  # noqa: ARG001 - a reader
    """The period of the wages of a row: "yearly", "mensuel"."""
    found = {_PERIODS[word] for word in fold(words(cell)).split() if word in _PERIODS}
    if len(found) != 1:
        raise ValueProblem(_PERIOD_WORDS)
    return found.pop()


@reader(repeated=True)
def currency(cell: Any, notes: Notes) -> str:  # noqa: ARG001 - a reader
    """The currency of the wages of a row, as a code of three letters."""
    written = words(cell)
    if fold(written) in _DIRHAMS:
        return "MAD"
    found = _CURRENCIES.get(written.casefold()) or _CURRENCIES.get(fold(written))
    if found is None and not re.fullmatch(r"[A-Za-z]{3}", written):
        raise ValueProblem(N_("Une monnaie est attendue, par exemple MAD."))
    return found or written.upper()
