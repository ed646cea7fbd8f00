"""Trades and unit groups under one id, wherever a job is stored or shown."""

from __future__ import annotations

import pytest

from amuddu.kit.checks import unknown_occupation
from amuddu.reference import concepts, trades, unit_groups


def test_every_unit_group_may_be_stored_and_shown_in_each_language() -> None:
    for isco, group in unit_groups.unit_groups().items():
        concept = f"isco-{isco}"
        assert not list(unknown_occupation("occupation", concept))
        assert unit_groups.of_concept(concept) is group
        assert all(trades.title_of(concept, lang) for lang in ("fr", "ar", "en", "es"))


@pytest.mark.parametrize("concept", ["isco-9999", "isco-512", "isco-", "5120", "isco-abcd", "x"])
def test_what_is_no_group_is_refused_with_its_field(concept: str) -> None:
    assert [one.field for one in unknown_occupation("occupation", concept)] == ["occupation"]
    assert trades.title_of(concept, "fr") is None
    assert trades.sector_of(concept) is None


def test_a_group_has_a_sector_only_where_all_its_trades_share_it() -> None:
    assert trades.sector_of("mason") == concepts.occupation("mason").sector
    for isco in unit_groups.unit_groups():
        sectors = {one.sector for one in concepts.occupations().values() if one.isco == isco}
        expected = next(iter(sectors)) if len(sectors) == 1 else None
        assert trades.sector_of(f"isco-{isco}") == expected
    assert trades.sector_of(None) is None
