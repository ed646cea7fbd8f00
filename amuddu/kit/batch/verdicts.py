"""What becomes of each row of a batch: good ones are kept, bad ones say what to mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from amuddu.contracts.batch import BatchOut, FieldProblem, RowOutcome, RowResult
from amuddu.contracts.types import Lang
from amuddu.kit.errors import AmudduError, FieldError
from amuddu.kit.web.validation import field_errors

Row = Mapping[str, Any]


class Verdicts:
    """The verdicts of one batch, by the place of each row; what is said of them is in `lang`."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._results: dict[int, RowResult] = {}

    @contextmanager
    def judging(self, index: int) -> Iterator[None]:
        """A block about one row: what it raises about the row refuses it, and no other."""
        try:
            yield
        except ValidationError as error:
            self.refuse(index, field_errors(error.errors()))
        except AmudduError as error:
            self.refuse(index, error.fields or (FieldError("", error.text),))

    def keep(
        self,
        index: int,
        outcome: RowOutcome,
        row_id: UUID,
        notes: Iterable[FieldError] = (),
        *,
        draft: bool = False,
    ) -> None:
        """A row was kept. `notes`: what was not taken over as it came, or has to be asked."""
        self._results[index] = RowResult(
            index=index, outcome=outcome, id=row_id, draft=draft, problems=self._problems(notes)
        )

    def refuse(self, index: int, fields: Iterable[FieldError]) -> None:
        """A row leaves nothing behind."""
        self._results[index] = RowResult(
            index=index, outcome="refused", problems=self._problems(fields)
        )

    def out(self) -> BatchOut:
        """All verdicts, in the order of the rows."""
        return BatchOut(results=tuple(self._results[index] for index in sorted(self._results)))

    def _problems(self, fields: Iterable[FieldError]) -> tuple[FieldProblem, ...]:
        # The name of an unknown column is shown as it came, less what JSON cannot carry.
        return tuple(
            FieldProblem(
                field=item.field.encode("utf-8", "replace").decode(),
                message=item.text.in_(self._lang),
                left_out=item.left_out,
            )
            for item in fields
        )
