"""The title never leaves the profiles service: the real flow is driven and all it emits is read.

Five people with telling papers go through the main job: registered, ranked, shortlisted, told, met
and hired. Then everything that left the profiles service is searched for ids, labels and plain
words of papers, facts and nationalities: events, logs, tables of the other services, messages, and
every page and answer that an employer can open.
"""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from amuddu.contracts.events import schemas, topics
from amuddu.contracts.profiles import Consents
from amuddu.contracts.schemes import SchemeVersioned
from amuddu.kit.auth import Role
from amuddu.kit.bus.memory import MemoryBus
from amuddu.reference.countries import countries
from amuddu.reference.text import fold
from amuddu.rules.residence import overlays, statuses
from gateway.people.words import PAPERS, QUESTIONS
from services.profiles.common.tables import ProfileRow
from services.profiles.people.facts import updated
from tests.gateway.conftest import PASSWORD, House

OTHERS = ("employers", "matching", "notifications", "support", "gateway")
PEOPLE: tuple[dict[str, Any], ...] = (
    {"nationality": "SY", "residence": {"status": "refugee_bra_permit"}},
    {"nationality": "SN", "residence": {"status": "permit_work"}},
    {"nationality": "YE", "residence": {"status": "permit_family", "overlays": ["stateless"]}},
    {
        "nationality": "CM",
        "residence": {"status": "permit_work", "overlays": ["spouse_of_moroccan"]},
    },
    {"nationality": "GN", "residence": {"status": "regularised_exceptional"}},
)
COUNTRIES = ("SY", "SN", "YE", "CM", "GN")


def telling() -> Iterator[str]:
    """Words that would tell: ids, labels and words of papers and facts, names of countries."""
    for rows in (statuses(), overlays()):
        for row in rows.values():
            yield row.id
            yield from row.label.values()
    yield from PAPERS.values()
    yield from (question.rstrip(" ?") for question in QUESTIONS.values())
    for code in COUNTRIES:
        yield from countries()[code].names.values()


# "irregular" alone is a plain English word and the visa's own words are those of every route.
WORDS = sorted({fold(word) for word in telling()} - {"irregular"}, key=len)
GROUNDS = re.compile(
    r"\b(" + "|".join(map(re.escape, WORDS)) + r"|refugie\w*|refugee\w*|apatride|stateless)\b"
)
CODES = re.compile(r'"(?:' + "|".join(COUNTRIES) + r')"')


def tells(text: str) -> str | None:
    """The first telling word of a text."""
    found = GROUNDS.search(fold(text)) or CODES.search(text)
    return found.group(0) if found else None


def test_the_search_finds_what_it_looks_for() -> None:
    for text in ('{"status": "refugee_bra_permit"}', '"nationality": "SY"', "Né au Sénégal",
                 "carte du BRA et carte d'immatriculation", "لاجئ سوري من سوريا"):  # fmt: skip
        assert tells(text), text
    assert tells("Visa du contrat, CDI à Rabat") is None


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """All that any logger says, down to the finest."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every envelope that passes over the bus, as it is on the wire, but for the terms of schemes.

    Those come from the employers service, which knows no title of anybody.
    """
    kept: list[str] = []
    publish = MemoryBus.publish

    def keeping(self: MemoryBus, envelopes: Any, *args: Any, **kwargs: Any) -> Any:
        kept.extend(
            envelope.model_dump_json()
            for envelope in envelopes
            if envelope.type != SchemeVersioned.type
        )
        return publish(self, envelopes, *args, **kwargs)

    monkeypatch.setattr(MemoryBus, "publish", keeping)
    return kept


def rows(house: House, service: str) -> Iterator[str]:
    """Every row of every table of a service, as text.

    But for the terms of the schemes: whom a scheme admits is public, and says nothing of anybody.
    """
    with house.databases[service].engine.connect() as connection:
        tables = connection.exec_driver_sql(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename NOT IN ('scheme_versions', 'schemes')"
        ).scalars()
        for table in tables.all():
            found = connection.exec_driver_sql(f'SELECT t::text FROM "{table}" t').scalars()
            yield from (f"{table}: {row}" for row in found)


def as_employer(
    house: House, employer_id: Any, vacancy_id: Any, candidacies: list[Any]
) -> Iterator[str]:
    """Every answer that an employer can get about a vacancy and its candidates."""
    house.account(Role.EMPLOYER, "patron", employer_id=employer_id)
    client = TestClient(house.app, headers={"Accept-Language": "fr"})
    token = client.post("/api/v1/sessions", json={"login": "patron", "password": PASSWORD})
    client.headers["Authorization"] = f"Bearer {token.json()['token']}"
    api = ["/vacancies", f"/vacancies/{vacancy_id}", f"/vacancies/{vacancy_id}/candidacies",
           f"/vacancies/{vacancy_id}/ranking", "/schemes", "/profiles"]  # fmt: skip
    for one in candidacies:
        api += [f"/candidacies/{one}", f"/candidacies/{one}/contact"]
    for path in api:
        answer = client.get(f"/api/v1{path}")
        assert answer.status_code < 500, path
        yield f"{path}: {answer.text}"
    browser = house.browser(Role.EMPLOYER, employer_id=employer_id)
    for path in ("/offres", f"/offres/{vacancy_id}", f"/offres/{vacancy_id}/preselection"):
        page = browser.get(path)
        assert page.status_code == 200, path
        yield f"{path}: {page.text}"


def test_nothing_that_leaves_the_profiles_service_tells_a_title(
    house: House, published: list[str]
) -> None:
    with everything_logged() as log:
        employer = house.employer()
        vacancy = house.vacancy(employer, incentive_scheme="MA_PRIME_APPUI_EMPLOI")
        candidacies = []
        for number, facts in enumerate(PEOPLE):
            someone = house.person(email=f"p{number}@exemple.ma", **facts)
            candidacies.append(house.shortlisted(vacancy, someone))
            house.answer("yes" if number % 2 == 0 else "no")
        house.services.matching.hire(house.staff, candidacies[0])
        house.pump()
        seen = list(as_employer(house, employer.id, vacancy.id, candidacies))

    emitted = {
        "event": published,
        "log": log.getvalue().splitlines(),
        "table": [row for service in OTHERS for row in rows(house, service)],
        "message": [repr(message) for message in house.messages.sent],
        "employer": seen,
    }
    assert all(emitted.values()), {kind: len(texts) for kind, texts in emitted.items()}
    assert len(published) > 15
    # The data is there to be leaked: the profiles service itself holds it, sealed, and only it.
    kept = house.services.profiles.get(house.staff, someone.id)
    assert kept.residence is not None
    assert kept.residence.status == PEOPLE[-1]["residence"]["status"]
    assert not any("refugee_bra_permit" in row for row in rows(house, "profiles"))
    found = {
        (kind, word)
        for kind, texts in emitted.items()
        for text in texts
        if (word := tells(text)) is not None
    }
    assert found == set()


def test_the_event_of_a_profile_is_made_without_a_residence() -> None:
    row = ProfileRow(id=uuid4(), code="K7-4QX", agency_id="rabat").saying(
        given_name="Zibounda",
        family_name="Korvalan",
        channel="agent",
        language="fr",
        about="",
        occupations=[{"text": "maçon", "concept": "mason"}],
        skills=[],
        experience=[],
        languages=[],
        contract_types=[],
    )
    told = updated(row, Consents(matching=True), age="adult", revision=1)
    assert tells(told.model_dump_json()) is None
    fields = set(json.loads(told.model_dump_json()))
    assert not fields & {"status", "residence", "nationality", "overlays", "title", "valid_until"}


@pytest.mark.parametrize("event", sorted(topics.EVENTS.values(), key=lambda one: one.type))
def test_no_schema_or_example_of_an_event_tells_a_title(event: Any) -> None:
    schema = json.dumps(schemas.schema_of(event), ensure_ascii=False)
    names = set(re.findall(r'"(\w+)": \{', schema))
    assert not names & {"status_id", "residence", "nationality", "overlays", "underlying", "ground"}
    ids = [*statuses(), *overlays()]
    assert not [one for one in ids if one != "irregular" and one in schema]
    assert tells(schemas.example_of(event).read_text(encoding="utf-8")) is None


def test_no_table_of_another_service_has_a_column_for_it() -> None:
    from services.employers import tables as employers
    from services.matching import tables as matching
    from services.notifications import tables as notifications
    from services.support import tables as support

    telling_columns = {
        "nationality",
        "residence",
        "overlays",
        "underlying",
        "title_of_stay",
        "valid_until",
    }
    for module in (employers, matching, notifications, support):
        columns = {c.name for table in module.METADATA.tables.values() for c in table.columns}
        assert columns
        assert not columns & telling_columns
