"""The list of changes of the public API names every operation that came or went."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "api"
_NAMED = re.compile(r"`(GET|POST|PUT|DELETE) (/[^`\s]*)`")


def on_file() -> set[str]:
    """Operations of the document, without the prefix that all have."""
    document = json.loads((DOCS / "openapi.json").read_text(encoding="utf-8"))
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in document["paths"].items()
        for method in methods
    }


def told(text: str, before: set[str]) -> set[str]:
    """Operations that there are according to the list: those of before, with what each entry,
    the oldest first, adds and removes."""
    known, entries = set(before), re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    for entry in reversed([each for each in entries if re.match(r"\d{4}-\d\d-\d\d", each)]):
        for part in re.split(r"\n(?=[A-Z]\w+:\n)", entry):
            named = {" ".join(found) for found in _NAMED.findall(part)}
            if part.startswith("Added:"):
                known |= named
            elif part.startswith("Removed:"):
                known -= named
    return known


def before() -> set[str]:
    return set((DOCS / "before.txt").read_text(encoding="utf-8").split("\n")) - {""}


def changelog() -> str:
    return (DOCS / "changelog.md").read_text(encoding="utf-8")


def test_every_operation_of_the_document_is_in_the_list_and_no_other() -> None:
    assert told(changelog(), before()) == on_file()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("`GET /offers`, ", ""),
        ("Changed:", "Removed:\n\n- `GET /offers.csv`\n\nChanged:"),
        ("Added:", "Added:\n\n- `GET /whispers`"),
    ],
)
def test_an_operation_that_nobody_told_of_is_found(old: str, new: str) -> None:
    assert old in changelog()
    assert told(changelog().replace(old, new, 1), before()) != on_file()


def test_what_is_deprecated_in_the_document_has_its_day_in_the_list() -> None:
    document = json.loads((DOCS / "openapi.json").read_text(encoding="utf-8"))
    deprecated = {
        f"`{method.upper()} {path.removeprefix('/api/v1')}`"
        for path, methods in document["paths"].items()
        for method, one in methods.items()
        if one.get("deprecated")
    }
    assert all(each in changelog() for each in deprecated)
