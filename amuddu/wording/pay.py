"""A wage that a text names, where it is under the legal minimum of a month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from amuddu.wording.folded import Folded, Span

_LABEL = (
    r"(?:salaires?|remuneration|remunere\w*|la paie|paie est|on paie|on paye|payons|fixe|mensualite"
    r"|net|salary|wages?|pay|pays|earn|sueldo|salario|paga|pagamos|nomina|mensual\w*|cobrar\w*"
    r"|retribucion"
    r"|(?:و|ف)?(?:ب|ل)?(?:ال|ل)?(?:اجر|اجره|اجرته|راتب|خلصه|مرتب|دخل|شهريه|معاش))"
)
LEAST_WAGE = Decimal(600)
"""Less a month, where nobody says wage, is a fee or an instalment."""
_DIGITS = r"(?:\d{1,2} \d{3}|\d{3,5})"
_THOUSANDS = {
    "mille": 1000, "deux mille": 2000, "trois mille": 3000,
    "one thousand": 1000, "a thousand": 1000, "two thousand": 2000, "three thousand": 3000,
    "mil": 1000, "dos mil": 2000, "tres mil": 3000,
    "الف": 1000, "الفين": 2000, "الفا": 2000, "الفان": 2000, "ثلاثه الاف": 3000, "تلت الاف": 3000,
}  # fmt: skip
_HUNDREDS = {
    "cent": 100, "deux cents?": 200, "trois cents?": 300, "quatre cents?": 400,
    "cinq cents?": 500, "six cents?": 600, "sept cents?": 700, "huit cents?": 800,
    "neuf cents?": 900,
    "(?:and )?one hundred": 100, "(?:and )?two hundred": 200, "(?:and )?three hundred": 300,
    "(?:and )?four hundred": 400, "(?:and )?five hundred": 500, "(?:and )?six hundred": 600,
    "(?:and )?seven hundred": 700, "(?:and )?eight hundred": 800, "(?:and )?nine hundred": 900,
    "cien|ciento": 100, "doscientos": 200, "trescientos": 300, "cuatrocientos": 400,
    "quinientos": 500, "seiscientos": 600, "setecientos": 700, "ochocientos": 800,
    "novecientos": 900,
    "وميه|ومايه|ومئه": 100, "وميتين|ومءتين|ومايتين|ومائتين": 200,
    "وثلاثماي?ه|وتلتميه|وتلت ميه": 300, "واربعماي?ه|وربعميه|وربع ميه": 400,
    "وخمسماي?ه|وخمسميه|وخمس ميه": 500, "وستماي?ه|وستميه": 600, "وسبعماي?ه|وسبعميه": 700,
    "وثمانماي?ه|وثمانيماي?ه|وتمنميه": 800, "وتسعماي?ه|وتسعميه": 900,
}  # fmt: skip
_WORDS = rf"(?:{'|'.join(_THOUSANDS)})(?: (?:{'|'.join(_HUNDREDS)}))?"
_CURRENCY = r"(?:dhs?|mad|dirhams?|dirhames|درهما?|دراهم)"
_MONTH = (
    r"(?:(?:net |brut |nets )?(?:par mois|mois|mensuels?|mensuelles?|per month|a month|monthly"
    r"|each month|every month|al mes|mensual(?:es)?|por mes|cada mes)|شهريا|في الشهر|فالشهر|للشهر"
    r"|كل شهر|الشهر)"
)
_AMOUNT = re.compile(
    rf" (?:(?P<label>{_LABEL})(?: [^ ¶\d]+){{0,5}}? )?"
    rf"(?:{_DIGITS} (?:a|et|to|and|y|ou|or|الي|و|حتي) )?"
    rf"(?:(?P<digits>{_DIGITS}) ?|(?P<words>{_WORDS}) )"
    rf"{_CURRENCY}(?: (?P<month>{_MONTH}))?(?= )(?=(?P<after>(?: [^ ¶]+){{0,3}}))"
)
_OTHER_PERIOD = re.compile(
    r"jour|heure|semaine|journee|quinzaine|day|hour|week|dia\b|hora|semana|jornal|يوم|ساعه|اسبوع"
)
_OTHER_MONEY = re.compile(
    r"prime|bonus|indemni|panier|plus de|commission|loyer|\brent|alquiler|incentiv|propina|tips"
    r"|منحه|تعويض|كراء|عموله|frais|fee|cuota|رسوم|caution|deposit|fianza|tasa"
    r"|client|customer|abonne|locataire|eleve|parents|socios|alumn|tenant|member|زبناء|زباين|مكتر|تلاميذ"
)
_HOURS = r"(?:heures?|hours?|horas?|h|ساعات|ساعه)"
_PART_TIME = re.compile(
    r" (?:temps partiel|mi temps|part time|half time|media jornada|tiempo parcial|medio tiempo"
    r"|دوام جزيي|نصف دوام|نص نهار|stage|stagiaire|internship"
    rf"|(?:[12]\d|3[0-4]|[3-9]) {_HOURS}"
    r" (?:par semaine|a week|per week|each week|por semana|semanales|في الاسبوع|فالاسبوع|اسبوعيا)"
    rf"|(?:[2-6]|two|three|four|five|deux|trois|quatre|cinq|dos|tres|cuatro|cinco) {_HOURS}"
    r" (?:par jour|a day|per day|each (?:week)?day|al dia|por dia|في اليوم|فالنهار)) "
)

DAYS, HOURS = Decimal(26), Decimal(191)
"""Days and hours of a month of full time, by which the minimum is counted."""
_BY_TIME = re.compile(
    rf" (?P<amount>\d{{1,3}})(?: \d{{2}})? ?{_CURRENCY} (?:net |brut |gross )?(?:"
    r"(?P<day>(?:par|la|le|chaque) (?:jour|journee)|(?:a|per|each|every) day|daily"
    r"|(?:al|por|cada) dia|diarios?|في اليوم|لليوم|فاليوم|فالنهار|للنهار|يوميا)"
    r"|(?P<hour>(?:par|de l|l|de) ?heure|(?:an|per|each|every) hour|hourly"
    r"|(?:la|por|cada|a la) hora|في الساعه|للساعه|فالساعه|لكل ساعه))(?= )"
)


def below(text: Folded, minimum: Decimal | None) -> Iterator[Span]:
    """Wages of a month, a day or an hour under the minimum. A part-time's month is not compared."""
    if minimum is None:
        return
    yield from _below_by_time(text, minimum)
    if _PART_TIME.search(text.text):
        return
    for match in _AMOUNT.finditer(text.text):
        if not (match["label"] or match["month"]) or _amount(match) >= minimum:
            continue
        if not match["label"] and _amount(match) < LEAST_WAGE:
            continue
        around = text.text[max(0, match.start() - 40) : match.end()].rpartition("¶")[2]
        if not match["month"]:
            around += match["after"]
            if _OTHER_PERIOD.search(around):
                continue
        if not _OTHER_MONEY.search(around):
            yield text.span(match.start(), match.group())


def _below_by_time(text: Folded, minimum: Decimal) -> Iterator[Span]:
    for match in _BY_TIME.finditer(text.text):
        least = minimum / (DAYS if match["day"] else HOURS)
        around = text.text[max(0, match.start() - 40) : match.end()].rpartition("¶")[2]
        if Decimal(match["amount"]) < least.to_integral_value(ROUND_FLOOR) and not (
            _OTHER_MONEY.search(around)
        ):
            yield text.span(match.start(), match.group())


def _amount(match: re.Match[str]) -> Decimal:
    if match["digits"]:
        return Decimal(match["digits"].replace(" ", ""))
    return Decimal(
        next(
            thousands + next((each for words, each in _HUNDREDS.items() if _is(words, rest)), 0)
            for words_of, thousands in sorted(_THOUSANDS.items(), key=lambda each: -len(each[0]))
            for rest in [match["words"].removeprefix(words_of).strip()]
            if match["words"].startswith(words_of)
        )
    )


def _is(pattern: str, words: str) -> bool:
    return re.fullmatch(pattern, words) is not None
