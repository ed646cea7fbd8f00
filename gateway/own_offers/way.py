"""Where an offer is, seen from the town of the person: how far, which way, about how long, and a
small map.

All of it is reckoned from the middle of one town to the middle of the other: nobody keeps an
address. Roads are longer than the crow flies by about 30 % (detour indices of road networks lie
around 1.3); a shared taxi or a bus makes 20 to 40 km/h on a short way and 45 to 70 km/h on a long
one, waiting left aside. Pages say "about".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, radians
from typing import Literal

from amuddu.contracts.types import Lang
from amuddu.reference.places import Place, distance_km, places

DETOUR = 1.3
SHORT_KM = 20
SLOW, FAST = (20, 40), (45, 70)
"""Kilometres an hour, at least and at most, on a short way and on a long one."""
Direction = Literal[
    "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"
]
_DIRECTIONS: tuple[Direction, ...] = (
    "north",
    "northeast",
    "east",
    "southeast",
    "south",
    "southwest",
    "west",
    "northwest",
)
WIDTH, HEIGHT, EDGE = 320, 180, 34
"""Of the map, in its own units; nothing is written nearer to the edge."""
LEAST_KM = 30.0
"""Height of what a map shows, at least."""
KM_A_DEGREE = 111.2
NAMED = 4
"""Other towns that are named."""
ABOVE, BELOW = -11, 20
"""Where a name stands from its dot."""
ROOM = (80.0, 18.0)
"""How far apart names stand, across and down."""


@dataclass(frozen=True, slots=True)
class Way:
    """From the town of the person to that of the work."""

    home: Place
    work: Place
    km: int
    direction: Direction
    road_km: int
    minutes: tuple[int, int]

    @property
    def same(self) -> bool:
        """Whether the work is in the person's own town."""
        return self.home.id == self.work.id


def way_of(home_id: str | None, work_id: str) -> Way | None:
    """The way; none where one of the towns is not known."""
    home, work = places().get(home_id or ""), places().get(work_id)
    if home is None or work is None:
        return None
    away = distance_km(home, work)
    road = away * DETOUR
    slow, fast = SLOW if road < SHORT_KM else FAST
    return Way(
        home,
        work,
        km=round(away),
        direction=_direction(home, work),
        road_km=_rounded(road),
        minutes=(_rounded(60 * road / fast), _rounded(60 * road / slow)),
    )


def _direction(home: Place, work: Place) -> Direction:
    east = (work.lng - home.lng) * cos(radians((home.lat + work.lat) / 2))
    angle = degrees(atan2(east, work.lat - home.lat)) % 360
    return _DIRECTIONS[round(angle / 45) % 8]


def _rounded(value: float) -> int:
    """To fives, to tens from a hundred on: nobody knows it better."""
    step = 5 if value < 100 else 10
    return max(step, round(value / step) * step)


@dataclass(frozen=True, slots=True)
class Dot:
    """A town on the map; its name where it is written."""

    x: float
    y: float
    name: str = ""
    kind: Literal["home", "work", "other"] = "other"
    under: bool = False
    """Whether the name stands under the dot."""

    @property
    def name_y(self) -> float:
        """Where its name is written."""
        return round(self.y + (BELOW if self.under else ABOVE), 1)


@dataclass(frozen=True, slots=True)
class Map:
    """A small map: towns as dots, and a bar that says how long a way is."""

    dots: tuple[Dot, ...]
    line: tuple[float, float, float, float] | None
    bar_km: int
    bar: float
    width: int = WIDTH
    height: int = HEIGHT


def map_of(home_id: str | None, work_id: str, lang: Lang) -> Map | None:
    """The towns around the work and the person's; none where the work's is not known."""
    work, home = places().get(work_id), places().get(home_id or "")
    if work is None:
        return None
    shown = [work] if home is None or home.id == work.id else [work, home]
    view = _View.of(shown)
    main = [_dot(view, town, lang, "work" if town is work else "home") for town in shown]
    if len(main) == 2:  # the lower one bears its name below, so that the two never touch
        lower = main.index(max(main, key=lambda dot: dot.y))
        main[lower] = _under(main[lower])
    others = _others(view, main, {town.id for town in shown}, lang)
    ends = (main[1].x, main[1].y, main[0].x, main[0].y) if len(main) == 2 else None
    bar_km = next((km for km in (200, 100, 50, 20, 10) if km * view.scale <= WIDTH / 3), 5)
    return Map((*others, *main), ends, bar_km, round(bar_km * view.scale, 1))


@dataclass(frozen=True, slots=True)
class _View:
    """What a map shows: its middle in degrees, and how many units a kilometre has."""

    lat: float
    lng: float
    scale: float

    @classmethod
    def of(cls, towns: Sequence[Place]) -> _View:
        lats, lngs = [town.lat for town in towns], [town.lng for town in towns]
        lat, lng = (min(lats) + max(lats)) / 2, (min(lngs) + max(lngs)) / 2
        tall = max((max(lats) - min(lats)) * KM_A_DEGREE, LEAST_KM)
        wide = (max(lngs) - min(lngs)) * KM_A_DEGREE * cos(radians(lat))
        scale = min((HEIGHT - 2 * EDGE) / tall, (WIDTH - 4 * EDGE) / wide if wide else 1e9)
        return cls(lat, lng, scale)

    def at(self, town: Place) -> tuple[float, float]:
        """Where a town stands on the map."""
        east = (town.lng - self.lng) * KM_A_DEGREE * cos(radians(self.lat))
        north = (town.lat - self.lat) * KM_A_DEGREE
        return round(WIDTH / 2 + east * self.scale, 1), round(HEIGHT / 2 - north * self.scale, 1)


def _dot(view: _View, town: Place, lang: Lang, kind: Literal["home", "work"]) -> Dot:
    x, y = view.at(town)
    return Dot(x, y, town.names[lang], kind)


def _under(dot: Dot) -> Dot:
    return Dot(dot.x, dot.y, dot.name, dot.kind, under=True)


def _others(view: _View, main: Sequence[Dot], drawn: set[str], lang: Lang) -> list[Dot]:
    """Other towns of the map, chief towns first; few are named, where there is room."""
    found: list[Dot] = []
    named = list(main)
    for town in sorted(places().values(), key=lambda each: not each.chief_town):
        x, y = view.at(town)
        if town.id in drawn or not (4 <= x <= WIDTH - 4 and 4 <= y <= HEIGHT - 4):
            continue
        room = len(named) - len(main) < NAMED and town.chief_town and _free(Dot(x, y), named)
        dot = Dot(x, y, town.names[lang] if room else "")
        found.append(dot)
        if room:
            named.append(dot)
    return found


def _free(dot: Dot, named: Iterable[Dot]) -> bool:
    """Whether a name fits: inside the map, away from other names and dots, and from the bar."""
    inside = EDGE * 1.4 <= dot.x <= WIDTH - EDGE * 1.4 and EDGE / 2 <= dot.name_y <= HEIGHT - EDGE
    across, down = ROOM
    return inside and all(
        abs(dot.x - other.x) > across
        or (abs(dot.name_y - other.name_y) > down and abs(dot.name_y - other.y) > down)
        for other in named
    )
