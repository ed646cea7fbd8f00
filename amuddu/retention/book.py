"""The table, read and checked: kinds, their dated versions, and the tables that need no term."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from amuddu.retention.term import Term

Place = Literal[
    "profiles", "employers", "matching", "notifications", "support", "gateway", "audit", "house"
]
"""Whose tables they are. `house`: what no service has, such as copies."""

Then = Literal[
    "asked",
    "erased",
    "deleted",
    "made_anonymous",
    "closed",
    "ended",
    "disabled_then_deleted",
    "sealed",
    "kept",
]
"""What is done when the term is over. `ended`: it opens nothing any more. `kept`: no term."""

Doer = Literal["job", "itself", "hand"]
"""`job`: that of `amuddu/kit/retention.py`. `itself`: the code that uses it, by this term.
`hand`: whoever runs the machines, as `docs/operations.md` says."""

Ground = Literal["necessity", "labour", "accounts", "proof", "security", "house"]
Sure = Literal["known", "house_choice", "to_be_confirmed"]
Owner = Literal["officer", "coordination", "operator"]


def _term(written: object) -> object:
    return Term.read(written) if isinstance(written, str) else written


Length = Annotated[Term, BeforeValidator(_term)]
Lang = Literal["fr", "ar", "en", "es"]
Words = Mapping[Lang, str]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Version(_Row):
    """What holds of a kind from a day on, until the next version's."""

    valid_from: date
    term: Length | None = None
    """None where `then` is `kept`."""
    counted_from: str
    """In plain English, for the page."""
    then: Then
    ground: Ground
    source: str
    """Where the ground is written, or that it is the house's choice and why."""
    sure: Sure
    owner: Owner
    """Who looks each year whether the term is still right."""
    steps: Mapping[str, Length] = Field(default_factory=dict)
    """Further terms of a kind that is done in several steps, by name."""

    @model_validator(mode="after")
    def _has_a_term(self) -> Self:
        if (self.term is None) != (self.then == "kept"):
            raise ValueError("a version has a term, or is kept")
        return self


class Kind(_Row):
    """A kind of datum."""

    kind: str = Field(pattern=r"[a-z_]{3,40}")
    service: Place
    tables: tuple[str, ...] = ()
    what: str
    done_by: Doer
    words: Words | None = None
    """What the public page calls it; none for what says nothing to a reader."""
    versions: tuple[Version, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.words is not None and set(self.words) != {"fr", "ar", "en", "es"}:
            raise ValueError(f"{self.kind}: words in four languages, or none")
        for earlier, later in pairwise(self.versions):
            if later.valid_from <= earlier.valid_from:
                raise ValueError(f"{self.kind}: a version begins after the one before it")
        return self

    def on(self, day: date) -> Version:
        """The version in force on a day; before the first one's day, the first."""
        begun = [one for one in self.versions if one.valid_from <= day]
        return begun[-1] if begun else self.versions[0]


class Exempt(_Row):
    """A table that needs no term, and why."""

    service: Place
    table: str
    reason: str = Field(min_length=20)


class Book(_Row):
    """All of it."""

    kinds: tuple[Kind, ...]
    exempt: tuple[Exempt, ...]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        names = [one.kind for one in self.kinds]
        if len(names) != len(set(names)):
            raise ValueError("a kind stands there twice")
        return self

    def kind(self, name: str) -> Kind:
        """A kind by its name. Raises `KeyError`."""
        for one in self.kinds:
            if one.kind == name:
                return one
        raise KeyError(name)

    def tables_of(self, service: str) -> frozenset[str]:
        """Every table of a service that is named here."""
        by_kind = {table for one in self.kinds if one.service == service for table in one.tables}
        return frozenset(by_kind | {one.table for one in self.exempt if one.service == service})


def read(text: str) -> Book:
    """The table in a text. Raises pydantic's `ValidationError`."""
    return Book.model_validate(yaml.safe_load(text))


@cache
def book() -> Book:
    """The table of this release."""
    return read(files("amuddu.retention").joinpath("table.yaml").read_text("utf-8"))


def term(kind: str, on: date, *, step: str = "") -> Term:
    """The term of a kind on a day, or that of one of its steps. Raises `KeyError`."""
    version = book().kind(kind).on(on)
    found = version.steps[step] if step else version.term
    if found is None:
        raise KeyError(f"{kind} has no term")
    return found
