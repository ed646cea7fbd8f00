"""Countries that a person may be a national of: all of Africa, the Arab world and the European
Union, and those whose nationals are met in Morocco.

Codes are ISO 3166-1 alpha-2; names in four languages agree with Unicode CLDR, shortened where
people say it shorter. The list says nothing about recognition.

- LookupError
  - UnknownCountry: no country of the list has this code
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from amuddu.reference.tables import find, many, name_index, names_of, rows


class UnknownCountry(LookupError):
    """No country of the list has this code."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country, e.g. `country("SN").names["en"] == "Senegal"`."""

    code: str
    names: Mapping[str, str] = field(hash=False)
    aliases: tuple[str, ...] = ()


@cache
def countries() -> Mapping[str, Country]:
    """Every country of the list by code; sort by name in the reader's language to show it."""
    return MappingProxyType(
        {
            row["code"]: Country(row["code"], names_of(row), many(row["aliases"]))
            for row in rows("countries.csv")
        }
    )


def country(code: str) -> Country:
    """The country with this code."""
    try:
        return countries()[code]
    except KeyError:
        raise UnknownCountry(code) from None


def find_country(text: str) -> Country | None:
    """The country that bears this name or code; `None` when none does.

    >>> find_country("Ivory Coast").code
    'CI'
    """
    found = find(text, index=_index())
    return countries()[found] if found else None


@cache
def _index() -> Mapping[str, str]:
    return name_index(
        (x.code, (x.code, *x.names.values(), *x.aliases)) for x in countries().values()
    )
