"""What would change an answer and what ends when: every change told is tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from amuddu.rules.changes import Change, Kind, opens_more, what_ends, what_would_change
from amuddu.rules.residence import Answer, Residence, overlays, resolve, right_facts, statuses
from amuddu.rules.residence_data import LawfulStay
from tests.rules.strategies import RESIDENCES, TODAY


def told(residence: Residence, right: str, *, on: date = TODAY) -> tuple[Change, ...]:
    return what_would_change(residence, on=on)[right]


def as_changed(residence: Residence, change: Change, code: str) -> Residence:
    """The residence once the change has happened."""
    title = {"valid_until": None, "underlying": None}
    if change.kind is Kind.OVERLAY:
        return replace(residence, overlays=residence.overlays | {code})
    if change.kind is Kind.BEHIND_RECEIPT:
        return replace(residence, underlying=code)
    if change.kind is Kind.RENEWAL:
        return replace(residence, valid_until=None)
    if change.kind is Kind.RECEIPT:
        return replace(residence, status="receipt_application", underlying=code, valid_until=None)
    return replace(residence, status=code, **title)  # type: ignore[arg-type]


@given(RESIDENCES)
def test_every_change_that_is_told_opens_the_right_as_told(residence: Residence) -> None:
    now = resolve(residence, on=TODAY)
    for right, changes in what_would_change(residence, on=TODAY).items():
        for change in changes:
            for code in change.ids:
                then = resolve(as_changed(residence, change, code), on=TODAY)
                assert then.answer(right) is change.answer
                assert opens_more(right, now, then)


@given(RESIDENCES)
def test_whatever_is_asked_has_somebody_who_settles_it(residence: Residence) -> None:
    for right, changes in what_would_change(residence, on=TODAY).items():
        settled = [change for change in changes if change.kind is Kind.CONFIRMATION]
        asked = resolve(residence, on=TODAY).answer(right) is Answer.ASK
        assert bool(settled) == asked
        assert all(change.text == right_facts()[right].settled_by for change in settled)


@given(RESIDENCES)
def test_what_is_within_reach_comes_first(residence: Residence) -> None:
    for changes in what_would_change(residence, on=TODAY).values():
        reach = [change.within_reach for change in changes]
        assert reach == sorted(reach, reverse=True)


@given(RESIDENCES)
def test_the_end_of_a_paper_tells_the_answers_of_the_day_after(residence: Residence) -> None:
    dated = replace(residence, valid_until=TODAY + timedelta(days=30))
    endings = what_ends(dated, on=TODAY)
    last = TODAY + timedelta(days=31)
    before, after = resolve(dated, on=TODAY), resolve(dated, on=last)
    differ = {right for right in before.rights if before.answer(right) is not after.answer(right)}
    assert {right for ending in endings for right in ending.answers} == differ
    assert all(ending.on == last and ending.of_paper for ending in endings)


def test_a_marriage_would_exempt_a_work_card() -> None:
    changes = told(Residence("permit_work", nationality="CI"), "anapec_attestation_exempt")
    marriage = next(change for change in changes if change.ids == ("spouse_of_moroccan",))
    assert (marriage.answer, marriage.within_reach) == (Answer.YES, True)
    assert marriage.text == overlays()["spouse_of_moroccan"].proof
    # A known nationality that no treaty names will not become one of them.
    assert all("national_of_convention_state" not in change.ids for change in changes)


def test_a_receipt_is_told_which_card_behind_it_would_matter() -> None:
    changes = told(Residence("receipt_application"), "anapec_attestation_exempt")
    assert Kind.CONFIRMATION in {change.kind for change in changes}
    closed = told(Residence("receipt_application", underlying="permit_work"), "work_employee")
    assert Kind.BEHIND_RECEIPT not in {change.kind for change in closed}


def test_an_expired_paper_is_told_to_renew() -> None:
    gone = Residence("resident_card", valid_until=TODAY - timedelta(days=1))
    renewal = told(gone, "work_employee")[0]
    assert (renewal.kind, renewal.ids, renewal.answer) == (
        Kind.RENEWAL,
        ("resident_card",),
        Answer.YES,
    )


def test_the_next_paper_is_within_reach_and_the_others_are_not() -> None:
    titles = [
        change
        for change in told(Residence("refugee_unhcr_pending_bra"), "work_employee")
        if change.kind is Kind.TITLE
    ]
    near = {code for change in titles if change.within_reach for code in change.ids}
    far = {code for change in titles if not change.within_reach for code in change.ids}
    assert near == {"refugee_bra_no_permit"}
    assert "permit_work" in far


def test_a_card_that_a_marriage_gives_a_right_to_is_within_reach() -> None:
    married = Residence("short_stay", overlays=frozenset({"spouse_of_moroccan"}))
    near = {
        code
        for change in told(married, "work_employee")
        if change.kind is Kind.TITLE and change.within_reach
        for code in change.ids
    }
    assert "resident_card" in near


@pytest.mark.parametrize("status", sorted(statuses()))
def test_a_rule_that_changed_is_told_before_it_changes(status: str) -> None:
    before = date(2005, 11, 1)
    endings = what_ends(Residence(status), on=before)
    moved = {right for ending in endings for right in ending.answers}
    exempt = {
        resolve(Residence(status), on=day).answer("anapec_attestation_exempt")
        for day in (before, TODAY)
    }
    assert ("anapec_attestation_exempt" in moved) >= (len(exempt) > 1)
    assert all(not ending.of_paper for ending in endings)


@given(RESIDENCES)
def test_a_receipt_is_told_of_titles_of_residence_alone(residence: Residence) -> None:
    """Nobody reads that a receipt of UNHCR would let them work."""
    for changes in what_would_change(residence, on=TODAY).values():
        for change in changes:
            if change.kind is Kind.RECEIPT:
                assert {statuses()[each].lawful_stay for each in change.ids} == {LawfulStay.YES}


def test_somebody_protected_without_a_title_is_told_of_no_receipt() -> None:
    changes = what_would_change(Residence("asylum_seeker"), on=TODAY)
    assert Kind.RECEIPT not in {one.kind for found in changes.values() for one in found}
