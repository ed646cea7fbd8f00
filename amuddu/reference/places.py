"""Towns and regions of Morocco: names in four languages, coordinates, distances.

Names and coordinates of `data/places.csv` come from the open gazetteer geo_morocco (Mahdi
Boughrous, MIT, 2024), corrected by hand; rows whose `coordinates` column says `own` were added
by hand to about one kilometre. The twelve regions follow decree 2-15-40 of 20 February 2015,
with their ISO 3166-2 codes. Agency towns are those of the public employment service as known in
2026, not checked address by address.

- LookupError
  - UnknownPlace: no town has this id
  - UnknownRegion: no region has this id
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType

from amuddu.reference.tables import find, many, misspelt, name_index, name_owners, names_of, rows
from amuddu.reference.text import fold, listed

_LONGEST_TOWN = 4
"""Words of the longest name of a town that a search is read for."""
_BEFORE_A_TOWN = frozenset(listed("a|au|aux|de|d|du|en|in|at|near|cerca|pres|vers|في|قرب|من|ب"))
_IN_ARABIC = "ب"
"""Written together with the name that follows it: "in"."""
_ARTICLE = "ال"
EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


class UnknownPlace(LookupError):
    """No town has this id."""


class UnknownRegion(LookupError):
    """No region has this id."""


@dataclass(frozen=True, slots=True)
class Place:
    """A town or city, e.g. `place("casablanca").names["ar"]`. Coordinates in WGS 84 degrees."""

    id: str
    names: Mapping[str, str] = field(hash=False)
    region_id: str
    lat: float
    lng: float
    province: str
    """Province or prefecture, by its French name."""
    chief_town: bool
    """Whether it is the chief town of its province."""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """One of the twelve regions; `agencies` are the towns with a public employment agency."""

    id: str
    iso: str
    names: Mapping[str, str] = field(hash=False)
    agencies: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@cache
def places() -> Mapping[str, Place]:
    """Every town by id, region by region."""
    return MappingProxyType({row["id"]: _place(row) for row in rows("places.csv")})


def place(place_id: str) -> Place:
    """The town with this id, e.g. `casablanca`."""
    try:
        return places()[place_id]
    except KeyError:
        raise UnknownPlace(place_id) from None


def find_place(text: str) -> Place | None:
    """The town that bears this name in any language or spelling known; `None` when none does.

    A quarter that only one town has counts as a name of that town.

    >>> find_place("Casa").id, find_place("الدار البيضاء").id, find_place("fes").id
    ('casablanca', 'casablanca', 'fes')
    """
    found = find(text, index=_place_index())
    return places()[found] if found else None


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance, as the crow flies, in kilometres (roads are longer).

    Haversine formula: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984),
    p. 159. On a sphere it errs by at most about 0.5 %.
    """
    north_a, north_b = radians(a.lat), radians(b.lat)
    half_north = sin((north_b - north_a) / 2) ** 2
    half_east = sin(radians(b.lng - a.lng) / 2) ** 2
    chord = half_north + cos(north_a) * cos(north_b) * half_east
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a search as compared, or the words in it that name a town together."""

    text: str
    town: str | None = None


def parts_of(text: str) -> tuple[Part, ...]:
    """What a search asks, word by word; a town is one part, whatever its name and spelling.

    A word that names a town may mean something else as well: whoever searches takes either.

    >>> [(each.text, each.town) for each in parts_of("Cuisinier à Béni Mellal")]
    [('cuisinier', None), ('beni mellal', 'beni-mellal')]
    """
    words = fold(text).split()
    found: list[Part] = []
    at = 0
    while at < len(words):
        size, town = _town_at(words[at : at + _LONGEST_TOWN])
        if town and found and found[-1].town is None and found[-1].text in _BEFORE_A_TOWN:
            found.pop()
        found.append(Part(" ".join(words[at : at + size]), town))
        at += size
    return tuple(found)


def _town_at(words: Sequence[str]) -> tuple[int, str | None]:
    """How many of the words, from the first on, name a town, and which; one word and none."""
    if words[0] in _BEFORE_A_TOWN:
        return 1, None
    for meant in (_town_named, _town_misspelt):
        for size in range(len(words), 0, -1):
            if town := meant(" ".join(words[:size])):
                return size, town
    return 1, None


def _town_named(name: str) -> str | None:
    readings = (name, name.removeprefix(_IN_ARABIC), _ARTICLE + name)
    found = (find_place(each) for each in readings)
    return next((town.id for town in found if town), None)


def _town_misspelt(name: str) -> str | None:
    return misspelt(name, owners=_town_owners())


@cache
def _town_owners() -> Mapping[str, tuple[str, ...]]:
    return name_owners(town_names())


@cache
def regions() -> Mapping[str, Region]:
    """The twelve regions by id, in the order of their ISO codes."""
    return MappingProxyType({row["id"]: _region(row) for row in rows("regions.csv")})


def region(region_id: str) -> Region:
    """The region with this id, e.g. `rabat-sale-kenitra`."""
    try:
        return regions()[region_id]
    except KeyError:
        raise UnknownRegion(region_id) from None


def find_region(text: str) -> Region | None:
    """The region that bears this name or ISO code; `None` when none does.

    >>> find_region("Rabat Salé Kénitra").iso
    'MA-04'
    """
    found = find(text, index=_region_index())
    return regions()[found] if found else None


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        id=row["id"],
        names=names_of(row),
        region_id=row["region_id"],
        lat=float(row["lat"]),
        lng=float(row["lng"]),
        province=row["province"],
        chief_town=row["chief_town"] == "yes",
        aliases=many(row["aliases"]),
    )


def _region(row: Mapping[str, str]) -> Region:
    return Region(
        id=row["id"],
        iso=row["iso"],
        names=names_of(row),
        agencies=many(row["agency_places"]),
        aliases=many(row["aliases"]),
    )


@cache
def _place_index() -> Mapping[str, str]:
    quarters = [(town, names) for names, towns in districts() for town in towns]
    return name_index([*town_names(), *quarters])


def town_names() -> Iterator[tuple[str, Iterable[str]]]:
    """Id and names of every town."""
    for town in places().values():
        yield town.id, (town.id, *town.names.values(), *town.aliases)


@cache
def districts() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Quarters, by hand: their names, and the towns that have a quarter called so."""
    return tuple(
        ((*many(row["fr"]), *many(row["ar"])), many(row["places"])) for row in rows("districts.csv")
    )


@cache
def province_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Chief town of each province and prefecture, with the names the province goes by.

    A town's own name is left to the town.
    """
    more = {row["province"]: (row["ar"], *many(row["aliases"])) for row in rows("provinces.csv")}
    return tuple(
        (town.id, (town.province, *more.get(town.province, ())))
        for town in places().values()
        if town.chief_town
    )


@cache
def _region_index() -> Mapping[str, str]:
    return name_index(
        (r.id, (r.id, r.iso, *r.names.values(), *r.aliases)) for r in regions().values()
    )
