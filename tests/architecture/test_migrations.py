"""No migration asks PostgreSQL for what stops those who use the table meanwhile.

Each service's migrations run on an empty database; squawk reads what was sent, by revision.
"""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import event, make_url

from amuddu.kit import migrations
from amuddu.kit.db import Database, plain

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "services.profiles",
    "services.profiles.keys",
    "services.employers",
    "services.matching",
    "services.notifications",
    "services.support",
    "gateway",
    "amuddu.kit.audit",
)
_NOBODY_YET = "ran before anybody's data was there, and before this check"
RELEASED = {
    ("profiles/0002", "ban-drop-default"): _NOBODY_YET,
    ("profiles/0003", "require-concurrent-index-creation"): _NOBODY_YET,
    ("employers/0001", "prefer-identity"): "a sequence of its own does as well",
    ("matching/0002", "ban-drop-default"): _NOBODY_YET,
    ("matching/0003", "require-concurrent-index-creation"): _NOBODY_YET,
    ("notifications/0002", "ban-drop-default"): _NOBODY_YET,
    ("notifications/0003", "require-concurrent-index-creation"): _NOBODY_YET,
    ("notifications/0004", "ban-drop-default"): _NOBODY_YET,
    ("notifications/0005", "ban-drop-default"): _NOBODY_YET,
    ("gateway/0001", "prefer-identity"): "a sequence of its own does as well",
}
"""Rules broken by migrations that ran already and so stay as they are, with the reason."""

HARMLESS = {
    ("profiles/0010", "changing-column-type"): "a longer limit of a varchar rewrites no row",
    **dict.fromkeys(
        (
            ("profiles/0016", "ban-drop-column"),
            ("profiles/0016", "ban-drop-table"),
            ("profiles/0016", "ban-drop-constraint"),
            ("profiles/0016", "constraint-missing-not-valid"),
            ("profiles/0016", "require-concurrent-index-creation"),
            ("profiles/0016", "require-concurrent-index-deletion"),
            ("profiles/0016", "disallowed-unique-constraint"),
        ),
        "processes of before are stopped for it: what they read in clear is sealed",
    ),
    (
        "employers/0006_long_references",
        "changing-column-type",
    ): "a longer limit of a varchar rewrites no row",
    **dict.fromkeys(
        (
            ("employers/0012_wording", "ban-drop-constraint"),
            ("employers/0012_wording", "constraint-missing-not-valid"),
        ),
        "the condition that takes its place is wider, and is there at once without a look at rows",
    ),
    (
        "employers/0014_erasures",
        "ban-drop-not-null",
    ): "code of before writes it always, and tells it as one that may be missing",
    (
        "employers/0016_reports",
        "require-concurrent-index-creation",
    ): "open vacancies alone: the index is there before anybody's patience ends",
    (
        "employers/0017_standing",
        "require-concurrent-index-creation",
    ): "a row an employer, and no row has the number yet: the index is there at once",
    (
        "profiles/0012_three_agree",
        "require-concurrent-index-creation",
    ): "a row a candidacy: the index is there before anybody's patience ends",
    (
        "profiles/0017_retention",
        "adding-field-with-default",
    ): "CURRENT_DATE is stable: it is worked out once, and no row is rewritten",
    (
        "profiles/0017_retention",
        "require-concurrent-index-creation",
    ): "a row a person, of one day: the index is there before anybody's patience ends",
    (
        "gateway/0006_last_seen",
        "adding-field-with-default",
    ): "CURRENT_DATE is stable: it is worked out once, and no row is rewritten",
}
"""Rules that a migration breaks in a way that stops nobody, with the reason."""


@dataclass(frozen=True)
class Broken:
    """A rule that a revision breaks."""

    revision: str
    rule: str
    line: str


@pytest.fixture
def empty(postgres_url: str) -> Iterator[Database]:
    name = f"linted_{uuid4().hex[:8]}"
    with psycopg.connect(plain(postgres_url), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    made = Database(make_url(postgres_url).set(database=name).render_as_string(hide_password=False))
    yield made
    made.close()
    with psycopg.connect(plain(postgres_url), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def sent(database: Database, folder: Path) -> dict[str, list[str]]:
    """The statements of each revision, the lock timeout before them."""
    found: dict[str, list[str]] = {}
    waiting: list[str] = []
    before: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SET LOCAL lock_timeout"):
            before.append(statement)
        elif done := re.match(
            r"(?:INSERT INTO|UPDATE) alembic_version .*?'(\w+)'", statement, re.DOTALL
        ):
            found[done.group(1)] = [*before, *waiting]
            waiting.clear()
        elif not values and not re.match(r"\s*SELECT\b", statement):
            waiting.append(statement.strip())

    event.listen(database.engine, "before_cursor_execute", hear)
    migrations.upgrade(database, folder)
    return found


def broken(revision: str, statements: list[str]) -> list[Broken]:
    """What squawk says of a revision."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("squawk")), "--reporter", "json"],
        input=";\n".join([*statements, ""]),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("["), done.stderr
    lines = ";\n".join(statements).splitlines()
    return [
        Broken(revision, one["rule_name"], lines[one["line"]]) for one in json.loads(done.stdout)
    ]


def folder_of(package: str) -> Path:
    source = importlib.import_module(package).__file__
    assert source is not None
    return Path(source).parent / "migrations"


@pytest.mark.parametrize("package", PACKAGES)
def test_migrations_are_safe_while_the_table_is_used(package: str, empty: Database) -> None:
    name = package.rpartition(".")[2]
    by_revision = sent(empty, folder_of(package))
    files = list((folder_of(package) / "versions").rglob("*.py"))
    assert len(by_revision) == len(files)
    found = [one for item in by_revision.items() for one in broken(*item)]
    explained = RELEASED | HARMLESS
    unexplained = [one for one in found if (f"{name}/{one.revision}", one.rule) not in explained]
    assert unexplained == []
    used = {(f"{name}/{one.revision}", one.rule) for one in found}
    assert {key for key in explained if key[0].startswith(f"{name}/")} == used


ENVIRONMENT = (ROOT / "services/profiles/migrations/env.py").read_text()
FIRST = """
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.execute("CREATE TABLE people (id uuid PRIMARY KEY, age bigint)")
"""


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("ALTER TABLE people ALTER COLUMN age SET NOT NULL", "adding-not-nullable-field"),
        ("ALTER TABLE people ALTER COLUMN age TYPE text", "changing-column-type"),
        ("ALTER TABLE people RENAME COLUMN age TO years", "renaming-column"),
        ("ALTER TABLE people DROP COLUMN age", "ban-drop-column"),
        ("CREATE INDEX people_age ON people (age)", "require-concurrent-index-creation"),
    ],
)
def test_an_unsafe_migration_is_refused(
    statement: str, rule: str, empty: Database, tmp_path: Path
) -> None:
    versions = tmp_path / "planted" / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions.parent / "env.py").write_text(ENVIRONMENT)
    (versions / "0001.py").write_text(FIRST)
    second = FIRST.replace('"0001"', '"0002"').replace("None", '"0001"')
    second = re.sub(r'op\.execute\(".*"\)', f'op.execute("{statement}")', second)
    (versions / "0002.py").write_text(second)
    by_revision = sent(empty, versions.parent)
    assert broken("0001", by_revision["0001"]) == []
    assert rule in {one.rule for one in broken("0002", by_revision["0002"])}


def test_a_migration_without_lock_timeout_is_refused() -> None:
    found = broken("0001", ["ALTER TABLE people ADD COLUMN age bigint"])
    assert [one.rule for one in found] == ["require-lock-timeout"]
