"""The tables of a rebuild, beside those in use, and their taking over: all SQL of both.

They are a schema of their own in matching's database, made by the same migrations. Taking over
is one transaction that writes the difference into the tables in use, so that replicas follow it
like any change, and nobody ever reads a half-built list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, SQLModel

from amuddu.kit import migrations
from amuddu.kit.db import Database
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.facts import repository as facts_repository
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.interests.tables import InterestRow

SCHEMA = "matching_rebuild"
MIGRATIONS = Path(__file__).parents[1] / "migrations"
LOCK_NOT_AVAILABLE = "55P03"
_LOCK = 7_305_121_003

_CHANGED = "(pg_current_xact_id()::text)::bigint"


def _columns(table: type[SQLModel], *, without: Sequence[str] = ()) -> tuple[str, ...]:
    """All columns of a table but these: one that comes later is carried over by itself."""
    return tuple(name for name in table.model_fields if name not in without)


_PERSON = _columns(CandidateRow, without=["changed"])
_VACANCY = _columns(VacancyRow, without=["changed"])
_CANDIDACY = _columns(CandidacyRow)
_INTEREST = _columns(InterestRow)
_STEP = _columns(TransitionRow, without=["id", "note", "bulk"])


def create(database: Database) -> Database:
    """Empty tables beside those of `database`; what an earlier rebuild left is dropped."""
    with database.engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    shadow = Database(database.url, keys=database.keys, pool_size=2, schema=SCHEMA)
    migrations.upgrade(shadow, MIGRATIONS)
    with database.engine.begin() as connection:  # the log may still hold who was erased
        marks = f"INSERT INTO {SCHEMA}.erased_marks SELECT * FROM erased_marks"  # noqa: S608
        connection.execute(text(marks))
    return shadow


def drop(database: Database) -> None:
    """Remove the tables of a rebuild."""
    with database.engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))


class Running(Exception):
    """Another rebuild of the same tables runs."""


@contextmanager
def only_one(database: Database) -> Iterator[None]:
    """Let no other rebuild begin until the block ends. Raises `Running`."""
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if not connection.execute(text(f"SELECT pg_try_advisory_lock({_LOCK})")).scalar():
            raise Running
        try:
            yield
        finally:
            connection.execute(text(f"SELECT pg_advisory_unlock({_LOCK})"))


def holds_nothing(session: Session) -> bool:
    """Whether the tables in use know nobody and nothing."""
    query = "SELECT NOT EXISTS (SELECT FROM candidate) AND NOT EXISTS (SELECT FROM vacancy)"
    return bool(session.connection().execute(text(query)).scalar())


class Busy(Exception):
    """Somebody works with the tables just now."""


def stop_writers(session: Session) -> None:
    """Let nobody read or write the tables in use until this transaction ends. Raises `Busy`.

    It gives up sooner than PostgreSQL looks for deadlocks, so it is never a request that loses.
    """
    connection = session.connection()
    connection.execute(text("SET LOCAL lock_timeout = '500ms'"))
    tables = "vacancy, candidate, candidacy, transition, interest"
    try:
        connection.execute(text(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE"))
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
            raise Busy from error
        raise
    connection.execute(text("SET LOCAL lock_timeout = 0"))


def take_over(session: Session) -> None:
    """Make the tables in use say what the rebuilt ones say; what no event carries stays:
    the notes of counsellors, and which steps were taken together, so that they may be undone."""
    for statement in (
        _renewed("candidate", "profile_id", _PERSON),
        _renewed("vacancy", "id", _VACANCY),
        _emptied("candidate", "profile_id", "code = '', contactable = false"),
        _emptied("vacancy", "id", "open = false"),
        "CREATE TEMP TABLE kept ON COMMIT DROP AS"
        " SELECT candidacy_id, name, at, note, bulk FROM transition"
        " WHERE note IS NOT NULL OR bulk IS NOT NULL",
        "DELETE FROM transition",
        "DELETE FROM candidacy",
        "DELETE FROM interest",
        _copied("candidacy", _CANDIDACY, order="id"),
        _copied("transition", _STEP, order="id"),
        _copied("interest", _INTEREST, order="id"),
        "UPDATE transition SET note = kept.note, bulk = kept.bulk FROM kept"
        " WHERE transition.candidacy_id = kept.candidacy_id"
        " AND transition.name = kept.name AND transition.at = kept.at",
        f"NOTIFY {facts_repository.CHANNEL}",
    ):
        session.connection().execute(text(statement))


def _renewed(table: str, key: str, columns: Sequence[str]) -> str:
    """Rows that are new or say something else; the others are left alone."""
    listed, others = ", ".join(columns), [each for each in columns if each != key]
    values = ", ".join(f"{each} = excluded.{each}" for each in others)
    differs = " OR ".join(f"{table}.{each} IS DISTINCT FROM excluded.{each}" for each in others)
    return (
        f"INSERT INTO {table} ({listed}, changed)"  # noqa: S608 - names from this module alone
        f" SELECT {listed}, {_CHANGED} FROM {SCHEMA}.{table}"
        f" ON CONFLICT ({key}) DO UPDATE SET {values}, changed = {_CHANGED} WHERE {differs}"
    )


def _emptied(table: str, key: str, also: str) -> str:
    """Rows of which the log knows nothing stay as those of somebody who withdrew."""
    return (
        f"UPDATE {table} SET facts = NULL, vector = NULL, model_id = NULL, {also},"  # noqa: S608
        f" changed = {_CHANGED} WHERE facts IS NOT NULL AND NOT EXISTS"
        f" (SELECT FROM {SCHEMA}.{table} AS rebuilt WHERE rebuilt.{key} = {table}.{key})"
    )


def _copied(table: str, columns: Sequence[str], *, order: str) -> str:
    listed = ", ".join(columns)
    return (
        f"INSERT INTO {table} ({listed})"  # noqa: S608 - names from this module alone
        f" SELECT {listed} FROM {SCHEMA}.{table} ORDER BY {order}"
    )
