"""Shape of `data/figures.yaml`: figures of the field, told with their source, used by no rule."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Self

from pydantic import model_validator

from amuddu.reference.places import regions
from amuddu.rules.base import Datum, Finding, Meta, Source, Sourced, load, refuse, unknown_sources

Figure = str | tuple[str, ...] | dict[str, str | tuple[str, ...]] | None


class FigureFacts(Sourced):
    """One figure, or a few that belong together; null was not found."""

    key: str
    label: str
    value: Figure


class RegionFigures(Sourced):
    """Foreign residents of a region; the share is of all those of the country, in percent."""

    region: str
    foreign_residents: str | None
    share_pct: str | None
    note: str | None


class FiguresFile(Datum):
    """The whole of `data/figures.yaml`."""

    meta: Meta
    sources: dict[str, Source]
    figures: tuple[FigureFacts, ...]
    amuddu: tuple[FigureFacts, ...]
    data_protection: tuple[FigureFacts, ...]
    regions: tuple[RegionFigures, ...]

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        refuse(self._unknown())
        return self

    def _unknown(self) -> Iterator[Finding]:
        for place, row in enumerate(self.regions):
            if row.region not in regions():
                yield Finding("unknown_region", ("regions", place, "region"), {"id": row.region})
        for kind in ("figures", "amuddu", "data_protection", "regions"):
            for place, row in enumerate(getattr(self, kind)):
                yield from unknown_sources(self.sources, row, kind, place)


@cache
def figures_file() -> FiguresFile:
    """The figures, read once."""
    return load("figures.yaml", FiguresFile)
