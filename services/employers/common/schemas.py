"""What somebody who searches vacancies asks for: words, a trade in any language, towns. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from amuddu.reference import concepts
from amuddu.reference.places import Part, parts_of


@dataclass(frozen=True, slots=True)
class Asked:
    """The words and towns of a search, and the trade that the words name, whole."""

    parts: tuple[Part, ...] = ()
    trade: str | None = None

    @classmethod
    def of(cls, typed: str | None) -> Asked:
        """What was typed, read.

        >>> asked = Asked.of("طباخ في طنجة")
        >>> [each.town for each in asked.parts], asked.trade == Asked.of("cuisinier").trade
        ([None, 'tanger'], True)
        """
        parts = parts_of(typed or "")
        words = " ".join(part.text for part in parts if not part.town)
        trade = concepts.find_occupation(words) if words else None
        return cls(parts, trade.id if trade else None)
