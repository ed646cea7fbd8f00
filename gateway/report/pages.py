"""What happened: people, candidacies, vacancies and delays, as charts, tables and files.

Every number was released by the service that counted it, with small ones and small changes hidden
there: this page never sees a row, and shows the same to everybody on every day until the next
release. A hidden number is shown as such, never as nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.statistics import (
    PEOPLE,
    UNKNOWN,
    Delay,
    Dimension,
    Figures,
    Release,
    Releases,
    Report,
    Subject,
    Table,
)
from amuddu.contracts.types import Lang
from amuddu.kit.disclosure.shares import share
from amuddu.kit.errors import NotFound, Unavailable
from amuddu.kit.i18n import N_, Text
from amuddu.reference.places import regions
from gateway.report import composing, country
from gateway.web import rendering
from gateway.web.page import Page, PageDep
from gateway.web.spreadsheets import Cell, Format, download

router = APIRouter(include_in_schema=False)

MOST_LINKS = 12
"""Months that the page offers; the API lists all."""
HIDDEN_BAR = 9
"""Colour of the part of a bar whose columns are hidden."""

SUBJECTS: dict[Subject, str] = {
    "people": N_("Personnes inscrites"),
    "candidacies": N_("Personnes proposées à un employeur"),
    "vacancies": N_("Offres publiées"),
}
DIMENSIONS: dict[Dimension, str] = {
    "region": N_("Par région"),
    "sex": N_("Par sexe"),
    "language": N_("Par langue des messages"),
    "month": N_("Par mois"),
}
COLUMNS: dict[str, str] = {
    "registered": N_("Inscrites seulement"),
    "put_forward": N_("Proposées à un employeur"),
    "said_yes": N_("Ont dit oui"),
    "hired": N_("Embauchées"),
    "waiting": N_("En attente de réponse"),
    "unreachable": N_("Injoignables"),
    "said_no": N_("Ont dit non"),
    "not_kept": N_("Non retenues"),
    "ended": N_("Annulées"),
    "open": N_("Ouvertes"),
    "filled": N_("Pourvues"),
    "withdrawn": N_("Annulées par l'employeur"),
    "expired": N_("Date passée"),
    "silent": N_("Sans nouvelles"),
}
DELAYS: dict[str, str] = {
    "answer": N_("Pour répondre à un message"),
    "hire": N_("De la présélection à l'embauche"),
    "first_candidate": N_("Pour proposer une première personne"),
    "filled": N_("Pour pourvoir une offre"),
}
_SEXES = {"f": N_("Femmes"), "m": N_("Hommes"), UNKNOWN: N_("Non dit")}
_UNKNOWN = N_("Non indiqué")
_HIDDEN = N_("masqué")
_HEAD = (N_("Sujet"), N_("Répartition"), N_("Ligne"), N_("Colonne"), N_("Nombre"))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table in the reader's words, and what each column weighs in its bar."""

    name: str
    cells: tuple[int | None, ...]
    total: int | None
    bars: tuple[tuple[int, float, float], ...]
    """Column, start and width, in hundredths of the longest bar."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table in the reader's words."""

    table: Table
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    shares: tuple[int | None, ...]
    """Of each column in the whole, in hundredths."""


@dataclass(frozen=True, slots=True)
class Part:
    """A subject with its tables."""

    subject: Subject
    title: str
    figures: Figures
    tables: tuple[Shown, ...]
    delays: tuple[tuple[str, Delay], ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was counted."""
        return all(table.table.total == 0 for table in self.tables)


@dataclass(frozen=True, slots=True)
class Month:
    """A month that may be chosen."""

    period: str
    name: str


@router.get("/bilan")
def report(page: PageDep) -> Response:
    """The page."""
    page.viewer.allowed(PEOPLE.read)
    try:
        known = composing.editions(page.services, page.caller)
        found = _chosen(page, known)
        told = found and composing.of_edition(page.services, page.caller, known, found)
    except Unavailable:
        return page.render("report.html", away=True, report=None)
    return page.render(
        "report.html",
        away=False,
        report=told,
        next_on=known.next_on,
        month=told and month_name(told.release.period, page.lang),
        months=_months(known, page.lang),
        country=told and country.country(told.subjects, page.lang),
        parts=[_part(each, page.lang) for each in told.subjects] if told else [],
    )


@router.get("/bilan.csv")
def as_csv(page: PageDep) -> Response:
    """Every number of the page, one a line."""
    return _file(page, "csv")


@router.get("/bilan.xlsx")
def as_xlsx(page: PageDep) -> Response:
    """The same as a workbook."""
    return _file(page, "xlsx")


def _chosen(page: Page, known: Releases) -> Release | None:
    """The newest release of the month asked for; of the newest month where that has none."""
    asked = composing.chosen(known, period=page.query("mois"))
    return asked or composing.chosen(known)


def _months(known: Releases, lang: Lang) -> list[Month]:
    periods = dict.fromkeys(release.period for release in known.items)
    return [Month(period, month_name(period, lang)) for period in list(periods)[:MOST_LINKS]]


# --- in the reader's words ------------------------------------------------------------------------


def _part(figures: Figures, lang: Lang) -> Part:
    return Part(
        subject=figures.subject,
        title=Text(SUBJECTS[figures.subject]).in_(lang),
        figures=figures,
        tables=tuple(_shown(table, lang) for table in figures.tables),
        delays=tuple((Text(DELAYS[delay.name]).in_(lang), delay) for delay in figures.delays),
    )


def _shown(table: Table, lang: Lang) -> Shown:
    longest = max([total for total in table.row_totals if total is not None], default=0)
    rows = zip(table.rows, table.cells, table.row_totals, strict=True)
    return Shown(
        table=table,
        title=Text(DIMENSIONS[table.dimension]).in_(lang),
        columns=tuple(Text(COLUMNS[column]).in_(lang) for column in table.columns),
        lines=tuple(
            Line(row_name(table.dimension, row, lang), cells, total, _bars(cells, total, longest))
            for row, cells, total in rows
            if total != 0
        ),
        shares=tuple(share(value, table.total) for value in table.column_totals),
    )


def _bars(
    cells: tuple[int | None, ...], total: int | None, longest: int
) -> tuple[tuple[int, float, float], ...]:
    """A row drawn end to end: the numbers that are shown, then what is known to be hidden."""
    known = [(column, value) for column, value in enumerate(cells) if value]
    rest = (total or 0) - sum(value for _, value in known)
    found, start = [], 0.0
    for column, value in (*known, (HIDDEN_BAR, rest)):
        if value > 0 and longest:
            width = min(100 * value / longest, 100 - start)
            found.append((column, round(start, 2), round(width, 2)))
            start += width
    return tuple(found)


def row_name(dimension: Dimension, row: str, lang: Lang) -> str:
    """A row in words: a region, a sex, a language, a month."""
    if dimension == "sex":
        return Text(_SEXES[row]).in_(lang)
    if row == UNKNOWN:
        return Text(_UNKNOWN).in_(lang)
    if dimension == "region":
        return regions()[row].names[lang]
    if dimension == "month":
        return month_name(row, lang, "MMM y")
    return rendering.LANGUAGE_NAMES[_lang(row)]


def month_name(period: str, lang: Lang, form: str = "MMMM y") -> str:
    """`2026-10` in words."""
    return format_date(date.fromisoformat(f"{period}-01"), form, locale=rendering.LOCALES[lang])


def _lang(code: str) -> Lang:
    return next(lang for lang in rendering.LANGUAGE_NAMES if lang == code)


def _file(page: Page, form: Format) -> Response:
    page.viewer.allowed(PEOPLE.read)
    known = composing.editions(page.services, page.caller)
    if (found := _chosen(page, known)) is None:
        raise NotFound
    told = composing.of_edition(page.services, page.caller, known, found)
    name = f"bilan-{found.period}-{found.number}"
    head = [page.say(title) for title in _HEAD]
    return download(form, name, head, list(_lines(told, page.lang)), rtl=page.lang == "ar")


def _lines(told: Report, lang: Lang) -> Iterator[list[Cell]]:
    for figures in told.subjects:
        part = _part(figures, lang)
        for shown in part.tables:
            yield from _rows(part.title, shown, lang)


def _rows(subject: str, shown: Shown, lang: Lang) -> Iterator[list[Cell]]:
    hidden, all_ = Text(_HIDDEN).in_(lang), Text(N_("Total")).in_(lang)
    for line in shown.lines:
        values = zip((*shown.columns, all_), (*line.cells, line.total), strict=True)
        for column, value in values:
            yield [subject, shown.title, line.name, column, hidden if value is None else value]
    foot = (*shown.table.column_totals, shown.table.total)
    for column, value in zip((*shown.columns, all_), foot, strict=True):
        yield [subject, shown.title, all_, column, hidden if value is None else value]
