"""Rows read with tolerance: the least is left out, every loss is named where it stood."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from amuddu.contracts.types import LanguageSkill
from amuddu.kit.batch.tolerance import Tolerance
from amuddu.kit.errors import Invalid


class Title(BaseModel):
    """An object of which half would say something else."""

    status: str
    until: int | None = None


class Body(BaseModel, extra="forbid"):
    """A row's contract."""

    name: str
    age: int | None = None
    about: Annotated[str, Field(max_length=10)] = ""
    languages: tuple[LanguageSkill, ...] = Field(default=(), max_length=4)
    title: Title | None = None


READ = Tolerance(
    Body,
    needed=frozenset({"name"}),
    whole=frozenset({"title"}),
    texts=frozenset({"about"}),
).read
FRENCH = {"code": "fr", "level": "B1"}


@pytest.mark.parametrize(
    ("row", "kept", "named"),
    [
        ({"age": "dix"}, {}, ["age"]),
        ({"colour": "red"}, {}, ["colour"]),
        ({"about": "un deux trois"}, {"about": "un deux"}, ["about"]),
        ({"about": "x" * 30}, {"about": "x" * 10}, ["about"]),
        ({"title": {"status": "a", "until": "bientôt"}}, {}, ["title.until"]),
        ({"title": {"until": 3}}, {}, ["title.status"]),
        ({"title": "a"}, {}, ["title"]),
        ({"languages": "fr"}, {}, ["languages"]),
        ({"languages": ["fr", FRENCH]}, {"languages": [FRENCH]}, ["languages.0"]),
        ({"languages": [FRENCH] * 5}, {"languages": [FRENCH] * 4}, ["languages"]),
        (
            {"languages": [{}, FRENCH, {"code": "?", "level": "Z"}, FRENCH]},
            {"languages": [FRENCH, FRENCH]},
            ["languages.0.code", "languages.0.level", "languages.2.code", "languages.2.level"],
        ),
    ],
)
def test_the_least_is_left_out(row: Any, kept: Any, named: list[str]) -> None:
    body, notes = READ({"name": "Essai", **row})
    assert body == Body(name="Essai", **kept)
    assert sorted(note.field for note in notes) == named
    assert all(note.left_out for note in notes)


def test_what_is_stored_stays_where_the_row_cannot_be_read() -> None:
    body, notes = READ({"name": "Essai", "age": "dix", "languages": ["?"]}, {"age": 9})
    assert (body.age, body.languages) == (9, ())
    assert [note.field for note in notes] == ["age", "languages.0"]


@pytest.mark.parametrize("row", [{}, {"name": 3}, {"name": None, "age": "dix"}])
def test_a_row_without_what_it_needs_is_refused(row: Any) -> None:
    with pytest.raises(Invalid) as refused:
        READ(row)
    assert "name" in [each.field for each in refused.value.fields]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["code", "level", "status", "until", "x"]), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*Body.model_fields, "x"]), ANYTHING))
def test_any_row_is_read_or_refused_and_nothing_goes_unnamed(row: dict[str, Any]) -> None:
    before = repr(row)
    try:
        body, notes = READ({**row, "name": "Essai"})
    except Invalid:
        raise AssertionError("a row with its name is kept") from None
    assert repr(row) == before
    lost = {name for name in row if name not in body.model_fields_set}
    assert lost <= {note.field.split(".")[0] for note in notes}
