"""The table of retention: whole, dated, and the one truth. Pages and jobs say what it says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from datetime import date
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from amuddu.contracts.events.topics import BY_NAME
from amuddu.contracts.profiles.erasure import WAIT_DAYS
from amuddu.kit.db import Database, plain
from amuddu.kit.retention import Keeper
from amuddu.retention.book import Book, book, read
from amuddu.retention.term import Term
from gateway.retention.keeping import KEEPER as GATEWAY
from services.employers.retention.keeping import KEEPER as EMPLOYERS
from services.matching.retention.keeping import KEEPER as MATCHING
from services.notifications.retention.keeping import KEEPER as NOTIFICATIONS
from services.profiles.retention.keeping import KEEPER as PROFILES
from services.support.retention.keeping import KEEPER as SUPPORT
from tests.conftest import DatabaseOf
from tools import retention as page

KEEPERS: dict[str, Keeper] = {
    each.service: each for each in (PROFILES, EMPLOYERS, MATCHING, NOTIFICATIONS, SUPPORT, GATEWAY)
}
DATABASES = {
    "services.profiles": "profiles",
    "services.profiles.keys": "profiles",
    "services.employers": "employers",
    "services.matching": "matching",
    "services.notifications": "notifications",
    "services.support": "support",
    "gateway": "gateway",
    "amuddu.kit.audit": "audit",
}


def tables_in(database: Database) -> set[str]:
    with psycopg.connect(plain(database.url)) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name for (name,) in found} - {"alembic_version"}


def unnamed(tables: Collection[str], service: str) -> set[str]:
    """Tables that stand neither under a kind nor among those without a term."""
    return set(tables) - book().tables_of(service)


@pytest.mark.parametrize("package", DATABASES)
def test_every_table_of_every_service_is_named(database_of: DatabaseOf, package: str) -> None:
    assert unnamed(tables_in(database_of(package)), DATABASES[package]) == set()


def test_a_new_table_that_nobody_named_is_found(database_of: DatabaseOf) -> None:
    database = database_of("services.matching")
    with psycopg.connect(plain(database.url), autocommit=True) as connection:
        connection.execute("CREATE TABLE whispers (id int)")
        try:
            assert unnamed(tables_in(database), "matching") == {"whispers"}
        finally:
            connection.execute("DROP TABLE whispers")


def test_no_table_is_named_that_is_gone(database_of: DatabaseOf) -> None:
    there: dict[str, set[str]] = {}
    for package, service in DATABASES.items():
        there.setdefault(service, set()).update(tables_in(database_of(package)))
    for service, tables in there.items():
        assert book().tables_of(service) - tables == set(), service


def test_every_kind_that_a_job_does_has_a_job_and_no_job_another() -> None:
    for service, keeper in KEEPERS.items():
        meant = {
            kind.kind for kind in book().kinds if kind.service == service and kind.done_by == "job"
        }
        assert keeper.kinds == meant


def test_the_page_is_what_the_table_says() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), "run `make retention`"


def test_what_contracts_and_topics_say_agrees() -> None:
    on = date(2027, 1, 1)
    assert book().kind("asked_erasure").on(on).term == Term(WAIT_DAYS, "day")
    longest = max(topic.retention_days for topic in BY_NAME.values())
    assert book().kind("event_log").on(on).term == Term(longest, "day")
    for service in ("profiles", "employers", "matching", "notifications", "support"):
        # An event that comes again after its row is gone would be handled twice.
        term = book().kind(f"inbox_{service}").on(on).term
        assert term is not None
        assert term.days > longest


# --- versions -------------------------------------------------------------------------------------

IN_FORCE_BEFORE = "92082b1f91112e6b"
"""Digest of every version whose first day is past. It changes when somebody rewrites one: add a
version instead. It also changes when a new version's day is added here, which is meant."""


def test_a_version_ends_the_one_before_and_rewrites_nothing() -> None:
    two = read(
        """
        kinds:
        - kind: note
          service: profiles
          tables: [notes]
          what: "a note"
          done_by: job
          versions:
          - {valid_from: 2026-11-30, term: 24 months, counted_from: "writing", then: deleted,
             ground: necessity, source: "law", sure: house_choice, owner: officer}
          - {valid_from: 2027-06-01, term: 12 months, counted_from: "writing", then: deleted,
             ground: necessity, source: "law", sure: house_choice, owner: officer}
        exempt: []
        """
    )
    note = two.kind("note")
    assert [str(note.on(date(2027, 5, 31)).term), str(note.on(date(2027, 6, 1)).term)] == [
        "24 months",
        "12 months",
    ]
    assert page.page(two).count("| `note` |") == 2


@pytest.mark.parametrize(
    ("wrong", "with_"),
    [
        ("term: 24 months", "term: two years"),
        ("then: deleted", "then: kept"),
        ("then: deleted", "then: shredded"),
        ("valid_from: 2026-11-30", "valid_from: 2027-11-30"),
        ('what: "a note"', 'what: "a note"\n          words: {fr: Note}'),
        ("kind: note", "kind: note\n          kept: long"),
    ],
)
def test_a_table_that_is_wrong_is_refused(wrong: str, with_: str) -> None:
    text = """
        kinds:
        - kind: note
          service: profiles
          tables: [notes]
          what: "a note"
          done_by: job
          versions:
          - {valid_from: 2026-11-30, term: 24 months, counted_from: "writing", then: deleted,
             ground: necessity, source: "law", sure: house_choice, owner: officer}
          - {valid_from: 2027-06-01, term: 12 months, counted_from: "writing", then: deleted,
             ground: necessity, source: "law", sure: house_choice, owner: officer}
        exempt: []
        """
    assert isinstance(read(text), Book)
    with pytest.raises((ValidationError, ValueError)):
        read(text.replace(wrong, with_, 1))


def test_no_version_that_is_in_force_was_rewritten() -> None:
    begun = [
        f"{kind.kind} {version.model_dump_json()}"
        for kind in book().kinds
        for version in kind.versions
        if version.valid_from <= date(2026, 11, 30)
    ]
    digest = hashlib.sha256("\n".join(begun).encode()).hexdigest()[:16]
    assert digest == IN_FORCE_BEFORE, "add a version below the one that is in force"


@given(
    st.dates(date(2000, 2, 1), date(2100, 1, 1)),
    st.integers(0, 200),
    st.sampled_from(["day", "month", "year"]),
)
def test_what_is_kept_so_long_is_due_when_it_is_and_not_a_day_earlier(
    day: date, number: int, unit: str
) -> None:
    term = Term.read(f"{number} {unit}s")
    due = term.after(day)
    assert term.before(due) >= day or (due.day != day.day and term.before(due).month == day.month)
    assert term.before(day) <= day <= due


_TOLD = re.compile(r"`([a-z_]+)` (\d+ (?:day|month|year)s?)\b")


def test_the_impact_assessment_says_the_terms_of_the_table() -> None:
    said = (Path(__file__).parents[2] / "docs" / "impact-assessment.md").read_text()
    told = _TOLD.findall(said)
    assert len(told) >= 12
    for kind, term in told:
        assert str(book().kind(kind).on(date(2026, 12, 1)).term) == term, kind
    assert "to be set" not in said
