"""What follows from a title: obligations, the same for many grounds."""

from __future__ import annotations

from datetime import date

import pytest

from amuddu.rules.incentives.evaluation import all_schemes
from amuddu.rules.residence import Residence, statuses
from services.profiles.residence import rights

ON = date(2026, 11, 23)


@pytest.mark.parametrize("title", [None, Residence("a-title-of-the-past")])
def test_an_unknown_title_is_asked(title: Residence | None) -> None:
    assert rights.route_of(title, on=ON) == "ask"
    assert {rights.verdict_of(title, each, on=ON) for each in all_schemes()} == {"ask"}
    assert {r.answer for r in rights.rights_out(title, on=ON, lang="ar").rights} == {"ask"}


@pytest.mark.parametrize("status", sorted(statuses()))
def test_every_title_has_a_route_in_every_language(status: str) -> None:
    title = Residence(status, nationality="SN")
    assert rights.route_of(title, on=ON)
    labels = {
        lang: [right.label for right in rights.rights_out(title, on=ON, lang=lang).rights]
        for lang in ("fr", "ar", "en", "es")
    }
    assert all(len(found) == 13 and all(found) for found in labels.values())
    assert labels["fr"] != labels["en"]


def test_the_route_closes_the_day_after_the_title_ends() -> None:
    title = Residence("permit_work", valid_until=date(2026, 12, 31))
    assert rights.route_of(title, on=date(2026, 12, 31)) == "attestation_and_visa"
    assert rights.route_of(title, on=date(2027, 1, 1)) == "not_now"
