"""What somebody looks for, as it stands in an address. What cannot be read looks for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from pydantic import TypeAdapter, ValidationError

from amuddu.contracts.matching.ranking import HoursWanted, OfferSearchName
from amuddu.contracts.matching.searches import SavedSearch, SavedSearchIn
from amuddu.contracts.types import ShortText
from amuddu.reference.concepts import occupations
from amuddu.reference.places import places

_WORDS: TypeAdapter[str] = TypeAdapter(ShortText)
HOURS: Mapping[str, HoursWanted] = {"plein": "full", "partiel": "part"}
_NAMES: Mapping[OfferSearchName, str] = {
    "q": "q",
    "trade": "metier",
    "place": "ville",
    "hours": "heures",
}
"""What matching calls it, and the address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words, a town, a trade, hours; and whether what is outside of what was said is shown."""

    q: str = ""
    ville: str = ""
    metier: str = ""
    heures: str = ""
    elargir: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for."""
        try:
            words = _WORDS.validate_python(query.get("q", "")[:160])
        except ValidationError:
            words = ""
        town, trade, hours = (query.get(name, "") for name in ("ville", "metier", "heures"))
        return cls(
            q=words,
            ville=town if town in places() else "",
            metier=trade if trade in occupations() else "",
            heures=hours if hours in HOURS else "",
            elargir="1" if query.get("elargir") == "1" else "",
        )

    @classmethod
    def again(cls, one: SavedSearch) -> Self:
        """What somebody saved."""
        hours = next((name for name, code in HOURS.items() if code == one.wanted), "")
        return cls(ville=one.place or "", metier=one.occupation or "", heures=hours)

    @property
    def searching(self) -> bool:
        """Whether anything is looked for."""
        return replace(self, elargir="") != Asked()

    @property
    def keepable(self) -> bool:
        """Whether a town, a trade or hours are looked for: words are not kept."""
        return bool(self.ville or self.metier or self.heures)

    @property
    def kept(self) -> SavedSearchIn:
        """What is kept of it."""
        return SavedSearchIn(
            place=self.ville or None,
            occupation=self.metier or None,
            wanted=HOURS.get(self.heures),
        )

    @property
    def values(self) -> dict[str, str]:
        """As the form shows them."""
        return asdict(self)

    @property
    def wanted(self) -> dict[str, Any]:
        """As the matching service is asked."""
        return {
            "q": self.q or None,
            "trade": self.metier or None,
            "place": self.ville or None,
            "hours": HOURS.get(self.heures),
        }

    def url(self, **changes: str) -> str:
        """The address of the list with something else asked."""
        values = {**asdict(self), **changes}
        told = urlencode({name: value for name, value in values.items() if value})
        return f"/offres-pour-moi?{told}" if told else "/offres-pour-moi"

    @property
    def pager(self) -> str:
        """The same, to which an offset is added."""
        found = self.url()
        return f"{found}{'&' if '?' in found else '?'}offset="

    def without(self, name: OfferSearchName) -> str:
        """The address of the list with one thing less."""
        return self.url(**{_NAMES[name]: ""})
