"""The second reading: what somebody else read in the same texts, row by row.

A wrong figure is well formed, and often plausible. So what the rows decide by (values, amounts,
days, ids, how sure they are) is written twice: in its file, and in `data/second_reading.yaml` by a
second person. A row unlike its second reading is refused; when the law changes, both change. Of
texts that people read only their being there is written twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from amuddu.rules.base import Datum, Finding, Meta

NAME = "second_reading.yaml"

Said = str | int | bool | date | tuple[str | int, ...]


class SecondReading(Datum):
    """The whole of `data/second_reading.yaml`: by file and section, what each row says."""

    meta: Meta
    files: dict[str, dict[str, dict[str, dict[str, Said]]]]


def differences(name: str, data: Datum, reading: SecondReading) -> Iterator[Finding]:
    """Where a file of rules and its second reading say two things."""
    again = reading.files.get(name)
    if again is None:
        return
    for section, rows in _sections(data):
        said_again = again.get(section, {})
        found: dict[str, dict[str, str]] = {}
        for row, path, said in rows:
            found[row] = said
            if row in said_again:
                yield from _unlike(path, said, said_again[row])
            elif name not in _OPEN_LISTS:
                yield Finding("read_once", path, {"row": f"{section} > {row}"})
        for row in said_again.keys() - found.keys():
            yield Finding("row_gone", (section,), {"row": row})


_OPEN_LISTS = frozenset({"schemes.yaml"})
"""A deployment adds schemes of its own: their second reading is the coordination's."""


def _unlike(
    path: tuple[str | int, ...], said: Mapping[str, str], again: Mapping[str, Said]
) -> Iterator[Finding]:
    other = {name: _written(value) for name, value in again.items()}
    for name in sorted(said.keys() | other.keys()):
        mine, theirs = said.get(name, ""), other.get(name, "")
        if mine != theirs:
            told = {"key": name, "given": mine or "–", "said": theirs or "–"}
            yield Finding("unlike_second_reading", (*path, *name.split(".")), told)


Row = tuple[str, tuple[str | int, ...], dict[str, str]]
"""Name of a row, where it stands, what it says."""


def _sections(data: Datum) -> Iterator[tuple[str, list[Row]]]:
    for section in type(data).model_fields:
        value = getattr(data, section)
        if section not in _ASIDE and (rows := list(_rows(section, value))):
            yield section, rows


_ASIDE = frozenset({"meta", "sources", "families"})
"""What nothing is decided by; families are read in the papers that take them."""


def _rows(section: str, value: Any) -> Iterator[Row]:
    if isinstance(value, Datum):
        yield section, (section,), said(value)
    elif isinstance(value, tuple):
        yield from _listed(section, value)
    elif isinstance(value, Mapping):
        for key, row in value.items():
            if isinstance(row, Datum):
                yield key, (section, key), said(row)
            elif isinstance(row, Mapping):
                yield from _answers(section, key, row)
            elif isinstance(row, tuple):
                yield key, (section, key), dict(_of_list("all", row))


def _listed(section: str, rows: tuple[Any, ...]) -> Iterator[Row]:
    if all(isinstance(row, str) for row in rows):
        yield section, (section,), {"all": ", ".join(rows)}
        return
    for place, row in enumerate(rows):
        if isinstance(row, Datum):
            name = _name(row, rows)
            named = name in (getattr(row, "id", None), getattr(row, "code", None))
            yield name, (section, name if named else place), said(row)


def _answers(section: str, right: str, answers: Mapping[str, Any]) -> Iterator[Row]:
    for name, versions in answers.items():
        if not isinstance(versions, tuple):
            continue
        for place, row in enumerate(versions):
            path = (section, right, name, *((place,) if len(versions) > 1 else ()))
            first = getattr(row, "valid_from", None) or "always"
            when = f" {first}" if len(versions) > 1 else ""
            yield f"{right}.{name}{when}", path, said(row)


def _name(row: Datum, rows: tuple[Any, ...]) -> str:
    """What a row of a list is called: its id, and its first day where others have the same."""
    name = next((str(getattr(row, key)) for key in _IDS if hasattr(row, key)), "all")
    alike = [one for one in rows if any(str(getattr(one, key, "")) == name for key in _IDS)]
    first = getattr(row, "valid_from", None)
    return f"{name} {first or 'always'}" if len(alike) > 1 or name == "all" else name


_IDS = ("id", "code", "sector", "region", "ref")


def said(row: Datum) -> dict[str, str]:
    """What a row is decided by, field by field, what is empty left out; of texts, that they are."""
    return dict(_flat(row))


def _flat(node: Datum | Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    names = type(node).model_fields if isinstance(node, Datum) else node
    for name in names:
        value = getattr(node, name) if isinstance(node, Datum) else node[name]
        if name in _WORDS or (not before and name in _IDS) or _is_empty(value):
            continue
        if isinstance(value, Mapping) and "fr" in value:
            yield f"{before}{name}", _WRITTEN_OUT
        elif isinstance(value, Datum | Mapping):
            yield from _flat(value, f"{before}{name}.")
        elif isinstance(value, tuple):
            yield from _of_list(f"{before}{name}", value)
        else:
            yield f"{before}{name}", _written(value)


_WRITTEN_OUT = "text"
"""A text for people is there; its words are not written twice."""


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ((), {}, "")


def _of_list(name: str, values: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    if all(not isinstance(one, Datum | Mapping) for one in values):
        yield name, _written(values)
        return
    if all(isinstance(one, Mapping) for one in values):
        yield name, f"{len(values)} {_WRITTEN_OUT}"
    for place, one in enumerate(values, start=1):
        if isinstance(one, Datum):
            yield from _flat(one, f"{name}.{place}.")


_WORDS = frozenset(
    (
        *("checked_on", "label", "legal", "legal_basis", "notes", "funder", "operator", "results"),
        *("decree", "law", "phone", "toll_free", "whatsapp", "address"),
    )
)
"""Fields that nothing is decided by."""


def _written(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_written(one) for one in value)
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, date | StrEnum):
        return str(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return format(number.normalize(), "f") if number.is_finite() else str(value)
