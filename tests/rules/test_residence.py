"""What a residence title opens, as properties first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.reference.text import fold
from amuddu.rules.base import NO_DOCUMENT
from amuddu.rules.consistency.papers import clashes
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
    receipt = statuses()[residence.status].receipt
    papers = [residence.status, *filter(None, [residence.underlying if receipt else None])]
    protected = [code for code in papers if statuses()[code].protection]
    assert expired.expired
    assert expired.lawful_stay is (LawfulStay.TOLERATED if protected else LawfulStay.NO)
    assert expired.status == (protected[0] if protected else "irregular")
    own = set(PROTECTING) if receipt and protected else set()  # the protection's, not the receipt's
    for right in OPEN_RIGHTS:
        if right != "anapec_attestation_exempt" and right not in own:
            assert openness(expired, right) <= openness(valid, right), right
    assert expired.answer("anapec_attestation_exempt") is not Answer.YES


PROTECTING = (
    "entraide_nationale",
    "ofppt_training",
    "health_primary_public",
    "unhcr_partner_livelihoods",
)


@pytest.mark.parametrize("status", [code for code, one in statuses().items() if one.protection])
@given(OVERLAYS, NATIONALITIES, DAYS)
def test_a_paper_of_protection_that_ends_protects_as_before(
    status: str, overlays_: frozenset[str], nationality: str | None, on: date
) -> None:
    paper = Residence(status, overlays_, nationality, valid_until=on)
    valid = opened(paper, on=on)
    past = opened(replace(paper, valid_until=on - timedelta(days=1)), on=on)
    assert past.status == status
    assert past.lawful_stay is not LawfulStay.NO
    assert past.renewal is not None
    assert "HCR" in past.renewal["fr"]
    for right in PROTECTING:
        assert openness(past, right) >= openness(valid, right), right
    for right in OPEN_RIGHTS:
        nobody = opened(Residence("irregular", overlays_, nationality), on=on)
        assert openness(past, right) >= openness(nobody, right), right


def test_a_receipt_for_a_paper_of_protection_protects_past_its_date_too() -> None:
    past = Residence(
        "receipt_application", underlying="refugee_bra_permit", valid_until=date(2026, 1, 1)
    )
    found = opened(past)
    assert (found.status, found.lawful_stay) == ("refugee_bra_permit", LawfulStay.TOLERATED)
    assert found.answer("work_employee") is Answer.NO


@pytest.mark.parametrize("nationality", TREATY_STATES)
def test_a_treaty_leaves_the_visa_unsettled_and_names_the_desk(nationality: str) -> None:
    rights = opened(Residence("permit_work", nationality=nationality)).rights
    visa, exempt = rights["cte_visa_required"], rights["anapec_attestation_exempt"]
    assert (visa.answer, visa.confidence) == (Answer.NO, "medium")
    assert visa.condition is not None
    assert all("Taechir" in text for text in visa.condition.values())
    assert (exempt.answer, exempt.confidence) == (Answer.YES, "high")


def test_a_work_card_holds_for_one_employer_and_says_what_another_needs() -> None:
    for paper in (
        Residence("permit_work"),
        Residence("receipt_application", underlying="permit_work"),
    ):
        work = opened(paper).rights["work_employee"]
        assert work.condition is not None
        for word in ("Seulement pour l'employeur", "nouvelle attestation", "nouveau visa"):
            assert word in work.condition["fr"], word


@given(RESIDENCES, DAYS)
def test_no_two_rights_of_anybody_contradict_each_other(residence: Residence, on: date) -> None:
    assert list(clashes(opened(residence, on=on))) == []


def test_whoever_may_be_hired_with_the_national_card_is_insured_when_declared() -> None:
    rights = opened(Residence("refugee_bra_no_permit"))
    assert rights.answer("work_employee") is Answer.CONDITIONAL
    assert rights.answer("amo_as_employee") is Answer.CONDITIONAL


def test_a_rule_is_to_be_checked_again_a_year_after_its_last_check() -> None:
    for on, again in ((TODAY, False), (date(2027, 11, 23), False), (date(2027, 11, 24), True)):
        for right in opened(Residence("permit_work"), on=on).rights.values():
            assert (right.check_again is not None) == again
            assert right.checked_on == date(2026, 11, 23)


@given(RESIDENCES)
def test_nothing_is_sure_without_a_document(residence: Residence) -> None:
    for right in opened(residence).rights.values():
        if right.confidence == "high":
            assert any(source != NO_DOCUMENT for source in right.sources)


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
