"""Figures are released by period: counted once, protected once, kept as they may be shown.

    PRESS = Press("people", count)                       # in a service
    serve(PEOPLE.read, PRESS.read)                       # its routes
    PRESS.periodic(database)                             # its worker

A month comes out on the fifth day after its end, and then stays as it is. A correction is a
release of its own under the next number. Each is protected against every release before it, so
that whoever subtracts one from another learns nothing about one person either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    MetaData,
    Row,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from amuddu.contracts.statistics import Delay, Dimension, Figures, Release, Releases, Subject
from amuddu.kit import clock
from amuddu.kit.db import Database, Session
from amuddu.kit.disclosure.medians import median_days
from amuddu.kit.disclosure.small_cells import LEAST
from amuddu.kit.disclosure.tables import Counted, tables
from amuddu.kit.errors import Conflict, NotFound
from amuddu.kit.i18n import N_
from amuddu.kit.periodic import Periodic
from amuddu.kit.settings import Settings

RELEASE_DAY = 5
"""Day of the month on which the month before comes out."""
BETWEEN_CORRECTIONS = timedelta(days=28)
"""Corrections at will would make the figures live again."""
CHECK_SECONDS = 3600.0
RETRY_SECONDS = 60.0
_LOCK = 7_305_121_016

_TOO_SOON = N_("Les chiffres de ce mois ne sont pas encore à publier.")
_NOT_NEXT = N_("Ce numéro n'est pas le suivant pour ce mois.")
_CORRECTED = N_("Une correction a déjà été publiée il y a moins de quatre semaines.")

DelayName = Literal["answer", "hire", "first_candidate", "filled"]


def table_in(metadata: MetaData) -> Table:
    """The table of releases, among those of a service."""
    return Table(
        "releases",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("period", String(7), nullable=False),
        Column("number", SmallInteger, nullable=False),
        Column("released_at", DateTime(timezone=True), nullable=False),
        Column("figures", JSONB, nullable=False),
        UniqueConstraint("period", "number", name="releases_once"),
    )


_releases = table_in(MetaData())


@dataclass(frozen=True, slots=True)
class Counts:
    """What a service counted of its own rows; it leaves the service in no other way than here."""

    counted: Iterable[Counted]
    columns: Sequence[str]
    rows: Mapping[Dimension, Sequence[str]]
    """Of the tables beside that by month."""
    delays: Mapping[DelayName, Iterable[float]] = field(default_factory=dict)
    """Hours of each case."""


class Press:
    """Counts and releases the figures of one subject, and reads what was released."""

    def __init__(self, subject: Subject, count: Callable[[Session, datetime], Counts]) -> None:
        """`count`: everything up to an instant."""
        self._subject = subject
        self._count = count

    def releases(self, session: Session, *, on: date) -> Releases:
        """What was released, the newest first."""
        rows = session.connection().execute(
            select(_releases.c.period, _releases.c.number, _releases.c.released_at).order_by(
                _releases.c.period.desc(), _releases.c.number.desc()
            )
        )
        items = tuple(Release.model_validate(row._asdict()) for row in rows)
        return Releases(items=items, next_on=release_day(following(newest_due(on))))

    def read(self, session: Session, *, period: str, number: int | None) -> Figures:
        """The figures of a month as they were released. Raises `NotFound`."""
        found = _found(session, period, number)
        if found is None:
            raise NotFound
        return Figures.model_validate(found.figures)

    def release(
        self, session: Session, settings: Settings, *, on: date, period: str, number: int
    ) -> Figures:
        """Release a month, or correct it under the next number; what is there stays.

        Raises `Conflict` for a month that is not over yet. Only a demonstration, whose people all
        came today, may be read at once.
        """
        at_once = settings.mode == "demo" and number == 1
        if period > (month_of(on) if at_once else newest_due(on)):
            raise Conflict(_TOO_SOON)
        _alone(session)
        if (found := _found(session, period, number)) is not None:
            return Figures.model_validate(found.figures)
        newest = _found(session, period, None)
        if number != (newest.number if newest else 0) + 1:
            raise Conflict(_NOT_NEXT)
        if number > 1 and _corrected_since(session, clock.now() - BETWEEN_CORRECTIONS):
            raise Conflict(_CORRECTED)
        return self._released(session, period, number)

    def release_due(self, session: Session, *, on: date) -> bool:
        """Release the newest month that is due; whether there was one."""
        _alone(session)
        period = newest_due(on)
        if _found(session, period, None) is not None:
            return False
        self._released(session, period, 1)
        return True

    def periodic(self, database: Database) -> Periodic:
        """What releases each month when its day has come."""

        def turn() -> bool:
            with database.session() as session:
                return self.release_due(session, on=clock.today())

        name = f"release-{self._subject}"
        return Periodic(name, turn, every=CHECK_SECONDS, retry=RETRY_SECONDS)

    def _released(self, session: Session, period: str, number: int) -> Figures:
        before = [Figures.model_validate(each) for each in _all(session)]
        counts = self._count(session, end_of(period))
        counted = list(counts.counted)
        rows: dict[Dimension, Sequence[str]] = {
            **counts.rows,
            "month": _months(period, counted, before),
        }
        figures = Figures(
            subject=self._subject,
            release=Release(period=period, number=number, released_at=clock.now()),
            least=LEAST,
            tables=tables(
                counted,
                rows=rows,
                columns=counts.columns,
                before=[earlier.tables for earlier in before],
            ),
            delays=tuple(
                Delay(name=name, median_days=median_days(hours))
                for name, hours in counts.delays.items()
            ),
        )
        session.connection().execute(
            _releases.insert().values(
                **figures.release.model_dump(), figures=figures.model_dump(mode="json")
            )
        )
        return figures


# --- months ---------------------------------------------------------------------------------------


def month_of(day: date) -> str:
    """`2026-10`."""
    return f"{day:%Y-%m}"


def following(period: str) -> str:
    """The month after."""
    return month_of(end_of(period))


def end_of(period: str) -> datetime:
    """The instant at which a month is over."""
    begins = datetime.strptime(period, "%Y-%m").replace(tzinfo=UTC)
    return (begins + timedelta(days=31)).replace(day=1)


def release_day(period: str) -> date:
    """The day on which a month comes out."""
    return end_of(period).date().replace(day=RELEASE_DAY)


def newest_due(on: date) -> str:
    """The last month whose day has come."""
    month_before = on.replace(day=1) - timedelta(days=1)
    if on >= release_day(month_of(month_before)):
        return month_of(month_before)
    return month_of(month_before.replace(day=1) - timedelta(days=1))


def _months(period: str, counted: Sequence[Counted], before: Sequence[Figures]) -> list[str]:
    """Every month from the first that anybody was counted in."""
    seen = {where["month"] for where, _, number in counted if number}
    seen |= {
        row
        for figures in before
        for table in figures.tables
        if table.dimension == "month"
        for row in table.rows
    }
    found = [min({period, *seen})]
    while found[-1] < max({period, *seen}):
        found.append(following(found[-1]))
    return found


# --- the table ------------------------------------------------------------------------------------


def _alone(session: Session) -> None:
    """Let no other process release until this transaction ends."""
    session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _found(session: Session, period: str, number: int | None) -> Row[tuple[object, ...]] | None:
    """One edition of a month: the newest unless a number is given."""
    query = select(_releases).where(_releases.c.period == period)
    if number is not None:
        query = query.where(_releases.c.number == number)
    return session.connection().execute(query.order_by(_releases.c.number.desc()).limit(1)).first()


def _all(session: Session) -> Sequence[object]:
    return session.connection().execute(select(_releases.c.figures)).scalars().all()


def _corrected_since(session: Session, since: datetime) -> bool:
    query = select(_releases.c.id).where(_releases.c.number > 1, _releases.c.released_at > since)
    return session.connection().execute(query.limit(1)).first() is not None
