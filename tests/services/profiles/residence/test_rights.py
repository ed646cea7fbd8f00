"""What leaves the service of a title: obligations, the same for many grounds."""

from __future__ import annotations

from datetime import date

import pytest

from amuddu.rules.incentives.evaluation import all_schemes
from amuddu.rules.residence import Residence, statuses
from services.profiles.residence import rights
from services.profiles.residence.schemes import InForce

ON = date(2026, 11, 23)
BUNDLED = InForce(all_schemes())


@pytest.mark.parametrize("title", [None, Residence("a-title-of-the-past")])
def test_an_unknown_title_is_asked(title: Residence | None) -> None:
    found = rights.outcome(title, on=ON, schemes=BUNDLED)
    assert found.route == "ask"
    assert set(found.schemes.values()) <= {"ask"}
    assert {r.answer for r in rights.rights_out(title, on=ON, lang="ar").rights} == {"ask"}


@pytest.mark.parametrize("status", sorted(statuses()))
def test_every_title_has_an_outcome_in_every_language(status: str) -> None:
    title = Residence(status, nationality="SN")
    assert rights.outcome(title, on=ON, schemes=BUNDLED).route
    labels = {
        lang: [right.label for right in rights.rights_out(title, on=ON, lang=lang).rights]
        for lang in ("fr", "ar", "en", "es")
    }
    assert all(len(found) == 13 and all(found) for found in labels.values())
    assert labels["fr"] != labels["en"]


def test_rights_are_reviewed_the_day_after_the_title_ends() -> None:
    title = Residence("permit_work", valid_until=date(2026, 12, 31))
    assert rights.outcome(title, on=ON, schemes=BUNDLED).review_on == date(2027, 1, 1)
    ended = rights.outcome(title, on=date(2027, 1, 1), schemes=BUNDLED)
    assert (ended.route, ended.review_on) == ("not_now", None)


def test_the_stamp_tells_one_day_s_rules_from_another_s() -> None:
    assert rights.stamp(ON, BUNDLED) == rights.stamp(date(2026, 11, 24), BUNDLED)
    assert rights.stamp(ON, BUNDLED) != rights.stamp(date(2023, 10, 1), BUNDLED)
