"""What is wrong with some texts, for whoever wrote them: why, the law, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from amuddu.contracts.employers import WordingNote
from amuddu.contracts.types import Lang
from amuddu.wording.facts import wording
from amuddu.wording.reading import read


def notes(
    texts: Iterable[tuple[str, str]], *, minimum: Decimal | None = None, lang: Lang
) -> tuple[WordingNote, ...]:
    """A note a passage, in the order of the texts, which come with their fields."""
    kinds = wording().kinds
    return tuple(
        WordingNote(
            field=field,
            words=found.words,
            kind=found.kind,
            sure=found.sure,
            why=kinds[found.kind].why[lang],
            better=kinds[found.kind].better[lang],
            law=kinds[found.kind].law,
        )
        for field, text in texts
        for found in read(text, minimum=minimum)
    )
