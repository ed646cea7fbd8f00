"""People who differ by their residence title alone, and what is seen of each without who it is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from fastapi.testclient import TestClient

from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from tests.gateway.conftest import PASSWORD, House
from tests.support import OTHER_AGENCY

STATUSES = (
    "permit_work",
    "irregular",
    "asylum_seeker",
    "refugee_bra_permit",
    "receipt_application",
    "permit_family",
)
"""One of each route, and of each class that a route once gave away."""
ENDED = "ended"
"""A work permit whose last day is past."""

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[0-9.]*(?:Z|[+-]\d\d:?\d\d)?")
_CODE = re.compile(r"\b[0-9A-Z]{2}-[0-9A-Z]{3}\b")
_ROW = re.compile(
    r'"(?:id|slot|changed|rank|took_ms|position|csrf_token|token_hash|link|hash)": ?"?[^",}]*"?'
)
_PLACE = re.compile(r'"number":\d+(?=,"kind")')
"""How manieth line of all lists somebody's news is."""
_SIGNED = re.compile(r'"signature": ?"[^"]*"')
_BYTES = re.compile(r"\\\\x[0-9a-f]+")


def title_of(kind: str) -> dict[str, str]:
    """The title of one kind of person, as a profile says it."""
    status, until = ("permit_work", "2020-01-31") if kind == ENDED else (kind, "2099-06-30")
    return {"status": status, "valid_until": until}


def people(house: House, *, agency: str = OTHER_AGENCY) -> dict[str, Profile]:
    """One person of each kind, the same but for the title and an address."""
    return {
        kind: house.person(agency=agency, residence=title_of(kind), email=f"p{place}@exemple.ma")
        for place, kind in enumerate((*STATUSES, ENDED))
    }


def plain(text: str) -> str:
    """A text without ids, codes, moments, and places in a row."""
    for found, mark in (
        (_UUID, "U"),
        (_MOMENT, "T"),
        (_CODE, "C"),
        (_ROW, "R"),
        (_PLACE, "N"),
        (_BYTES, "B"),
        (_SIGNED, "S"),
    ):
        text = found.sub(mark, text)
    return text


def by_person(texts: Iterable[str], whose: Mapping[UUID, str]) -> dict[str, Counter[str]]:
    """What each kind of person is told of by these texts, which name their ids."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for kind in {whose[each] for each in map(UUID, _UUID.findall(text)) if each in whose}:
            found[kind][plain(text)] += 1
    return found


def split(seen: Mapping[str, object]) -> list[list[str]]:
    """The groups into which somebody who sees this may put people; one is what is wanted."""
    groups: list[tuple[object, list[str]]] = []
    for kind, what in seen.items():
        for known, kinds in groups:
            if known == what:
                kinds.append(kind)
                break
        else:
            groups.append((what, [kind]))
    return [kinds for _, kinds in groups]


def signed_in(house: House, role: Role, **of: object) -> TestClient:
    """The public API, as somebody new of this role calls it."""
    login = house.account(role, **of).login
    client = TestClient(house.app, headers={"Accept-Language": "fr"})
    made = client.post("/api/v1/sessions", json={"login": login, "password": PASSWORD})
    client.headers["Authorization"] = f"Bearer {made.json()['token']}"
    return client
