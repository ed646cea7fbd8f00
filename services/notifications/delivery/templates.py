"""The messages in words: the same offer as an e-mail or an SMS in four languages.

The words are whole sentences in `texts/<language>.yaml`; here they get their facts, with dates,
amounts and plurals as each language has them. A message must be harmless on a shared phone:
it names nobody and says nothing of who the reader is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from pydantic import BaseModel, ConfigDict

from amuddu.contracts.types import ContractType, Lang
from amuddu.reference import concepts, trades
from amuddu.reference.places import UnknownPlace, places
from amuddu.reference.places import place as place_of
from services.notifications.delivery import gsm
from services.notifications.invitations.links import MOROCCO
from services.notifications.invitations.schemas import OfferFacts, Rendered

Plurals = Mapping[str, str]
"""One sentence for each plural category of the language (CLDR); `other` is always there."""

FactName = Literal["title", "town", "contract", "months", "wage", "starts_on"]

WRITTEN_IN: Lang = "fr"
"""The language in which vacancies are written."""

SHORTEST_TITLE = 20
"""Characters of a job title that an SMS keeps at least before it may take one more part."""


class NewsTexts(BaseModel):
    """The words of news; a kind may have others for a reason, as `kind.reason`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str
    person: Mapping[str, str]
    work_subject: str
    work_intro: str
    work_where: str
    work: Mapping[str, str]
    """For people at work, in lists and e-mails."""


class Texts(BaseModel):
    """The words of one language, from its file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    locale: str
    separator: str
    subject: str
    email: str
    call: str
    """What somebody says who calls the person, without link or sender."""
    sender: str
    sender_agency: str
    sms: tuple[str, ...]
    """From the fullest wording to the shortest."""
    sms_no_agency: tuple[str, ...]
    facts: Mapping[FactName, str]
    contracts: Mapping[ContractType, str]
    contracts_short: Mapping[ContractType, str]
    months: Plurals
    wage: Plurals
    wage_range: Plurals
    wage_up_to: Plurals
    wage_short: Plurals
    wage_range_short: Plurals
    wage_up_to_short: Plurals
    day: str
    day_first: str | None = None
    """How the first of a month is said, where it differs (French: 1er)."""
    day_short: str
    news: NewsTexts


@cache
def texts(language: Lang) -> Texts:
    """The words of one language."""
    source = files("services.notifications").joinpath(f"texts/{language}.yaml")
    return Texts.model_validate(yaml.safe_load(source.read_text(encoding="utf-8")))


def email(
    facts: OfferFacts, *, language: Lang, link: str, until: datetime, agency_id: str | None
) -> Rendered:
    """The offer as an e-mail."""
    words = texts(language)
    shown = _shown(facts, words, language)
    agency = _agency(agency_id, language)
    sender = words.sender if agency is None else words.sender_agency.format(agency=agency)
    body = words.email.format(
        facts=_lines(shown, words),
        link=link,
        until=_day(until.astimezone(MOROCCO).date(), words),
        sender=sender,
    )
    subject = words.subject.format(title=shown["title"], town=shown["town"])
    return Rendered(language=language, subject=subject, body=body)


def call(facts: OfferFacts, *, language: Lang, until: datetime) -> Rendered:
    """The offer as it is read out on the phone, or face to face."""
    words = texts(language)
    body = words.call.format(
        facts=_lines(_shown(facts, words, language), words),
        until=_day(until.astimezone(MOROCCO).date(), words),
    )
    return Rendered(language=language, subject="", body=body)


def sms(
    facts: OfferFacts, *, language: Lang, link: str, until: datetime, agency_id: str | None
) -> Rendered:
    """The offer as an SMS: the fullest wording that fits in one part (two in Arabic).

    Where none fits, the job title is shortened; where even that is not enough, the message
    takes one more part.
    """
    words = texts(language)
    agency = _agency(agency_id, language)
    day = format_date(until.astimezone(MOROCCO).date(), words.day_short, locale=words.locale)
    body = ""
    for extra in (0, 1):
        for template, details in _wordings(facts, words, language, agency):
            body = gsm.fold(template.format(agency=agency, facts=details, until=day, link=link))
            if gsm.parts(body) <= (1 if gsm.plain(body) else 2) + extra:
                return Rendered(language=language, subject="", body=body)
    return Rendered(language=language, subject="", body=body)


def named(facts: OfferFacts, *, language: Lang) -> str:
    """The work and its town in a few words."""
    words = texts(language)
    shown = _shown(facts, words, language, short=True)
    return words.separator.join((shown["title"], shown["town"]))


def day(day: date, *, language: Lang, short: bool = False) -> str:
    """A day as the language says it; `short`: in figures, without the year."""
    words = texts(language)
    if short:
        return format_date(day, words.day_short, locale=words.locale)
    return _day(day, words)


def _wordings(
    facts: OfferFacts, words: Texts, language: Lang, agency: str | None
) -> Iterator[tuple[str, str]]:
    """Templates with their list of facts, from the fullest to the shortest."""
    shown = _shown(facts, words, language, short=True)
    lean = {name: value for name, value in shown.items() if name != "months"}
    templates = (*(words.sms if agency else ()), *words.sms_no_agency)
    for template in templates:
        for details in (shown, lean):
            yield template, words.separator.join(details.values())
    title = shown["title"]
    for length in range(len(title) - 1, SHORTEST_TITLE - 1, -1):
        lean["title"] = _shortened(title, length)
        yield templates[-1], words.separator.join(lean.values())


def _shown(
    facts: OfferFacts, words: Texts, language: Lang, *, short: bool = False
) -> dict[FactName, str]:
    """The facts that are known, in reading order, each as its words."""
    contracts = words.contracts_short if short else words.contracts
    shown: dict[FactName, str | None] = {
        "title": _title(facts, language, short=short),
        "town": _town(facts.place, language),
        "contract": contracts[facts.contract_type],
        "months": _months(facts.contract_months, words),
        "wage": _wage(facts, words, short=short),
        "starts_on": _day(facts.starts_on, words) if facts.starts_on and not short else None,
    }
    return {name: value for name, value in shown.items() if value is not None}


def _lines(shown: Mapping[FactName, str], words: Texts) -> str:
    return "\n".join(words.facts[name].format(value=value) for name, value in shown.items())


def _title(facts: OfferFacts, language: Lang, *, short: bool) -> str:
    """The job as the employer calls it; for readers of another language, its trade in theirs."""
    trade = concepts.occupations().get(facts.occupation or "")
    named = trades.title_of(facts.occupation, language)
    if named is None or language == WRITTEN_IN:
        return facts.title
    if short:
        return concepts.label(trade, language) if trade else named.split(" / ")[0]
    return f"{named} ({facts.title})"


def _town(place: str, language: Lang) -> str:
    try:
        return place_of(place).names[language]
    except UnknownPlace:  # an older list of places than the employer's: its id still reads
        return place.replace("-", " ").title()


def _agency(agency_id: str | None, language: Lang) -> str | None:
    """An agency is known by its town; one whose id is no town is left unnamed."""
    known = places().get(agency_id) if agency_id else None
    return known.names[language] if known else None


def _months(count: int | None, words: Texts) -> str | None:
    if count is None:
        return None
    return _plural(words.months, Decimal(count), words).format(count=count)


def _wage(facts: OfferFacts, words: Texts, *, short: bool) -> str | None:
    low, high = facts.wage_month, facts.wage_month_max
    if high is None or low == high:
        return _amount(low, words, words.wage_short if short else words.wage)
    if low is None:
        return _amount(high, words, words.wage_up_to_short if short else words.wage_up_to)
    plurals = words.wage_range_short if short else words.wage_range
    return _amount(high, words, plurals, low=_number(low, words))


def _amount(value: Decimal | None, words: Texts, plurals: Plurals, low: str = "") -> str | None:
    if value is None:
        return None
    sentence = _plural(plurals, value, words)
    return sentence.format(amount=_number(value, words), low=low)


def _number(value: Decimal, words: Texts) -> str:
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    formatted: str = format_decimal(value, format=pattern, locale=words.locale)
    return formatted


def _plural(plurals: Plurals, value: Decimal, words: Texts) -> str:
    # A whole amount that carries cents (3500.00) is counted as the whole number it shows.
    whole = value == value.to_integral_value()
    category = Locale.parse(words.locale).plural_form(int(value) if whole else value)
    return plurals.get(category, plurals["other"])


def _day(day: date, words: Texts) -> str:
    pattern = words.day_first if day.day == 1 and words.day_first else words.day
    return format_date(day, pattern, locale=words.locale)


def _shortened(title: str, length: int) -> str:
    """The title in so many characters, cut between words where that leaves most of it."""
    cut = title[: length - 3]
    if title[length - 3] != " ":
        cut = cut.rsplit(" ", 1)[0] if " " in cut[SHORTEST_TITLE // 2 :] else cut
    return cut.rstrip(" ,-") + "..."
