"""Countries that a person may be a national of, and what their nationals are called.

Codes are ISO 3166-1 alpha-2; names in four languages agree with Unicode CLDR, shortened where
people say it shorter. `codes` are those of three letters and other abbreviations. The list says
nothing about recognition. What nationals are called (`data/demonyms.csv`) was written by hand.

- LookupError
  - UnknownCountry: no country of the list has this code
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from amuddu.contracts.types import LANGS
from amuddu.reference.tables import many, misspelt, name_owners, names_of, owners_of, rows


class UnknownCountry(LookupError):
    """No country of the list has this code."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country, e.g. `country("SN").names["en"] == "Senegal"`."""

    code: str
    names: Mapping[str, str] = field(hash=False)
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@cache
def countries() -> Mapping[str, Country]:
    """Every country of the list by code; sort by name in the reader's language to show it."""
    return MappingProxyType(
        {
            row["code"]: Country(
                row["code"], names_of(row), many(row["aliases"]), many(row["codes"])
            )
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
    """The country that bears this name or code, or whose nationals are called so.

    `None` when none does, or several do.

    >>> find_country("Ivory Coast").code, find_country("Ivoirienne").code, find_country("CIV").code
    ('CI', 'CI', 'CI')
    """
    found = countries_named(text)
    return found[0] if len(found) == 1 else None


def countries_named(text: str) -> tuple[Country, ...]:
    """Every country that a word may mean: "Congo" is two.

    >>> [each.code for each in countries_named("congolaise")]
    ['CD', 'CG']
    """
    return tuple(countries()[code] for code in owners_of(text, owners=_owners()))


def misspelt_country(text: str) -> Country | None:
    """The one country of which a name differs from this by one letter."""
    found = misspelt(text, owners=_owners())
    return countries()[found] if found else None


@cache
def _owners() -> Mapping[str, tuple[str, ...]]:
    return name_owners([*_names(), *_demonyms()])


def _names() -> Iterator[tuple[str, Iterable[str]]]:
    for each in countries().values():
        bare = (name.split(" (")[0] for name in each.names.values())
        yield each.code, (each.code, *each.names.values(), *bare, *each.aliases, *each.codes)


def _demonyms() -> Iterator[tuple[str, Iterable[str]]]:
    for row in rows("demonyms.csv"):
        said = [name for lang in LANGS for name in many(row[lang])]
        for code in many(row["code"]):
            yield code, said
