"""Reading a row with tolerance: what it can do without and cannot be read is left out, and named.

A row is validated by its contract. Where that refuses a field, the field is left out (of a list:
the item; of an item: what is not needed in it), and the rest is read again, until all that is left
is right. A field that the row cannot do without refuses the row. Nothing is repaired but texts
that are too long, which are cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from amuddu.kit.errors import FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.kit.web.validation import field_errors

M = TypeVar("M", bound=BaseModel)
Loc = tuple[int | str, ...]
Body = dict[str, Any]
Places = dict[str, list[int]]
"""By list: the place that each of its items had in the row, for lists that lost some."""

_ROUNDS = 8
"""Times that a row is read again; every round leaves something out."""
_CUT = N_("Texte trop long : il a été coupé après {max_length} caractères.")
_FIRST_ONES = N_("Trop d'éléments : seuls les {max_length} premiers ont été repris.")
_REFERENCES = frozenset({"concept", "occupation"})
"""Links to reference data: the words beside them say the same without."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong at one place of a body."""

    kind: str
    loc: Loc
    said: FieldError
    longest: int | None = None


def _nothing(_: Any) -> Iterable[FieldError]:
    return ()


@dataclass(frozen=True, slots=True)
class Tolerance(Generic[M]):
    """How rows of one contract are read."""

    model: type[M]
    needed: frozenset[str]
    """Fields that a row cannot do without."""
    whole: frozenset[str] = frozenset()
    """Objects that are left out whole: half of one would say something else."""
    texts: frozenset[str] = frozenset()
    """Texts that are cut where they are too long, at any depth."""
    faults: Callable[[M], Iterable[FieldError]] = _nothing
    """What is wrong with a body beside its form: ids that nobody knows."""
    instead: Mapping[str, Callable[[Body, Mapping[str, Any]], None]] = field(default_factory=dict)
    """What to do, by its type, about an error of the body as a whole; it is given the body and
    what is stored."""

    def read(
        self, raw: Mapping[str, Any], stored: Mapping[str, Any] | None = None
    ) -> tuple[M, tuple[FieldError, ...]]:
        """The row's body, and what was left out of it.

        `stored`: what is known already; it fills what the row does not say, and stays where the
        row cannot be read. Raises `Invalid` for a row that has to be refused.
        """
        base = stored or {}
        body: Body = {**base, **raw}
        notes: dict[str, FieldError] = {}
        places: Places = {}
        for number in range(_ROUNDS):
            found, faults = self._read(body)
            if found is not None and not faults:
                return found, tuple(notes.values())
            if number == 0:
                body = deepcopy(body)
            self._refuse_needed(faults, base, raw)
            for fault in faults:
                if number == 0 or fault.kind != "missing":  # what was left out before is missing
                    note = self._left_out(fault, places)
                    notes.setdefault(note.field, note)
            self._leave_out(body, faults, base, places)
        raise Invalid(fields=tuple(notes.values()))

    def _read(self, body: Body) -> tuple[M | None, Sequence[_Fault]]:
        try:
            found = self.model.model_validate(body)
        except ValidationError as error:
            errors = error.errors(include_url=False)
            said = field_errors(errors)
            return None, [
                _Fault(
                    str(each["type"]),
                    tuple(each["loc"]),
                    text,
                    (each.get("ctx") or {}).get("max_length"),
                )
                for each, text in zip(errors, said, strict=True)
            ]
        return found, [_Fault("unknown", _loc(each.field), each) for each in self.faults(found)]

    def _refuse_needed(
        self, faults: Sequence[_Fault], base: Mapping[str, Any], raw: Mapping[str, Any]
    ) -> None:
        for fault in faults:
            name = fault.loc[0] if fault.loc else None
            instead = fault.kind in self.instead
            of_stored = name in base and name not in raw
            if not instead and (name is None or name in self.needed or of_stored):
                raise Invalid(fields=tuple(each.said for each in faults))

    def _leave_out(
        self, body: Body, faults: Sequence[_Fault], base: Mapping[str, Any], places: Places
    ) -> None:
        gone = set()
        for fault in faults:
            if fault.kind in self.instead:
                self.instead[fault.kind](body, base)
            elif self._is_cut(fault):
                _shorten(body, fault)
            else:
                gone.add(_least(fault, body, whole=self.whole))
        # From the last item of a list to its first: places stay true while items go.
        for loc in sorted(gone, key=lambda loc: tuple(map(_order, loc)), reverse=True):
            _remove(body, loc, places)
        for fault in faults:
            name = str(fault.loc[0]) if fault.loc else ""
            if name in base and body.get(name) in (None, [], {}):
                body[name] = deepcopy(base[name])

    def _is_cut(self, fault: _Fault) -> bool:
        """Whether the beginning of something too long is kept."""
        if not fault.loc or fault.loc[0] in self.whole:
            return False
        text = fault.kind == "string_too_long" and fault.loc[-1] in self.texts
        return text or fault.kind == "too_long"

    def _left_out(self, fault: _Fault, places: Places) -> FieldError:
        """What to say of a fault, at the place where the row had it."""
        text = fault.said.text
        if self._is_cut(fault):
            said = _CUT if fault.kind == "string_too_long" else _FIRST_ONES
            text = Text(said, {"max_length": fault.longest})
        path = fault.said.field
        if len(fault.loc) > 1 and isinstance(fault.loc[1], int) and fault.loc[0] in places:
            first = places[str(fault.loc[0])][fault.loc[1]]
            path = ".".join(map(str, (fault.loc[0], first, *fault.loc[2:])))
        return FieldError(path, text, left_out=True)


def _order(part: int | str) -> tuple[int, str]:
    return (part, "") if isinstance(part, int) else (-1, part)


def _loc(path: str) -> Loc:
    return tuple(int(part) if part.isdecimal() else part for part in path.split("."))


def _at(body: Any, loc: Loc) -> Any:
    for part in loc:
        body = body[part]
    return body


def _shorten(body: Body, fault: _Fault) -> None:
    """Keep the beginning: whole words of a text, the first items of a list."""
    around, last = _at(body, fault.loc[:-1]), fault.loc[-1]
    value = around[last]
    if isinstance(value, str):
        kept = value.strip()[: fault.longest]
        around[last] = kept.rpartition(" ")[0].rstrip() or kept
    else:
        around[last] = list(value)[: fault.longest]


def _least(fault: _Fault, body: Body, *, whole: frozenset[str]) -> Loc:
    """The least that has to go: the value itself, or what cannot stand without it."""
    loc = fault.loc
    if loc[0] in whole:
        return loc[:1]
    lacking = fault.kind == "missing"
    if len(loc) > 1 and (lacking or (fault.kind == "unknown" and loc[-1] not in _REFERENCES)):
        loc = loc[:-1]
    try:
        around = _at(body, loc[:-1])
    except (KeyError, IndexError, TypeError):
        return loc[:1]
    return loc if isinstance(around, list | dict) else loc[:1]


def _remove(body: Body, loc: Loc, places: Places) -> None:
    around, last = _at(body, loc[:-1]), loc[-1]
    if isinstance(around, dict):
        around.pop(last, None)
        return
    if len(loc) == 2:
        del places.setdefault(str(loc[0]), list(range(len(around))))[int(last)]
    del around[int(last)]
