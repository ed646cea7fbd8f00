"""Database access: one engine a process, one transaction a request or message.

Nothing in a service commits: the session is committed where it was opened, by `Database.session`
(messages, command line) or by the `get_session` dependency (requests).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, Protocol, cast

from fastapi import Depends, Request
from sqlalchemy import ColumnElement, Engine, Table, any_, create_engine, event, text
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import IntegrityError as IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session as Session

from amuddu.kit import embedded
from amuddu.kit.identity import Keys
from amuddu.kit.settings import Settings

DATABASE_AWAY = (DBAPIError, PoolTimeout)
"""What is raised while the database is out of reach."""

_NOTICED_BY_SERVER = (
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
)
"""A client whose machine is gone says nothing either, and its locks would hold for two hours, a
server's usual wait: with these the others go on within half a minute."""


class Closes(Protocol):
    """Whatever holds connections of its own."""

    def close(self) -> None: ...


class Database:
    """The database of one service; `schema`: a set of tables beside those in use.

    `keys`: with which the service signs the events it writes here, and checks those it hears.
    """

    def __init__(
        self, url: str, *, keys: Keys | None = None, pool_size: int = 10, schema: str = ""
    ) -> None:
        self.url = url
        self.keys = keys
        self.info: dict[str, Any] = {"keys": keys}
        """What each transaction is given in its own `info`."""
        self.beside: list[Closes] = []
        """What was opened for this database, and is closed with it."""
        within = f" -c search_path={schema}" if schema else ""
        self.engine: Engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
            pool_timeout=5,
            # A statement's values are people's data: they stay out of errors and logs.
            hide_parameters=True,
            connect_args={
                "connect_timeout": 5,
                "options": f"-c timezone=utc {_NOTICED_BY_SERVER}{within}",
                # A server whose machine is gone says nothing: notice within ten seconds.
                "keepalives_idle": 5,
                "keepalives_interval": 2,
                "keepalives_count": 3,
                "tcp_user_timeout": 10_000,
            },
        )

    @classmethod
    def of(cls, settings: Settings, name: str, url: str) -> Database:
        """The database a service's settings name, or an embedded one called `name`."""
        chosen = url or embedded.database_url(settings.data_dir, name)
        keys = Keys(settings, name)
        return cls(with_driver(chosen), keys=keys, pool_size=settings.database_pool)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction: committed at the end of the block, rolled back if it raises."""
        made = Session(self.engine, expire_on_commit=False, info=self.info)
        with made as session, session.begin():
            yield session

    def check(self) -> None:
        """Raise `sqlalchemy.exc.OperationalError` unless the database answers."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()
        for other in self.beside:
            other.close()


def after_commit(session: Session, act: Callable[[], None]) -> None:
    """Do something once what the session did holds; not at all where it is rolled back."""
    event.listen(session, "after_commit", lambda _: act(), once=True)


def with_driver(url: str) -> str:
    """A plain `postgresql://` URL, as hosts print it, with the driver this product uses."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def plain(url: str) -> str:
    """The URL as libpq reads it, for psycopg itself."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def insert_many(
    session: Session, table: Table, rows: Sequence[Mapping[str, Any]], *, returning: str = ""
) -> list[Any]:
    """Write many rows that name the same columns with one statement and one parameter.

    A row that the table has already, by any of its keys, is passed over. Returns the column
    `returning` of the rows that were written, where one is named.
    """
    if not rows:
        return []
    quoted = session.get_bind().dialect.identifier_preparer
    name = quoted.format_table(table)
    columns = ", ".join(quoted.quote(column) for column in rows[0])
    # The names are those of our own tables; the values travel apart.
    statement = (
        f"INSERT INTO {name} ({columns}) SELECT {columns} FROM"  # noqa: S608
        f" jsonb_populate_recordset(CAST(NULL AS {name}), CAST(:rows AS jsonb))"
        " ON CONFLICT DO NOTHING"
    )
    values = {"rows": json.dumps(rows, default=_as_text, ensure_ascii=False)}
    if not returning:
        session.connection().execute(text(statement), values)
        return []
    told = text(f"{statement} RETURNING {quoted.quote(returning)}")
    return list(session.connection().execute(told, values).scalars())


def among(column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """Whether a column has one of many values, sent as one parameter: the statement stays the
    same, however many there are, and need not be written, read and planned anew."""
    return cast("ColumnElement[bool]", column == any_(sql_cast(list(values), ARRAY(column.type))))


def _as_text(value: object) -> str:
    """A value as PostgreSQL reads it."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def get_session(request: Request) -> Iterator[Session]:
    """The request's transaction, from `app.state.database`."""
    database: Database = request.app.state.database
    with database.session() as session:
        yield session


# scope="function": the commit happens before the answer is sent, so a 201 never precedes a
# commit that fails.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]
