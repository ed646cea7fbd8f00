"""What a residence title opens, as properties first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.reference.text import fold
from amuddu.rules.residence import (
    Answer,
    Residence,
    Rights,
    UnknownOverlay,
    UnknownStatus,
    overlays,
    resolve,
    right_facts,
    statuses,
)
from amuddu.rules.residence_data import LawfulStay
from tests.rules.strategies import (
    DAYS,
    NATIONALITIES,
    OVERLAYS,
    RESIDENCES,
    STATUSES,
    TODAY,
    TREATY,
    TREATY_STATES,
)

OPENING = (Answer.NO, Answer.ASK, Answer.CONDITIONAL, Answer.YES)
OPEN_RIGHTS = [right for right, facts in right_facts().items() if not facts.obligation]


def opened(residence: Residence, *, on: date = TODAY) -> Rights:
    return resolve(residence, on=on)


def openness(rights: Rights, right: str) -> int:
    return OPENING.index(rights.answer(right))


def answers(rights: Rights) -> dict[str, Answer]:
    return {right: rights.answer(right) for right in rights.rights}


def test_fifteen_statuses_eight_overlays_thirteen_rights() -> None:
    assert (len(statuses()), len(overlays()), len(right_facts())) == (15, 8, 13)


@given(RESIDENCES, DAYS)
def test_every_right_is_answered_with_a_source(residence: Residence, on: date) -> None:
    rights = opened(residence, on=on)
    assert set(rights.rights) == set(right_facts())
    for right in rights.rights.values():
        assert right.sources
        assert all(right.sources)


@given(RESIDENCES, NATIONALITIES)
def test_nationality_counts_through_the_treaty_alone(
    residence: Residence, nationality: str | None
) -> None:
    one, other = opened(residence), opened(replace(residence, nationality=nationality))
    if (TREATY in one.overlays) == (TREATY in other.overlays):
        assert answers(one) == answers(other)


@given(RESIDENCES)
def test_the_treaty_overlay_follows_a_known_nationality(residence: Residence) -> None:
    found = TREATY in opened(residence).overlays
    if residence.nationality is None:
        assert found == (TREATY in residence.overlays)
    else:
        assert found == (residence.nationality in TREATY_STATES)


@given(RESIDENCES)
def test_an_expired_paper_never_opens_more_than_a_valid_one(residence: Residence) -> None:
    valid = opened(replace(residence, valid_until=TODAY))
    expired = opened(replace(residence, valid_until=TODAY - timedelta(days=1)))
    assert expired.lawful_stay is LawfulStay.NO
    assert expired.status == "irregular"
    for right in OPEN_RIGHTS:
        if right != "anapec_attestation_exempt":
            assert openness(expired, right) <= openness(valid, right), right
    assert expired.answer("anapec_attestation_exempt") is not Answer.YES


@given(RESIDENCES, OVERLAYS)
def test_overlays_never_close_a_right(residence: Residence, more: frozenset[str]) -> None:
    fewer = opened(replace(residence, nationality=None))
    richer = opened(replace(residence, nationality=None, overlays=residence.overlays | more))
    for right in OPEN_RIGHTS:
        if right != "anapec_attestation_exempt":
            assert richer.answer(right) == fewer.answer(right)
    if fewer.answer("anapec_attestation_exempt") is Answer.YES:
        assert richer.answer("anapec_attestation_exempt") is Answer.YES


@given(STATUSES)
def test_a_receipt_never_opens_more_than_the_title_it_stands_for(underlying: str) -> None:
    if statuses()[underlying].receipt or statuses()[underlying].lawful_stay != LawfulStay.YES:
        return
    receipt = opened(Residence("receipt_application", underlying=underlying))
    title = opened(Residence(underlying))
    for right in OPEN_RIGHTS:
        assert openness(receipt, right) <= openness(title, right), right


@given(STATUSES)
def test_a_receipt_inherits_nothing_from_what_is_no_title(underlying: str) -> None:
    if statuses()[underlying].lawful_stay is LawfulStay.YES:
        return
    alone = opened(Residence("receipt_application"))
    assert answers(opened(Residence("receipt_application", underlying=underlying))) == answers(
        alone
    )


def test_a_receipt_alone_asks_about_the_exemption_with_low_certainty() -> None:
    rights = opened(Residence("receipt_application", underlying="regularised_exceptional"))
    exempt = rights.rights["anapec_attestation_exempt"]
    assert (exempt.answer, exempt.confidence) == (Answer.ASK, "low")
    assert rights.answer("work_employee") is Answer.CONDITIONAL
    assert rights.lawful_stay is LawfulStay.YES


@given(RESIDENCES)
def test_low_confidence_is_never_a_yes(residence: Residence) -> None:
    for right in opened(residence).rights.values():
        if right.confidence == "low":
            assert right.answer in (Answer.ASK, Answer.NO)


@given(RESIDENCES)
def test_a_closed_right_asks_for_no_proof_unless_an_overlay_lifts_a_duty(
    residence: Residence,
) -> None:
    for name, right in opened(residence).rights.items():
        if right.answer is Answer.NO and not right_facts()[name].obligation:
            assert right.proof is None


def test_the_last_day_is_still_valid_and_the_warning_comes_90_days_before() -> None:
    rights = opened(Residence("permit_work", valid_until=TODAY))
    assert rights.lawful_stay is LawfulStay.YES
    assert rights.expires_on == TODAY
    assert rights.warn_from == TODAY - timedelta(days=90)
    assert opened(Residence("permit_work")).warn_from is None


@pytest.mark.parametrize(
    ("status", "right", "answer"),
    [
        ("irregular", "work_employee", Answer.NO),
        ("irregular", "health_primary_public", Answer.YES),
        ("irregular", "cte_visa_required", Answer.NO),
        ("asylum_seeker", "ofppt_training", Answer.ASK),
        ("refugee_unhcr_pending_bra", "anapec_services", Answer.ASK),
        ("refugee_unhcr_pending_bra", "unhcr_partner_livelihoods", Answer.YES),
        ("refugee_bra_permit", "anapec_attestation_exempt", Answer.YES),
        ("refugee_bra_permit", "cte_visa_required", Answer.YES),
        ("regularised_exceptional", "work_employee", Answer.YES),
        ("regularised_exceptional", "amo_tadamon", Answer.ASK),
        ("permit_work", "anapec_attestation_exempt", Answer.NO),
        ("permit_student", "work_employee", Answer.CONDITIONAL),
        ("permit_visitor", "work_employee", Answer.NO),
        ("permit_visitor", "cooperative_member", Answer.ASK),
        ("resident_card", "bank_account", Answer.CONDITIONAL),
        ("short_stay", "auto_entrepreneur", Answer.NO),
    ],
)
def test_answers_of_the_sources(status: str, right: str, answer: Answer) -> None:
    assert opened(Residence(status)).answer(right) is answer


def test_a_step_that_does_not_exist_says_why() -> None:
    visa = opened(Residence("asylum_seeker")).rights["cte_visa_required"]
    assert visa.answer is Answer.NO
    assert visa.condition is not None
    assert "titre de séjour" in visa.condition["fr"]


def test_a_marriage_exempts_and_names_its_proof() -> None:
    rights = opened(Residence("permit_work", overlays=frozenset({"spouse_of_moroccan"})))
    exempt = rights.rights["anapec_attestation_exempt"]
    assert exempt.answer is Answer.YES
    assert exempt.proof == overlays()["spouse_of_moroccan"].proof
    assert rights.answer("cte_visa_required") is Answer.YES


def test_an_exemption_waits_for_a_title() -> None:
    rights = opened(Residence("irregular", overlays=frozenset({"born_in_morocco"})))
    exempt = rights.rights["anapec_attestation_exempt"]
    assert exempt.answer is Answer.CONDITIONAL
    assert exempt.condition is not None
    assert "titre de séjour" in exempt.condition["fr"]


def test_owners_are_exempt_in_their_own_company_only() -> None:
    rights = opened(Residence("permit_work", overlays=frozenset({"owner_manager"})))
    assert rights.answer("anapec_attestation_exempt") is Answer.CONDITIONAL


def test_a_cover_that_did_not_exist_yet_is_asked() -> None:
    for status in statuses():
        before = opened(Residence(status), on=date(2022, 11, 30)).answer("amo_tadamon")
        assert before in (Answer.ASK, Answer.NO)


@pytest.mark.parametrize(
    "residence", [Residence("martian"), Residence("receipt_application", underlying="martian")]
)
def test_unknown_statuses_say_so(residence: Residence) -> None:
    with pytest.raises(UnknownStatus):
        opened(residence)


def test_unknown_overlays_say_so() -> None:
    with pytest.raises(UnknownOverlay):
        opened(Residence("permit_work", overlays=frozenset({"martian"})))


@given(RESIDENCES)
def test_a_residence_shows_nothing_of_itself_in_a_log(residence: Residence) -> None:
    shown = repr(residence) + str(resolve(residence, on=TODAY))
    assert residence.status not in shown
    assert all(overlay not in shown for overlay in residence.overlays)


@given(st.sampled_from(sorted(right_facts())))
def test_rights_are_named_in_four_languages(right: str) -> None:
    assert set(right_facts()[right].label) == {"fr", "ar", "en", "es"}


@given(RESIDENCES)
def test_what_people_read_names_nobody_s_situation(residence: Residence) -> None:
    """Conditions may be read on a shared phone."""
    for right in opened(residence).rights.values():
        for text in (*(right.condition or {}).values(), *right.label.values()):
            folded = fold(text)
            assert not any(word in folded for word in ("refugie", "refugee", "asile", "asylum"))
