"""An export as people read it: section by section, each field with its word. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from amuddu.contracts.export.document import About, PersonExport
from amuddu.contracts.profiles.history import ChangeRecord, FieldChange
from amuddu.contracts.types import ConceptRef, Lang, LanguageSkill
from amuddu.kit.i18n import N_, Text
from amuddu.reference.countries import countries
from gateway.own_data.fields import CODES, FIELDS, LABELLED, TECHNICAL
from gateway.web import rendering
from gateway.web.labels import in_language

_YES, _NO, _EMPTY = N_("Oui"), N_("Non"), N_("rien")
_LTR = frozenset({"code", "phone", "email", "login", "address_hint", "removed_code"})
_WITHHELD = FIELDS["withheld"]


@dataclass(frozen=True, slots=True)
class Line:
    """A field with its word: one value, or groups of fields below it."""

    label: str
    value: str = ""
    groups: tuple[tuple[Line, ...], ...] = ()
    ltr: bool = False
    """Whether it is written from left to right wherever it stands: a number, an address."""


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of data; `missing`: the service that has it did not answer."""

    about: About
    records: tuple[tuple[Line, ...], ...]
    missing: bool = False


def sections(document: PersonExport, lang: Lang) -> list[Section]:
    """The whole document."""
    reader = _Reader(lang)
    found = []
    for about in document.about:
        part_name, _, name = about.section.partition(".")
        part = getattr(document, part_name)
        value = getattr(part, name) if part is not None else ()
        records = value if isinstance(value, tuple) else (value,)
        lines = (tuple(reader.lines(about.section, record)) for record in records)
        shown = tuple(record for record in lines if record)
        found.append(Section(about, shown, missing=part is None))
    return found


def changed_lines(record: ChangeRecord, lang: Lang) -> tuple[Line, ...]:
    """What was changed at once, field by field."""
    reader = _Reader(lang)
    section = "profiles.changes"
    return tuple(line for one in record.fields for line in reader.change(section, one))


class _Reader:
    """Reads values in one language."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._filters = rendering.environment(lang).filters
        self._labels = in_language(lang)

    def _say(self, text: str) -> str:
        return Text(text).in_(self._lang)

    def lines(self, section: str, record: object) -> Iterator[Line]:
        """The fields of a record that say something."""
        if isinstance(record, FieldChange):
            yield from self.change(section, record)
            return
        for name, value in _items(record):
            if name in TECHNICAL or value in (None, "", (), [], {}):
                continue
            yield self._line(section, name, value)

    def change(self, section: str, change: FieldChange) -> Iterator[Line]:
        """A field that was changed, from what to what."""
        name = change.field
        before, after = (self._one(section, name, side) for side in (change.before, change.after))
        sides = (("before", before), ("after", after))
        # In words: which way an arrow points depends on the direction of the text beside it.
        text = " · ".join(
            f"{self._say(FIELDS[side])} : {said or self._say(_EMPTY)}" for side, said in sides
        )
        if change.withheld:
            text = f"{text} ({self._say(_WITHHELD)})"
        yield Line(self._say(FIELDS.get(name, name)), text)

    def _line(self, section: str, name: str, value: Any) -> Line:
        label = self._say(FIELDS[name]) if name in FIELDS else name
        many = value if isinstance(value, tuple | list) else (value,)
        if all(_is_record(one) for one in many):
            groups = (tuple(self.lines(section, one)) for one in many)
            return Line(label, groups=tuple(group for group in groups if group))
        return Line(label, self._one(section, name, value), ltr=name in _LTR)

    def _one(self, section: str, name: str, value: Any) -> str:
        """A value in words."""
        if isinstance(value, tuple | list):
            return " · ".join(filter(None, (self._one(section, name, one) for one in value)))
        if isinstance(value, bool):
            return self._say(_YES if value else _NO)
        if value is None:
            return ""
        if isinstance(value, LanguageSkill):
            return f"{self._filters['language'](value.code)} ({self._labels['level'][value.level]})"
        if isinstance(value, ConceptRef):
            return value.text
        if _is_ref(value):
            return str(value["text"])
        if isinstance(value, Mapping | BaseModel):
            told = self.lines(section, value)
            return ", ".join(f"{line.label} : {line.value}" for line in told)
        return self._plain(section, name, value)

    def _plain(self, section: str, name: str, value: Any) -> str:
        if isinstance(value, datetime):
            return str(self._filters["moment"](value))
        if isinstance(value, date):
            return str(self._filters["day"](value))
        if isinstance(value, float) and name in ("fit", "value"):
            return str(self._filters["percent"](value))
        if isinstance(value, int | float | Decimal):
            return str(self._filters["number"](value))
        return self._code(section, name, str(value))

    def _code(self, section: str, name: str, value: str) -> str:
        words = CODES.get(f"{section}.{name}") or CODES.get(name) or {}
        if value in words:
            return self._say(words[value])
        for kind in LABELLED.get(f"{section}.{name}") or LABELLED.get(name) or ():
            if value in self._labels[kind]:
                return self._labels[kind][value]
        if name == "occupation":
            return str(self._filters["trade_name"](value)) or value
        if name == "place":
            return str(self._filters["place"](value)) or value
        if name in ("language", "code") and len(value) in (2, 3):
            return str(self._filters["language"](value))
        if name == "nationality" and value in countries():
            return countries()[value].names[self._lang]
        return value


def _is_record(value: object) -> bool:
    known = isinstance(value, ConceptRef | LanguageSkill)
    return isinstance(value, BaseModel | Mapping) and not known and not _is_ref(value)


def _is_ref(value: object) -> bool:
    """A word with its concept, as a document of facts has it."""
    return isinstance(value, Mapping) and value.keys() == {"text", "concept"}


def _items(record: object) -> Iterator[tuple[str, Any]]:
    if isinstance(record, BaseModel):
        yield from ((name, getattr(record, name)) for name in type(record).model_fields)
    elif isinstance(record, Mapping):
        yield from record.items()
