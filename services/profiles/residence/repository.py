"""All SQL of the rules and schemes by which titles are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlmodel import Session, col, select

from services.profiles.residence.tables import RuleVersionRow, SchemeRow


def keep_scheme(session: Session, row: SchemeRow) -> bool:
    """Keep a version of a scheme, once; whether it was new."""
    values = insert(SchemeRow).values(**row.model_dump()).on_conflict_do_nothing()
    kept = session.connection().execute(values.returning(col(SchemeRow.number)))
    return kept.first() is not None


def scheme_digests(session: Session, on: date) -> dict[str, str]:
    """Of each scheme the digest of the version in force on a day: the last that began."""
    wanted = (
        select(col(SchemeRow.scheme_id), col(SchemeRow.digest))
        .where(col(SchemeRow.valid_from) <= on)
        .ext(distinct_on(col(SchemeRow.scheme_id)))
        .order_by(
            col(SchemeRow.scheme_id),
            col(SchemeRow.valid_from).desc(),
            col(SchemeRow.number).desc(),
        )
    )
    return dict(session.exec(wanted).all())


def scheme_content(session: Session, scheme_id: str, digest: str) -> Mapping[str, Any]:
    """The content of a version that `scheme_digests` named."""
    wanted = select(col(SchemeRow.content)).where(
        SchemeRow.scheme_id == scheme_id, SchemeRow.digest == digest
    )
    return session.exec(wanted.limit(1)).one()


def keep_rule_version(session: Session, row: RuleVersionRow) -> bool:
    """Keep a version of a rule, once; whether it was new."""
    values = insert(RuleVersionRow).values(**row.model_dump()).on_conflict_do_nothing()
    kept = session.connection().execute(values.returning(col(RuleVersionRow.number)))
    return kept.first() is not None


def rule_versions(session: Session) -> Sequence[RuleVersionRow]:
    """Every version of a rule that was heard, by its number."""
    return session.exec(select(RuleVersionRow).order_by(col(RuleVersionRow.number))).all()
