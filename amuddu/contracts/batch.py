"""Batches of rows for imports: good rows are kept, each bad row says what to mend."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.types import Contract, Slug

RowOutcome = Literal["created", "updated", "unchanged", "refused"]


class FieldProblem(Contract):
    """One field that is wrong and what to do, in the caller's language.

    In a row that was kept: what was set right, or with `left_out` what was not taken over.
    """

    field: str
    message: str
    left_out: bool = False


class BatchIn(Contract):
    """Rows as read from a file, not yet validated: the service judges each alone.

    For vacancies, `employer_id` names for whom; each row needs an `external_ref`, by which
    the same file sent twice changes nothing.
    """

    rows: tuple[dict[str, Any], ...] = Field(max_length=200)
    employer_id: UUID | None = None
    agency_id: Slug | None = None


class RowResult(Contract):
    """What became of one row, by its place in the batch.

    `draft`: it asked to be published, and was kept as a draft, because of the problems that say so.
    """

    index: int
    outcome: RowOutcome
    id: UUID | None = None
    draft: bool = False
    problems: tuple[FieldProblem, ...] = ()


class BatchOut(Contract):
    """What became of each row."""

    results: tuple[RowResult, ...]
