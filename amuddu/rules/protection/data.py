"""Shape of `data/ages.yaml` and `data/domestic.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from amuddu.reference import concepts
from amuddu.rules.base import (
    Datum,
    Finding,
    Meta,
    Sourced,
    Words,
    by_id,
    load,
    refuse,
    unknown_sources,
)
from amuddu.rules.hiring_data import Percent

LimitId = Literal["work", "adult", "domestic"]


class LegalFact(Sourced):
    """A fact with the text of law that it stands in."""

    law: str


class LimitFacts(LegalFact):
    """An age, in years completed, before which something is forbidden."""

    id: LimitId
    years: int = Field(ge=10, le=21)
    rule: Words


class KindFacts(LegalFact):
    """A kind of work that is closed to those under 18, and what stands for it.

    `isco`: first digits of ISCO-08 groups; `trades`: ids of occupations; `words`: whole words of
    a vacancy's title or description.
    """

    id: str
    what: Words
    isco: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class DutyFacts(LegalFact):
    """Something that an employer has to do beside the steps of a route.

    `max_days`: within how many days, where the text says so.
    """

    id: str
    actor: Words
    what: Words
    documents: tuple[Words, ...] = ()
    max_days: int | None = Field(default=None, gt=0)


class AgesFile(Datum):
    """The whole of `data/ages.yaml`."""

    meta: Meta
    sources: dict[str, str]
    limits: dict[LimitId, LimitFacts]
    kinds: dict[str, KindFacts]
    duties: tuple[DutyFacts, ...]

    @field_validator("limits", "kinds", mode="before")
    @classmethod
    def _rows_by_id(cls, rows: Any) -> Any:
        return by_id(rows)

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        refuse((*self._lacking(), *self._unknown(), *_uncited(self.sources, self._facts())))
        return self

    def _lacking(self) -> Iterator[Finding]:
        for name in ("work", "adult", "domestic"):
            if name not in self.limits:
                yield Finding("missing_key", ("limits",), {"key": name})

    def _unknown(self) -> Iterator[Finding]:
        for kind in self.kinds.values():
            yield from _unknown_trades(kind.trades, "kinds", kind.id, "trades")

    def _facts(self) -> Iterator[tuple[Sourced, tuple[str, ...]]]:
        yield from ((limit, ("limits", name)) for name, limit in self.limits.items())
        yield from ((kind, ("kinds", name)) for name, kind in self.kinds.items())
        yield from ((duty, ("duties", duty.id)) for duty in self.duties)


class DomesticTrades(Sourced):
    """Trades done in homes: those whose name says so, and those that firms have too."""

    at_home: tuple[str, ...]
    perhaps: tuple[str, ...]


class DomesticWage(LegalFact):
    """The least wage of domestic work, as a share of the SMIG."""

    share_pct: Percent
    rule: Words


class DomesticHours(LegalFact):
    """The most hours a week, and the hours of rest in a row."""

    weekly: int = Field(gt=0)
    rest_hours: int = Field(gt=0)
    rule: Words


class DomesticFile(Datum):
    """The whole of `data/domestic.yaml`."""

    meta: Meta
    sources: dict[str, str]
    trades: DomesticTrades
    wage: DomesticWage
    hours: DomesticHours
    duties: tuple[DutyFacts, ...]

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        facts: list[tuple[Sourced, tuple[str, ...]]] = [
            (self.trades, ("trades",)),
            (self.wage, ("wage",)),
            (self.hours, ("hours",)),
            *((duty, ("duties", duty.id)) for duty in self.duties),
        ]
        refuse(
            (
                *_unknown_trades(self.trades.at_home, "trades", "at_home"),
                *_unknown_trades(self.trades.perhaps, "trades", "perhaps"),
                *_uncited(self.sources, facts),
            )
        )
        return self


def _unknown_trades(trades: Iterable[str], *path: str) -> Iterator[Finding]:
    known = {trade for trade, _ in concepts.bundled_rows("occupations")}
    for place, trade in enumerate(trades):
        if trade not in known:
            yield Finding("unknown_trade", (*path, place), {"id": trade})


def _uncited(
    sources: dict[str, str], facts: Iterable[tuple[Sourced, tuple[str, ...]]]
) -> Iterator[Finding]:
    for fact, path in facts:
        yield from unknown_sources(sources, fact, *path)


@cache
def ages_file() -> AgesFile:
    """Ages and what is closed to the young, read once."""
    return load("ages.yaml", AgesFile)


@cache
def domestic_file() -> DomesticFile:
    """Domestic work, read once."""
    return load("domestic.yaml", DomesticFile)
