"""The rules as they stand: the files that came with the product, with the versions approved since.

A file is never changed. An `Amendment` is a new row of one fact of a file: the row before it ends
the day before, and stays. `standing()` is the book by which this process answers; `trying(book)`
answers by another one for a while, to show what a version would change before it is approved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from amuddu.rules.base import Model, parsed, validated

FOREVER = "valid_to"
"""The key that ends a row; rows of some files hold until the next and have none."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A new row of one fact, and the source it was read in.

    `fact`: where the rows stand, e.g. `("answers", "work_employee", "open")` or, in a list of
    rows of several names, `("minimum_wages", "sector", "general")`. `values`: what the row says
    otherwise than the one before. `source`: how the source is written out.
    """

    number: int
    file: str
    fact: tuple[str, ...]
    valid_from: date
    values: Mapping[str, Any] = field(hash=False)
    source: str


class UnknownFact(LookupError):
    """No fact stands at this place of the file."""


class Book:
    """The rule files with some amendments, each read and validated once."""

    def __init__(self, amendments: Sequence[Amendment] = ()) -> None:
        self.amendments = tuple(sorted(amendments, key=lambda each: each.number))
        self._files: dict[str, Any] = {}

    def file(self, name: str, model: type[Model]) -> Model:
        """A file as amended. Raises `BadRules` where an amendment does not fit."""
        found = self._files.get(name)
        if found is None:
            content = cast("dict[str, Any]", deepcopy(parsed(name)))
            for amendment in self.amendments:
                if amendment.file == name:
                    amend(content, amendment)
            found = self._files[name] = validated(name, content, model)
        return cast("Model", found)


_tried: ContextVar[Book | None] = ContextVar("tried", default=None)
_standing = Book()


def standing() -> Book:
    """The book by which questions are answered now."""
    return _tried.get() or _standing


def stand(book: Book) -> None:
    """From now on this process answers by this book."""
    global _standing  # noqa: PLW0603 - the one place that says which rules are in force
    _standing = book


@contextmanager
def trying(book: Book) -> Iterator[None]:
    """Answer by another book within the block, in this thread alone."""
    token = _tried.set(book)
    try:
        yield
    finally:
        _tried.reset(token)


def amend(content: dict[str, Any], amendment: Amendment) -> None:
    """Add a row to a file's content. Raises `UnknownFact`."""
    rows = rows_of(content, amendment.fact)
    last = rows[-1]
    source = f"v{amendment.number}"
    content["sources"][source] = amendment.source
    told = {name: _over(last.get(name), value) for name, value in amendment.values.items()}
    row = {**last, **told, "valid_from": amendment.valid_from, "sources": [source]}
    row.pop(FOREVER, None)
    if amendment.fact[0] not in _UNTIL_THE_NEXT:
        last[FOREVER] = amendment.valid_from - timedelta(days=1)
    _list_of(content, amendment.fact).append(row)


def _over(before: Any, value: Any) -> Any:
    """A span keeps what a version does not say of it: whether it is without tax, or a year's."""
    if isinstance(before, dict) and isinstance(value, Mapping) and "high" in value:
        return {**before, **value}
    return value


_UNTIL_THE_NEXT = frozenset({"minimum_wages"})
"""Lists whose rows hold until the next one."""


def rows_of(content: dict[str, Any], fact: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of a fact, oldest first. Raises `UnknownFact`."""
    rows = _list_of(content, fact)
    if fact[0] != "answers" and len(fact) > 1:
        _, key, name = fact
        rows = [row for row in rows if row.get(key) == name]
    if not rows:
        raise UnknownFact("/".join(fact))
    return rows


def _list_of(content: dict[str, Any], fact: tuple[str, ...]) -> list[dict[str, Any]]:
    """The list in which a fact's rows stand; a fact that never changed is written without one."""
    try:
        if fact[0] != "answers":
            return cast("list[dict[str, Any]]", content[fact[0]])
        _, right, name = fact
        rows = content["answers"][right][name]
    except (KeyError, ValueError):
        raise UnknownFact("/".join(fact)) from None
    if not isinstance(rows, list):
        rows = content["answers"][right][name] = [rows]
    return rows
