"""The schemes in force on one day, as the rules read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from amuddu.rules.incentives import evaluation as rules


@dataclass(frozen=True, slots=True)
class Version:
    """A scheme as one of its versions has it."""

    number: int
    valid_from: date
    scheme: rules.Scheme


class Book:
    """The version in force of each scheme, by its id."""

    def __init__(self, versions: Mapping[str, Version]) -> None:
        self._versions = versions

    def get(self, scheme_id: str) -> Version | None:
        """The version in force, or `None` for a scheme that nobody knows."""
        return self._versions.get(scheme_id)

    def on_offer(self, *days: date) -> list[rules.Scheme]:
        """The hiring incentives of this country that are open on one of some days."""
        return [
            each.scheme
            for each in self._versions.values()
            if each.scheme.country == rules.HOME
            and each.scheme.hires
            and any(map(each.scheme.open_on, days))
        ]

    def __iter__(self) -> Iterator[Version]:
        return iter(self._versions.values())
