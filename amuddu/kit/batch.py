"""The rows of a batch, each judged alone: good ones are kept, bad ones say what to mend.

A row is kept within a savepoint, so a refused one leaves nothing behind and the others stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from amuddu.contracts.batch import BatchIn, BatchOut, FieldProblem, RowOutcome, RowResult
from amuddu.contracts.types import Lang
from amuddu.kit.db import Session
from amuddu.kit.errors import AmudduError, FieldError
from amuddu.kit.web.validation import field_errors

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a good row. `notes`: what was not taken over as it came."""

    outcome: RowOutcome
    id: UUID
    notes: tuple[FieldError, ...] = ()


def import_each(
    session: Session,
    batch: BatchIn,
    keep: Callable[[int, Row], Kept],
    *,
    lang: Lang,
    order: Callable[[Row], str] | None = None,
) -> BatchOut:
    """Keep each row by its index; what `keep` raises about a row is said in `lang`.

    `order`: rows are taken by this key. Where everybody takes them in the same order, two files
    sent at once wait for one another instead of locking each other out.
    """
    rows = list(enumerate(batch.rows))
    if order is not None:
        rows.sort(key=lambda each: order(each[1]))
    results = [_judged(session, index, row, keep, lang=lang) for index, row in rows]
    return BatchOut(results=tuple(sorted(results, key=lambda result: result.index)))


def _judged(
    session: Session, index: int, row: Row, keep: Callable[[int, Row], Kept], *, lang: Lang
) -> RowResult:
    try:
        with session.begin_nested():
            kept = keep(index, row)
    except ValidationError as error:
        return _refused(index, field_errors(error.errors()), lang=lang)
    except AmudduError as error:
        return _refused(index, error.fields or (FieldError("", error.text),), lang=lang)
    problems = _problems(kept.notes, lang=lang)
    return RowResult(index=index, outcome=kept.outcome, id=kept.id, problems=problems)


def _refused(index: int, fields: Iterable[FieldError], *, lang: Lang) -> RowResult:
    return RowResult(index=index, outcome="refused", problems=_problems(fields, lang=lang))


def _problems(fields: Iterable[FieldError], *, lang: Lang) -> tuple[FieldProblem, ...]:
    # The name of an unknown column is shown as it came, less what JSON cannot carry.
    return tuple(
        FieldProblem(
            field=item.field.encode("utf-8", "replace").decode(),
            message=item.text.in_(lang),
            left_out=item.left_out,
        )
        for item in fields
    )
