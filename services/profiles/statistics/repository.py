"""All SQL of the statistics: how far people got. What is counted by is sealed, so it is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, func, select
from sqlmodel import Session, col

from amuddu.contracts.statistics import UNKNOWN, Dimension
from amuddu.kit.disclosure.tables import Counted, region_of
from services.profiles.common.sealed import opens
from services.profiles.common.tables import ProfileRow
from services.profiles.consents.tables import ConsentRow
from services.profiles.disclosures.tables import GrantRow
from services.profiles.likeness.tables import MergeRow

OPENED_AT_ONCE = 1000
COLUMNS = ("registered", "put_forward", "said_yes", "hired")
"""How far somebody got; each person is in one column."""


def counted(session: Session, until: datetime) -> Iterator[Counted]:
    """How far people registered before an instant have got, by what is told of them."""
    furthest = _furthest()
    query = (
        select(ProfileRow, func.coalesce(furthest.c.step, 0))
        .outerjoin(furthest, furthest.c.profile_id == col(ProfileRow.id))
        .where(col(ProfileRow.created_at) < until, col(ProfileRow.id).in_(_agreed()))
        .where(col(ProfileRow.id).not_in(_put_aside()))
        .execution_options(yield_per=OPENED_AT_ONCE)
    )
    found: Counter[tuple[str | None, str | None, str, str, int]] = Counter()
    for some in session.execute(query).partitions():
        found.update(
            (row.place, row.sex, row.language, f"{row.created_at:%Y-%m}", step)
            for row, step in some
            if opens(row)
        )
    for (place, sex, language, when, step), number in found.items():
        dimensions: dict[Dimension, str] = {
            "region": region_of(place),
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


def _put_aside() -> Select[Any]:
    """Profiles that were merged into another: their people are counted there."""
    return select(col(MergeRow.removed_id)).where(col(MergeRow.undone_at).is_(None))


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
