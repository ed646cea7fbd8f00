"""Seats in training under contention, and a search of 20,000 courses; PostgreSQL's own beside.

Seats: 50 people ask at once for the last 10 of a course, of 20 courses one after the other, at the
door of the service, each call signed as the gateway signs it; profiles is asked who each of them
is; who is told to try again does. Exactly ten of the fifty have one each time, or there is no
figure.

Search: names of trades in four languages over invented courses that are written in one of the four;
what it takes over HTTP, what the service itself takes, and beside it PostgreSQL's full-text search
of what the courses say, in the language that each is written in. "Found" is the share of a trade's
courses that its name finds, in whatever language they are written. The last line is one JSON
object.
"""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import httpx2
from sqlalchemy import Table, bindparam, func, insert, text

from amuddu.contracts.support.catalogue import CourseSearch
from amuddu.contracts.types import LANGS, Lang
from amuddu.kit import clock, identity
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Database
from amuddu.kit.trust.tokens import Signer
from amuddu.reference import concepts
from amuddu.reference.concepts import Occupation
from amuddu.reference.places import places
from benchmarks.latency import Latency
from benchmarks.table import Row
from cli.demo.sink import mail_sink
from cli.processes import one_process
from gateway.settings import GatewaySettings
from services.support.catalogue import repository, words
from services.support.catalogue.service import ALWAYS
from services.support.catalogue.tables import CentreRow, CourseRow, CriteriaRow, SessionRow
from services.support.settings import SupportSettings
from tests.chaos.insider import Insider

PEOPLE, SEATS, ROUNDS = 50, 10, 20
COURSES, SEARCHES, COUNTED = 20_000, 400, 60
AT_ONCE = 1_000
AGENCY = "rabat"
SHOWN = 20
MOST_SECONDS = 30
"""On a busy machine no more courses are asked of after it, and half of it is searched at most."""
_MOST_TRIES, _PAUSE = 20, 0.2
CONFIGURATIONS: Mapping[Lang, str] = {
    "fr": "french",
    "ar": "arabic",
    "en": "english",
    "es": "spanish",
}
"""PostgreSQL's own, by language."""
TITLES: Mapping[Lang, Sequence[str]] = {
    "fr": ("Formation : {}", "Diplôme de {}", "Initiation, {}"),
    "ar": ("تكوين: {}", "دبلوم {}", "مبادئ {}"),
    "en": ("Training: {}", "Diploma, {}", "First steps, {}"),
    "es": ("Formación: {}", "Diploma de {}", "Iniciación, {}"),
}
_PEER = "bench_peer"
_FOUND = f"""
    SELECT course_id FROM {_PEER} WHERE said @@ plainto_tsquery(CAST(:named AS regconfig), :words)
    ORDER BY ts_rank(said, plainto_tsquery(CAST(:named AS regconfig), :words)) DESC LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A trade as somebody names it."""

    trade: str
    lang: Lang
    words: str


def measure() -> Iterator[Row | Latency | str]:
    """Seats first, then the search, in one house."""
    with _house() as (urls, insider), httpx2.Client(timeout=60, trust_env=False) as client:
        house = _Doors(urls, insider, client)
        rates, took, put_off = _seats(house)
        yield Row("Amuddu: requests for seats, 50 at once for 10", rates, "/s")
        yield Latency("Amuddu: one of these requests", took)
        result: dict[str, Any] = {
            "seats_asked_per_s": round(statistics.median(rates), 1),
            "seats_asked": len(took),
            "seats_oversold": 0,
            "seats_put_off": put_off,
        }
        settings = SupportSettings()
        database = Database.of(settings, "support", settings.database_url)
        by_trade = _enter(database)
        for name, times, found in _searched(house, database, by_trade):
            yield Latency(name, times)
            cuts = statistics.quantiles(times, n=100, method="inclusive")
            key = name.partition(":")[0].lower() + ("_http" if "HTTP" in name else "")
            result[key] = {
                "searches": len(times),
                "p50_ms": round(cuts[49], 1),
                "p99_ms": round(cuts[98], 1),
            }
            if found is not None:
                result[key]["found"] = round(found, 3)
        database.close()
        yield json.dumps({"courses": COURSES, **result})


@contextmanager
def _house() -> Iterator[tuple[dict[str, str], Insider]]:
    with tempfile.TemporaryDirectory() as folder, mail_sink() as (_, mail):
        environment = {
            "AMUDDU_DATA_DIR": str(Path(folder) / "data"),
            "AMUDDU_LOG_LEVEL": "ERROR",
            **mail,
        }
        with one_process.running(environment=environment) as addresses:
            settings = GatewaySettings()
            database = Database.of(settings, "gateway", settings.database_url)
            database.close()
            insider = Insider(Signer(identity.own(settings, "gateway")), database.url)
            yield addresses.services, insider


@dataclass(frozen=True, slots=True)
class _Doors:
    """The services' own doors."""

    urls: Mapping[str, str]
    insider: Insider
    client: httpx2.Client

    def post(self, service: str, path: str, body: dict[str, Any], actor: Actor) -> dict[str, Any]:
        """What a call in somebody's name made. Raises `HTTPStatusError`."""
        done = self._send("POST", service, path, actor, body)
        done.raise_for_status()
        return dict(done.json())

    def get(self, service: str, path: str, actor: Actor) -> dict[str, Any]:
        """What somebody reads. Raises `HTTPStatusError`."""
        done = self._send("GET", service, path, actor)
        done.raise_for_status()
        return dict(done.json())

    def insist(self, service: str, path: str, body: dict[str, Any], actor: Actor) -> int:
        """Call until it is done, as whoever is told to try again; how often they were. What was
        done before they heard of it is there already."""
        for tries in range(_MOST_TRIES):
            done = self._send("POST", service, path, actor, body)
            if done.is_success or (tries and done.status_code == httpx2.codes.CONFLICT):
                return tries
            if done.status_code != httpx2.codes.SERVICE_UNAVAILABLE:
                done.raise_for_status()
            time.sleep(_PAUSE)
        raise SystemExit(f"told to try again {_MOST_TRIES} times")

    def _send(
        self, method: str, service: str, path: str, actor: Actor, body: dict[str, Any] | None = None
    ) -> httpx2.Response:
        url = f"{self.urls[service]}/v1{path}"
        asking = self.insider.asking(service, actor)
        return self.client.request(method, url, json=body, auth=asking)


# --- seats ----------------------------------------------------------------------------------------


def _seats(house: _Doors) -> tuple[list[float], list[float], int]:
    """Requests a second of each course, milliseconds of each request until it was answered, and how
    often somebody was told to try again."""
    counsellor = house.insider.signed_in(Role.COUNSELLOR, agency=AGENCY)
    keeper = house.insider.signed_in(Role.COORDINATOR)
    people = [_person(house, counsellor, number) for number in range(PEOPLE)]
    centre = house.post("support", "/training/centres", {"name": "Centre", "source": "x"}, keeper)
    rates: list[float] = []
    took: list[float] = []
    put_off = 0
    with ThreadPoolExecutor(max_workers=PEOPLE) as pool:
        until = time.perf_counter() + MOST_SECONDS
        for number in range(ROUNDS):
            if rates and time.perf_counter() > until:
                break
            session_id = _session(house, keeper, centre["id"], number)

            def ask(person: str, session_id: str = session_id) -> tuple[int, float]:
                begun = time.perf_counter()
                path = f"/training/sessions/{session_id}/requests"
                put_off = house.insist("support", path, {"profile_id": person}, counsellor)
                return put_off, (time.perf_counter() - begun) * 1000

            begun = time.perf_counter()
            answers = list(pool.map(ask, people))
            rates.append(PEOPLE / (time.perf_counter() - begun))
            took += [milliseconds for _, milliseconds in answers]
            put_off += sum(times for times, _ in answers)
            found = house.get("support", f"/training/sessions/{session_id}/list", keeper)["session"]
            if (found["taken"], found["waiting"]) != (SEATS, PEOPLE - SEATS):
                raise SystemExit(f"{found['taken']} of {PEOPLE} have one of {SEATS} seats")
    return rates, took, put_off


def _person(house: _Doors, counsellor: Actor, number: int) -> str:
    body = {
        "given_name": f"Essai{number}",
        "birth_year": 1990,
        "channel": "agent",
        "occupations": [{"text": "maçon"}],
        "place": AGENCY,
        "consents": {"matching": False, "contact": False, "statistics": False},
    }
    return str(house.post("profiles", "/profiles", body, counsellor)["id"])


def _session(house: _Doors, keeper: Actor, centre_id: str, number: int) -> str:
    said = {"centre_id": centre_id, "title": f"Formation {number}", "source": "x"}
    course = house.post("support", "/training/courses", said, keeper)
    starts_on = (clock.today() + timedelta(days=60)).isoformat()
    path = f"/training/courses/{course['id']}/sessions"
    made = house.post("support", path, {"starts_on": starts_on, "places": SEATS}, keeper)
    return str(made["sessions"][0]["id"])


# --- the search -----------------------------------------------------------------------------------


def _enter(database: Database) -> Mapping[str, set[UUID]]:
    """Invented courses with what they ask and a session, and the peer's own index of their words;
    the courses of each trade."""
    chance = random.Random(87)
    trades = list(concepts.occupations().values())
    towns = sorted(places())
    centre = CentreRow(name="Centre inventé", name_key="x", operator="other", source="x")
    by_trade: dict[str, set[UUID]] = defaultdict(set)
    with database.session() as session:
        session.add(centre)
    for _ in range(COURSES // AT_ONCE):
        made = [_course(centre, chance.choice(trades), chance) for _ in range(AT_ONCE)]
        for course, _, _ in made:
            by_trade[course.concepts[0]].add(course.id)
        _write(database, made, towns, chance)
    with database.engine.begin() as connection:
        connection.execute(text(f"CREATE INDEX ON {_PEER} USING gin (said)"))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return by_trade


def _course(
    centre: CentreRow, trade: Occupation, chance: random.Random
) -> tuple[CourseRow, Lang, str]:
    """A course, the language it is written in, and the words that the service finds it by."""
    lang = chance.choice(LANGS)
    given = list(trade.essential_skills)[:6]
    named = [concepts.label(concepts.skill(code), lang) for code in given]
    title = chance.choice(TITLES[lang]).format(concepts.title(trade, lang))[:160]
    row = CourseRow(
        id=uuid4(),
        centre_id=centre.id,
        title=title,
        description=". ".join(named),
        hours=chance.randrange(40, 900),
        trade={"text": title, "concept": trade.id},
        skills=[{"text": name, "concept": code} for name, code in zip(named, given, strict=True)],
        concepts=[trade.id, *given],
        source="x",
    )
    return row, lang, words.words_of(row, centre.name)


def _write(
    database: Database,
    made: Sequence[tuple[CourseRow, Lang, str]],
    towns: Sequence[str],
    chance: random.Random,
) -> None:
    today = clock.today()
    courses = [
        {name: value for name, value in row.model_dump().items() if name != "words"}
        | {"said": said}
        for row, _, said in made
    ]
    asked = [
        CriteriaRow(
            course_id=row.id, version=1, valid_from=ALWAYS, towns=[chance.choice(towns)], source="x"
        ).model_dump()
        for row, _, _ in made
    ]
    sessions = [
        _session_row(row.id, today + timedelta(days=chance.randrange(5, 200))).model_dump()
        for row, _, _ in made
    ]
    peers = [
        {
            "course_id": row.id,
            "named": CONFIGURATIONS[lang],
            "words": f"{row.title} {row.description}",
        }
        for row, lang, _ in made
    ]
    with database.engine.begin() as connection:
        vector = func.to_tsvector("simple", bindparam("said"))
        connection.execute(insert(_table(CourseRow)).values(words=vector), courses)
        connection.execute(insert(_table(CriteriaRow)), asked)
        connection.execute(insert(_table(SessionRow)), sessions)
        connection.execute(
            text(f"CREATE TABLE IF NOT EXISTS {_PEER} (course_id uuid, said tsvector)")
        )
        said = "to_tsvector(CAST(:named AS regconfig), :words)"
        connection.execute(text(f"INSERT INTO {_PEER} VALUES (:course_id, {said})"), peers)


def _session_row(course_id: UUID, starts_on: date) -> SessionRow:
    closes_on = starts_on - timedelta(days=1)
    return SessionRow(course_id=course_id, starts_on=starts_on, closes_on=closes_on, places=12)


def _table(row: type) -> Table:
    return cast(Table, row.__table__)  # type: ignore[attr-defined]  # of a mapped class


def _queries() -> list[Asked]:
    """Names of trades, each in all four languages."""
    chance = random.Random(88)
    trades = chance.sample(list(concepts.occupations().values()), SEARCHES // len(LANGS))
    return [
        Asked(trade.id, lang, concepts.title(trade, lang).partition(" / ")[0])
        for trade in trades
        for lang in LANGS
    ]


def _searched(
    house: _Doors, database: Database, by_trade: Mapping[str, set[UUID]]
) -> Iterator[tuple[str, list[float], float | None]]:
    """Over HTTP, in the service itself, and the peer: milliseconds, and the share found."""
    queries = _queries()

    def over_http(asked: Asked) -> None:
        url = f"{house.urls['support']}/v1/training/courses"
        house.client.get(url, params={"q": asked.words, "limit": SHOWN}).raise_for_status()

    def here(asked: Asked, most: int = SHOWN) -> list[UUID]:
        wanted = words.wanted(CourseSearch(q=asked.words))
        with database.session() as session:
            rows, _ = repository.search(session, wanted, on=clock.today(), limit=most, offset=0)
            return [row.id for row, *_ in rows]

    def peer(asked: Asked, most: int = SHOWN) -> list[UUID]:
        said = {
            "named": CONFIGURATIONS[asked.lang],
            "words": asked.words,
            "most": most,
        }
        with database.engine.connect() as connection:
            return [course_id for (course_id,) in connection.execute(text(_FOUND), said)]

    yield "Amuddu: a search, answered over HTTP", _times(over_http, queries), None
    for name, search in (
        ("Amuddu: a search, in the service itself", here),
        ("peer: PostgreSQL's full-text search", peer),
    ):
        times = _times(search, queries)
        shares = [
            len(by_trade[asked.trade].intersection(search(asked, COURSES)))
            / len(by_trade[asked.trade])
            for asked in queries[:COUNTED]
        ]
        yield name, times, statistics.mean(shares)


def _times(search: Callable[[Asked], object], queries: Sequence[Asked]) -> list[float]:
    for asked in queries[:SHOWN]:
        search(asked)  # what is read for the first time is not measured
    times: list[float] = []
    for asked in queries:
        if len(times) >= COUNTED and sum(times) > MOST_SECONDS * 500:
            break
        begun = time.perf_counter()
        search(asked)
        times.append((time.perf_counter() - begun) * 1000)
    return times
