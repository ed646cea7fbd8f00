"""What the ranked list is narrowed to and how it is sorted, as it stands in an address.

Whatever cannot be read in an address filters nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self, get_args
from urllib.parse import urlencode

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.matching.ranking import RankingSort
from amuddu.contracts.operations import MOST_OFFSET
from amuddu.kit.i18n import N_
from amuddu.reference.concepts import occupations
from amuddu.reference.languages import LEVELS, languages
from gateway.web.page import Page

PAGE = 20
MOST_KM = 2000
_WHOLE_NUMBER = N_(
    "Écrivez un nombre entier, {most} au plus. Pour l'instant, ce filtre ne compte pas."
)
STATES: tuple[CandidacyState, ...] = get_args(CandidacyState)
SORTS: Mapping[str, RankingSort] = {"": "fit", "distance": "distance", "jour": "day"}
"""How a list is sorted, by what stands in the address."""
SWITCHES = ("essentiels", "libre", "langues", "interesse")
"""Filters that are on or off."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to, and how it is sorted."""

    max_km: int | None = None
    language: str = ""
    level: str = ""
    min_fit: int | None = None
    """In percent."""
    state: CandidacyState | None = None
    essentiels: str = ""
    """Set for people who state every essential skill."""
    libre: str = ""
    """Set for people who are free in time."""
    langues: str = ""
    """Set for people who speak what is asked."""
    interesse: str = ""
    """Set for people of one's own agency who said that the offer interests them."""
    hors: str = ""
    """Set for people who stand outside of what was asked."""
    metier: str = ""
    """A trade, for people who name it."""
    tri: str = ""
    offset: int = 0

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """Filters of an address or of what a form carried along."""
        language, level = query.get("language", ""), query.get("level", "")
        on = {name: "1" if query.get(name) == "1" else "" for name in (*SWITCHES, "hors")}
        return cls(
            max_km=number(query, "max_km", most=MOST_KM),
            language=language if language in languages() else "",
            level=level if level in LEVELS else "",
            min_fit=number(query, "min_fit", most=100),
            state=next((state for state in STATES if state == query.get("state")), None),
            **on,
            metier=trade if (trade := query.get("metier", "")) in occupations() else "",
            tri=tri if (tri := query.get("tri", "")) in SORTS else "",
            offset=number(query, "offset", most=MOST_OFFSET) or 0,
        )

    @property
    def values(self) -> dict[str, str]:
        """As the form shows them."""
        return {
            name: str(value)
            for name, value in asdict(self).items()
            if value not in (None, "", 0) or (name == "max_km" and value == 0)
        }

    @property
    def query(self) -> str:
        """As they stand in an address."""
        return urlencode(self.values)

    @property
    def at_start(self) -> str:
        """The same from its first page on: what a saved view keeps."""
        return replace(self, offset=0).query

    @property
    def narrowing(self) -> bool:
        """Whether anything is filtered at all."""
        return replace(self, offset=0, hors="", metier="", tri="") != Filters()

    @property
    def beside(self) -> dict[str, str]:
        """What the form of further filters carries along: what it does not ask."""
        kept = replace(self, max_km=None, language="", level="", min_fit=None, state=None, offset=0)
        return kept.values

    @property
    def everybody(self) -> str:
        """The query of the whole list, in the same order."""
        return Filters(tri=self.tri).query

    def at(self, state: CandidacyState | None) -> str:
        """The address's query of the same list at another step of the pipeline."""
        return replace(self, state=state, hors="", metier="", offset=0).query

    def part(self, hors: str = "", metier: str = "") -> str:
        """The query of the same filters over another part of the people."""
        return replace(self, state=None, hors=hors, metier=metier, offset=0).query

    def turned(self, name: str) -> str:
        """The query with a filter that is on or off turned the other way."""
        turned: dict[str, Any] = {name: "" if getattr(self, name) else "1"}
        return replace(self, offset=0, **turned).query

    def within(self, km: int) -> str:
        """The query of those who live within a distance; of everybody where it was that one."""
        return replace(self, offset=0, max_km=None if self.max_km == km else km).query

    def sorted(self, tri: str) -> str:
        """The query of the same people in another order."""
        return replace(self, offset=0, tri=tri).query

    def opening(self, code: str, offset: int | None = None) -> str:
        """The query of the same list with one person opened, by their code."""
        found = self if offset is None else replace(self, offset=offset)
        return urlencode({**found.values, "ouvert": code})

    @property
    def asked(self) -> dict[str, Any]:
        """As the matching service is asked."""
        return {
            "max_km": self.max_km,
            "language": self.language or None,
            "level": (self.level or None) if self.language else None,
            "min_fit": None if self.min_fit is None else self.min_fit / 100,
            "state": self.state,
            "part": "outside" if self.hors else "inside",
            "trade": self.metier or None,
            "all_essentials": bool(self.essentiels),
            "interested": bool(self.interesse),
            "in_time": bool(self.libre),
            "languages_met": bool(self.langues),
            "sort": SORTS[self.tri],
            "limit": PAGE,
            "offset": self.offset,
        }


def unread(page: Page) -> dict[str, str]:
    """What to write in a filter that could not be read, by field: it narrows nothing."""
    query = page.request.query_params if page.request.method == "GET" else {}
    return {
        name: page.say(_WHOLE_NUMBER, most=most)
        for name, most in (("max_km", MOST_KM), ("min_fit", 100))
        if query.get(name, "").strip() and number(query, name, most=most) is None
    }


def number(query: Mapping[str, str], name: str, *, most: int) -> int | None:
    """A whole number of an address; `None` for what is none, or beyond `most`."""
    text = query.get(name, "").strip()
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return int(text) if plain and int(text) <= most else None
