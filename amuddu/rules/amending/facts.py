"""The facts that a new version may be written of: where their rows stand, what of them may change.

What a right answers to the holders of a paper, minimum wages, contributions and the tax threshold,
summary, steps, fees and delays of the routes, and of each step who does what, with which papers, at
what cost, how soon and after what. Papers of a stay, rights and ids themselves are the shape of the
rules: they come with a release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, get_args

from amuddu.contracts.types import Lang
from amuddu.rules.base import Confidence, Dated, Datum, Sourced
from amuddu.rules.book import Book, standing
from amuddu.rules.hiring_data import contributions_file, hiring_file, wages_file
from amuddu.rules.residence_data import Value, residence_file

FieldKind = Literal["choice", "words", "number", "text", "span", "list", "order", "papers"]
Subject = Literal["right", "wage", "contribution", "income_tax", "route", "step"]
Texts = Mapping[Lang, str]
Written = str | Mapping[str, str] | tuple[str, ...] | tuple[Mapping[str, str], ...] | None
"""A value as a form and JSON carry it: a text, texts by language, a span's two ends, names, or
papers by language."""


@dataclass(frozen=True, slots=True)
class FactField:
    """Something of a row that a new version may say otherwise."""

    name: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    optional: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with all its rows, oldest first. `path`: where they stand (`book.Amendment`)."""

    id: str
    file: str
    path: tuple[str, ...]
    subject: Subject
    label: Texts
    holders: tuple[str, ...]
    """Ids of the papers whose holders have this answer, for a right."""
    rows: tuple[Sourced, ...]
    fields: tuple[FactField, ...]

    def row_on(self, day: date) -> Sourced | None:
        """The row that holds on a day."""
        return next((row for row in reversed(self.rows) if _begins(row) <= day), None)

    @property
    def last_begins(self) -> date:
        """First day of the last row: a new one begins after it."""
        return _begins(self.rows[-1])


def facts() -> Mapping[str, Fact]:
    """Every fact of the book that stands, by id."""
    return _of(standing())


@lru_cache(maxsize=8)
def _of(_book: Book) -> Mapping[str, Fact]:
    found = (*_rights(), *_wages(), *_contributions(), *_routes(), *_steps())
    return MappingProxyType({fact.id: fact for fact in found})


def written(row: Datum, field: FactField) -> Written:
    """What a row says in a field, as a form shows it."""
    value = getattr(row, field.name)
    if value is None:
        return None
    if field.kind == "words":
        return {str(lang): text for lang, text in value.items()}
    if field.kind in ("list", "order"):
        return tuple(value)
    if field.kind == "papers":
        return tuple({str(lang): text for lang, text in paper.items()} for paper in value)
    if field.kind == "span":
        ends = {"low": value.low, "high": value.high}
        return {name: str(end) for name, end in ends.items() if end is not None}
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def _begins(row: Sourced) -> date:
    began: date | None = getattr(row, "valid_from", None)
    return began or date.min


_CONFIDENCE = FactField("confidence", "choice", get_args(Confidence), optional=False)


def _rights() -> Iterator[Fact]:
    file = residence_file()
    fields = (
        FactField("value", "choice", get_args(Value), optional=False),
        FactField("condition", "words"),
        FactField("proof", "words"),
        _CONFIDENCE,
    )
    for right, answers in file.answers.items():
        for name, rows in answers.items():
            holders = tuple(
                status.id for status in file.statuses.values() if status.answers[right] == name
            )
            if holders:
                path = ("answers", right, name)
                label = file.rights[right].label
                yield _fact("residence.yaml", path, "right", label, rows, fields, holders)


def _wages() -> Iterator[Fact]:
    rows = wages_file().minimum_wages
    fields = (FactField("rate", "number", optional=False), FactField("decree", "text"), _CONFIDENCE)
    for sector in dict.fromkeys(row.sector for row in rows):
        own = tuple(row for row in rows if row.sector == sector)
        path = ("minimum_wages", "sector", sector)
        yield _fact("wages.yaml", path, "wage", _SECTORS[sector], own, fields)


_SECTORS: Mapping[str, Texts] = {
    "general": {
        "fr": "Salaire minimum (SMIG), de l'heure",
        "en": "Minimum wage (SMIG), by the hour",
        "ar": "الحد الأدنى للأجر (SMIG) في الساعة",
        "es": "Salario mínimo (SMIG), por hora",
    },
    "farming": {
        "fr": "Salaire minimum agricole (SMAG), du jour",
        "en": "Farm minimum wage (SMAG), by the day",
        "ar": "الحد الأدنى للأجر الفلاحي (SMAG) في اليوم",
        "es": "Salario mínimo agrícola (SMAG), por día",
    },
}


def _contributions() -> Iterator[Fact]:
    file = contributions_file()
    fields = (
        FactField("employer_pct", "number", optional=False),
        FactField("employee_pct", "number", optional=False),
        FactField("ceiling", "number"),
        _CONFIDENCE,
    )
    for code in dict.fromkeys(line.id for line in file.lines):
        rows = tuple(line for line in file.lines if line.id == code)
        path = ("lines", "id", code)
        yield _fact("contributions.yaml", path, "contribution", rows[-1].label, rows, fields)
    threshold = (FactField("free_up_to", "number", optional=False), _CONFIDENCE)
    yield _fact(
        "contributions.yaml",
        ("income_tax",),
        "income_tax",
        file.income_tax[-1].note,
        file.income_tax,
        threshold,
    )


def _routes() -> Iterator[Fact]:
    file = hiring_file()
    fields = (
        FactField("summary", "words", optional=False),
        FactField("steps", "order", file.step_ids()),
        FactField("fee_mad", "span"),
        FactField("usual_days", "span"),
        FactField("max_days", "number"),
        _CONFIDENCE,
    )
    for code in dict.fromkeys(route.code for route in file.routes):
        rows = file.route(code)
        path = ("routes", "code", code)
        yield _fact("hiring.yaml", path, "route", rows[-1].summary, rows, fields)


def _steps() -> Iterator[Fact]:
    file = hiring_file()
    fields = (
        FactField("actor", "words", optional=False),
        FactField("what", "words", optional=False),
        FactField("documents", "papers"),
        FactField("cost_mad", "span"),
        FactField("cost_note", "words"),
        FactField("payer", "choice", ("employer", "worker"), optional=False),
        FactField("days", "span"),
        FactField("needs", "list", file.step_ids()),
        _CONFIDENCE,
    )
    for name in file.step_ids():
        rows = file.step_rows(name)
        path = ("steps", "id", name)
        yield _fact("hiring.yaml", path, "step", rows[-1].what, rows, fields)


def _fact(
    file: str,
    path: tuple[str, ...],
    subject: Subject,
    label: Texts,
    rows: tuple[Dated, ...] | tuple[Sourced, ...],
    fields: tuple[FactField, ...],
    holders: tuple[str, ...] = (),
) -> Fact:
    parts = path if subject == "right" else (path[0], *path[2:])
    return Fact(".".join(parts), file, path, subject, label, holders, tuple(rows), fields)
