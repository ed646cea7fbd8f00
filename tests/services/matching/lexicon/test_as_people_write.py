"""Texts as people write them, each with what it must, and must not, be linked to.

`as_people_write.csv`: Darija in both scripts, misspellings, informal and domestic work, the French
of West Africa, what is denied, homonyms, several trades, and what names no trade at all. In `want`
any of the trades may come first; `-` is no answer at all.
"""

from __future__ import annotations

import csv
from pathlib import Path

from services.matching.search.linking import link_each
from tests.services.matching.support import bundled

TABLE = Path(__file__).with_name("as_people_write.csv")
NOTHING = "-"


def test_every_text_means_what_a_counsellor_would_say() -> None:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 300
    texts = [row["text"] for row in rows]
    found = link_each(bundled(), texts, kind="occupation", lang="fr", limit=5)
    answered = [[one.concept for one in each] for each in found]
    wrong = [
        (row["text"], ids[:3])
        for row, ids in zip(rows, answered, strict=True)
        if not _right(row["want"], row["never"], ids)
    ]
    assert wrong == []


def _right(want: str, never: str, ids: list[str]) -> bool:
    if want == NOTHING:
        return not ids
    comes_first = not want or (bool(ids) and ids[0] in want.split())
    return comes_first and not set(never.split()) & set(ids)
