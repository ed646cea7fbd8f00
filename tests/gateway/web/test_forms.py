"""A field of a form is read, and shown again, as the type of its contract says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import Field
from starlette.datastructures import FormData

from amuddu.contracts.types import ConceptRef, Contract, Day, LanguageSkill, LongText, Slug
from amuddu.kit.errors import Invalid
from gateway.web import forms


class Asked(Contract):
    """One field of each kind."""

    words: LongText = ""
    chosen: Slug
    perhaps: Slug | None = None
    amount: Decimal | None = None
    places: int = Field(default=1, ge=1)
    on: Day | None = None
    skills: tuple[ConceptRef, ...] = ()
    regions: tuple[Slug, ...] | None = None
    causes: tuple[Slug, ...] = ()
    known: bool | None = None
    ticked: bool = False
    spoken: tuple[LanguageSkill, ...] = ()


TYPED = {
    "words": " deux mots ",
    "chosen": "rabat",
    "amount": "4 000,50",
    "places": "3",
    "on": "4/1/2027",
    "skills": "un\r\n\r\ndeux",
    "regions:sale": "1",
    "known": "no",
    "ticked": "1",
}


def test_each_type_is_read_as_people_write_it() -> None:
    read = forms.read_form(Asked, FormData(TYPED))
    assert read.words == "deux mots"
    assert (read.chosen, read.perhaps, read.amount, read.places) == (
        "rabat",
        None,
        Decimal("4000.50"),
        3,
    )
    assert str(read.on) == "2027-01-04"
    assert [ref.text for ref in read.skills] == ["un", "deux"]
    assert (read.regions, read.causes, read.known, read.ticked) == (("sale",), (), False, True)


def test_what_is_left_empty_asks_nothing_and_a_number_is_what_the_contract_says() -> None:
    read = forms.read_form(Asked, FormData({"chosen": "rabat", "places": ""}))
    assert (read.places, read.regions, read.known, read.ticked) == (1, None, None, False)


def test_nothing_chosen_where_something_must_be_is_told_beside_the_field() -> None:
    with pytest.raises(Invalid) as refused:
        forms.read_form(Asked, FormData({"chosen": "", "amount": "beaucoup"}))
    assert [error.field for error in refused.value.fields] == ["chosen", "amount"]


def test_what_is_stored_is_shown_as_it_would_be_typed() -> None:
    read = forms.read_form(Asked, FormData(TYPED)).model_copy(update={"amount": Decimal("4000.00")})
    values = forms.shown_fields(read, Asked)
    assert values["amount"] == "4000"
    assert values["skills"] == "un\ndeux"
    assert values["known"] == "no"
    assert values["regions:sale"] == values["ticked"] == "1"
    assert forms.read_form(Asked, FormData(values)) == read
