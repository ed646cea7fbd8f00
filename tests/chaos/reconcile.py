"""Whether all databases tell the same story as the answers that were given.

Every acknowledged write must be in its owner's database; everything in an owner's database must
have reached every consumer, once. What is missing or double is listed, a line each.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from amuddu.contracts.support.training import SEATED
from amuddu.kit.db import plain
from tests.chaos.journal import Journal

SERVICES = ("profiles", "employers", "matching", "notifications", "support")


@dataclass(frozen=True, slots=True)
class Findings:
    """What does not hold."""

    missing: tuple[str, ...]
    """Acknowledged and gone, or known to its owner and not to a consumer."""
    double: tuple[str, ...]
    """Told or recorded more than once."""

    @property
    def clean(self) -> bool:
        return not self.missing and not self.double


class Databases:
    """The services' databases, read as nobody else may: all at once."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        self._urls = urls

    def rows(self, service: str, query: str) -> list[tuple[Any, ...]]:
        """Rows of one query in one service's database."""
        with psycopg.connect(plain(self._urls[service]), connect_timeout=5) as connection:
            return connection.execute(query).fetchall()  # type: ignore[arg-type]  # written here, never typed in

    def number(self, service: str, query: str) -> int:
        """The one number that a query counts."""
        return int(self.rows(service, query)[0][0])

    def waiting(self) -> dict[str, int]:
        """What is still on its way: outbox rows, messages to send, people not marked as told."""
        found = {
            f"outbox of {service}": self.number(service, "SELECT count(*) FROM outbox")
            for service in SERVICES
        }
        found["messages to send"] = self.number(
            "notifications",
            "SELECT count(*) FROM message"
            " WHERE state = 'queued' AND channel IS DISTINCT FROM 'agent'",
        )
        found["people not told"] = self.number(
            "matching", "SELECT count(*) FROM candidacy WHERE state = 'shortlisted'"
        )
        return {name: count for name, count in found.items() if count}

    def buried(self, service: str) -> Counter[str]:
        """Dead letters of a service by reason."""
        query = "SELECT reason, count(*) FROM dead_letters GROUP BY reason"
        return Counter(dict(self.rows(service, query)))

    def dead_letters(self) -> int:
        """How many events were given up."""
        return sum(self.number(each, "SELECT count(*) FROM dead_letters") for each in SERVICES)


def drained(databases: Databases, journal: Journal, *, seconds: float) -> tuple[float, Findings]:
    """Wait until nothing is on its way and nothing is missing; how long, and what was found.

    The time ends with the first look that found nothing; the findings are those of the last.
    """
    begun = time.monotonic()
    while True:
        try:
            waiting = databases.waiting()
            findings = None if waiting else compare(databases, journal)
        except psycopg.OperationalError:
            waiting, findings = {"the database": 1}, None
        took = time.monotonic() - begun
        if findings is not None and findings.clean:
            return took, findings
        if took > seconds:
            left = tuple(f"{count} {name}" for name, count in waiting.items())
            kept = findings or compare(databases, journal)
            return took, Findings(missing=left + kept.missing, double=kept.double)
        time.sleep(0.25)


def compare(databases: Databases, journal: Journal) -> Findings:
    """What is missing and what is double, by now."""
    return Findings(missing=tuple(_missing(databases, journal)), double=tuple(_double(databases)))


def _missing(databases: Databases, journal: Journal) -> Iterator[str]:
    yield from _profiles(databases, journal)
    yield from _vacancies(databases, journal)
    yield from _candidacies(databases, journal)
    yield from lost_seats(databases, journal)


def _profiles(databases: Databases, journal: Journal) -> Iterator[str]:
    own = _by_id(databases, "profiles", "SELECT id, revision, told_hash FROM profiles")
    held = _by_id(databases, "matching", "SELECT profile_id, revision, vector FROM candidate")
    for profile_id, revision in journal.profiles.items():
        if profile_id not in own or own[profile_id][0] < revision:
            yield f"profile {profile_id}: acknowledged at {revision}, not kept"
    for profile_id, (revision, told) in own.items():
        if told and (profile_id not in held or held[profile_id][0] != revision):
            yield f"profile {profile_id}: matching lacks revision {revision}"
        elif told and held[profile_id][1] is None:
            yield f"profile {profile_id}: matching has no vector"


def _vacancies(databases: Databases, journal: Journal) -> Iterator[str]:
    query = "SELECT id, revision, status = 'published' FROM vacancies WHERE revision > 0"
    own = _by_id(databases, "employers", query)
    matching = _by_id(databases, "matching", "SELECT id, revision, open FROM vacancy")
    offers = _by_id(databases, "notifications", "SELECT vacancy_id, revision, open FROM offer")
    for vacancy_id, revision in {**journal.vacancies, **journal.closed}.items():
        if vacancy_id not in own or own[vacancy_id][0] < revision:
            yield f"vacancy {vacancy_id}: acknowledged at {revision}, not kept"
    for vacancy_id, state in own.items():
        for consumer, held in (("matching", matching), ("notifications", offers)):
            if held.get(vacancy_id) != state:
                yield f"vacancy {vacancy_id}: {consumer} lacks {state}"


def _candidacies(databases: Databases, journal: Journal) -> Iterator[str]:
    own = _by_id(databases, "matching", "SELECT id, state, round FROM candidacy WHERE round > 0")
    query = (
        "SELECT i.candidacy_id, m.state = 'sent' OR (m.state = 'queued' AND m.channel = 'agent'),"
        " m.state FROM invitation i JOIN message m ON m.invitation_id = i.id"
    )
    messages = _by_id(databases, "notifications", query)
    grants = _by_id(databases, "profiles", "SELECT candidacy_id, round FROM grants")
    for candidacy_id in journal.candidacies:
        if candidacy_id not in own:
            yield f"candidacy {candidacy_id}: acknowledged, not kept"
    for candidacy_id, (state, _) in own.items():
        told, sent = messages.get(candidacy_id, (False, "nothing"))
        if not told:
            yield f"candidacy {candidacy_id}: the message is {sent}"
        elif state != "told":
            yield f"candidacy {candidacy_id}: told, and matching says {state}"
        if candidacy_id not in grants:
            yield f"candidacy {candidacy_id}: profiles never heard of it"


def _double(databases: Databases) -> Iterator[str]:
    twice = "SELECT candidacy_id, count(*) FROM {} GROUP BY candidacy_id, {} HAVING count(*) > 1"
    for candidacy_id, count in databases.rows("notifications", twice.format("invitation", "round")):
        yield f"candidacy {candidacy_id}: invited {count} times"
    told = twice.format("transition WHERE name = 'mark_told'", "name")
    for candidacy_id, count in databases.rows("matching", told):
        yield f"candidacy {candidacy_id}: marked as told {count} times"
    yield from double_seats(databases)


# --- seats in training --------------------------------------------------------------------------

_SEATS = """
    SELECT s.id, s.places, count(*) FILTER (WHERE r.state = ANY(ARRAY['{seated}'])),
        count(*) FILTER (WHERE r.state = 'waiting')
    FROM sessions s JOIN place_requests r ON r.session_id = s.id GROUP BY s.id
""".format(seated="','".join(SEATED))
_LOGGED = """
    SELECT r.id, r.state, count(l.id) FILTER (WHERE l.name = 'ask'),
        (array_agg(l.to_state ORDER BY l.id DESC))[1]
    FROM place_requests r LEFT JOIN place_request_log l ON l.request_id = r.id GROUP BY r.id
"""
_TWICE = """
    SELECT session_id, profile_id, count(*) FROM place_requests
    GROUP BY session_id, profile_id HAVING count(*) > 1
"""


def lost_seats(databases: Databases, journal: Journal) -> Iterator[str]:
    """Requests acknowledged and gone, and seats that are free while somebody waits."""
    query = "SELECT id, session_id, profile_id, state FROM place_requests"
    own = _by_id(databases, "support", query)
    for request_id, (session_id, profile_id) in journal.requests.items():
        if tuple(map(str, own.get(request_id, ())[:2])) != (session_id, profile_id):
            yield f"request {request_id}: acknowledged, not kept"
        elif request_id in journal.given_back and own[request_id][2] != "withdrawn":
            yield f"request {request_id}: taken back, and stands as {own[request_id][2]}"
    for session_id, (places, taken, waiting) in _by_id(databases, "support", _SEATS).items():
        if waiting and taken < places:
            yield f"session {session_id}: {places - taken} seats are free while {waiting} wait"
    for request_id, (state, asked, last) in _by_id(databases, "support", _LOGGED).items():
        if not asked or last != state:
            yield f"request {request_id}: stands as {state}, and its log ends with {last}"


def double_seats(databases: Databases) -> Iterator[str]:
    """Seats that more people have than there are, and requests made twice: the load asks once for
    somebody in a session, whatever becomes of it."""
    for session_id, (places, taken, _) in _by_id(databases, "support", _SEATS).items():
        if taken > places:
            yield f"session {session_id}: {taken} have one of {places} seats"
    for session_id, profile_id, count in databases.rows("support", _TWICE):
        yield f"session {session_id}: asked {count} times by {profile_id}"
    for request_id, (_, asked, _) in _by_id(databases, "support", _LOGGED).items():
        if asked > 1:
            yield f"request {request_id}: entered {asked} times"


def _by_id(databases: Databases, service: str, query: str) -> dict[str, tuple[Any, ...]]:
    """Rows by their first column."""
    found = databases.rows(service, query)
    return {str(identifier): tuple(rest) for identifier, *rest in found}
