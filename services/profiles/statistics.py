"""What became of the people who agreed to be counted: how many, by region, sex, language, month.

Sex is told by whoever wants to tell it, is known to this service alone, and is used for nothing
else. Nobody who did not agree to statistics is counted. Small numbers are hidden here, before
anything leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, Subquery, func, select
from sqlmodel import Session, col

from amuddu.contracts.statistics import UNKNOWN, Dimension, Figures
from amuddu.contracts.types import LANGS
from amuddu.kit.auth import Actor, Role, require
from amuddu.kit.disclosure.small_cells import LEAST
from amuddu.kit.disclosure.tables import Counted, months_until, tables
from amuddu.reference.places import places, regions
from services.profiles.models import ConsentRow, GrantRow, ProfileRow

COLUMNS = ("registered", "put_forward", "said_yes", "hired")
"""How far somebody got; each person is in one column."""


def people(session: Session, *, actor: Actor, on: date, months: int) -> Figures:
    """People registered in the last months, and how far they got since."""
    require(actor, Role.COORDINATOR, Role.ADMINISTRATOR)
    last = months_until(on, count=months)
    rows: dict[Dimension, tuple[str, ...]] = {
        "region": (*regions(), UNKNOWN),
        "sex": ("f", "m", UNKNOWN),
        "language": LANGS,
        "month": tuple(last),
    }
    since = datetime.strptime(last[0], "%Y-%m").replace(tzinfo=UTC)
    counted = _counted(session, since)
    return Figures(
        subject="people",
        least=LEAST,
        tables=tables(counted, rows=rows, columns=COLUMNS, least=LEAST),
    )


def _counted(session: Session, since: datetime) -> Iterator[Counted]:
    month = func.to_char(func.timezone("UTC", col(ProfileRow.created_at)), "YYYY-MM")
    furthest = _furthest()
    query = (
        select(
            col(ProfileRow.place),
            col(ProfileRow.sex),
            col(ProfileRow.language),
            month,
            func.coalesce(furthest.c.step, 0),
            func.count(),
        )
        .outerjoin(furthest, furthest.c.profile_id == col(ProfileRow.id))
        .where(col(ProfileRow.created_at) >= since, col(ProfileRow.id).in_(_agreed()))
        .group_by(
            col(ProfileRow.place),
            col(ProfileRow.sex),
            col(ProfileRow.language),
            month,
            furthest.c.step,
        )
    )
    for place, sex, language, when, step, number in session.execute(query):
        found = places().get(place or "")
        dimensions: dict[Dimension, str] = {
            "region": found.region_id if found else UNKNOWN,
            "sex": sex or UNKNOWN,
            "language": language,
            "month": when,
        }
        yield dimensions, COLUMNS[step], number


def _furthest() -> Subquery:
    """How far each person got: 1 put forward, 2 said yes, 3 hired."""
    step = (
        func.max(func.least(func.num_nonnulls(col(GrantRow.hired_at)), 1) * 3),
        func.max(func.least(func.num_nonnulls(col(GrantRow.agreed_at)), 1) * 2),
    )
    return (
        select(col(GrantRow.profile_id), func.greatest(*step, 1).label("step"))
        .group_by(col(GrantRow.profile_id))
        .subquery()
    )


def _agreed() -> Select[Any]:
    """Who agrees, as things stand, to be counted."""
    newest = (
        select(func.max(col(ConsentRow.id)))
        .where(col(ConsentRow.purpose) == "statistics")
        .group_by(col(ConsentRow.profile_id))
    )
    return select(col(ConsentRow.profile_id)).where(
        col(ConsentRow.id).in_(newest), col(ConsentRow.given).is_(True)
    )
