"""A copy of everything in the wrong hands: a thief with a card, staff elsewhere, a neighbour.

And what staff do behind somebody's back: whom it concerns is told, however they try to hide it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from amuddu.contracts.batch import BatchIn
from amuddu.contracts.export.document import PersonExport
from amuddu.contracts.export.profiles import ExportIn
from amuddu.contracts.profiles import ConsentIn, Profile
from amuddu.contracts.profiles.duplicates import MergeIn
from amuddu.contracts.profiles.emergency import EmergencyIn
from amuddu.contracts.profiles.erasure import ErasureIn
from amuddu.kit.auth import Role
from gateway.clients.base import Caller, ServiceProblem
from tests.attack.test_f05_thief_with_a_card import stolen
from tests.gateway.conftest import Browser, House, words
from tests.support import OTHER_AGENCY, administrator, counsellor, themselves


def copy(browser: Browser, base: str = "/profil", **fields: str) -> str:
    """A copy as text, once it is one."""
    answer = browser.post(f"{base}/donnees/copie", {"format": "json", **fields})
    assert answer.status_code == 200, words(answer)
    PersonExport.model_validate_json(answer.content)
    return answer.text


def own(house: House, profile: Profile) -> Browser:
    return house.browser(Role.JOBSEEKER, profile_id=profile.id)


def known(profile: Profile) -> tuple[str, ...]:
    """All that tells who somebody is."""
    phone = (profile.phone or "")[-9:]
    return (
        str(profile.id),
        profile.code,
        profile.given_name,
        profile.family_name or "",
        profile.email or "",
        phone,
    )


def neighbour(house: House, **changes: Any) -> Profile:
    """Somebody of whom nothing is like the others."""
    return house.person(
        **{
            "given_name": "Tamekkarit",
            "family_name": "Oubraninq",
            "email": "tamekkarit@ailleurs.ma",
            "phone": "+212 6 77 88 99 10",
            **changes,
        }
    )


def named(text: str, other: Profile) -> list[str]:
    return [said for said in known(other) if said and said in text]


# --- who gets one -------------------------------------------------------------------------------


def test_a_thief_with_the_card_gets_no_copy(house: House) -> None:
    person = house.person()
    thief = stolen(house, house.counsellor(), person)
    for form in ("json", "html", "page"):
        page = thief.post("/profil/donnees/copie", {"format": form})
        assert page.status_code == 403
        assert "permit_work" not in page.text
    token = thief._client.cookies["amuddu_session"]
    api = thief._client.post(
        f"/api/v1/profiles/{person.id}/export",
        json={},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert api.status_code == 401
    actor = themselves(person.id).model_copy(update={"strong": False})
    with pytest.raises(ServiceProblem) as refused:
        house.services.profiles.begin_export(Caller(actor, "fr"), person.id, ExportIn())
    assert refused.value.code == "needs_password"


def test_staff_of_another_agency_get_no_copy(house: House) -> None:
    person = house.person()
    elsewhere = house.counsellor(agency=OTHER_AGENCY)
    base = f"/personnes/{person.id}"
    fields = {"format": "json", "reason": "asked_here"}
    assert elsewhere.post(f"{base}/donnees/copie", fields).status_code == 404
    assert elsewhere.get(f"{base}/donnees").status_code == 404
    for role in (Role.ADMINISTRATOR, Role.COORDINATOR, Role.OFFICER, Role.EMPLOYER):
        answer = house.browser(role).post(f"{base}/donnees/copie", fields)
        assert answer.status_code in (403, 404), role


# --- what is in it ------------------------------------------------------------------------------


def test_two_people_for_one_vacancy_know_nothing_of_each_other(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    one, other = house.person(), neighbour(house)
    for person in (one, other):
        house.shortlisted(vacancy, person)
        house.answer()
    assert named(copy(own(house, one)), other) == []
    assert named(copy(own(house, other)), one) == []


def test_several_decided_about_at_once_know_nothing_of_each_other(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    one, other = house.person(), neighbour(house)
    page = house.counsellor().post(
        f"/offres/{vacancy.id}/candidats/lot",
        {"p": [str(one.id), str(other.id)], "key": str(uuid4()), "action": "shortlist"},
    )
    assert page.status_code == 200, words(page)
    house.pump()
    text = copy(own(house, one))
    assert '"with_others": true' in text
    assert named(text, other) == []


def merged(house: House) -> tuple[Profile, Profile, UUID]:
    """Two people whom somebody took for one, contact and title with it."""
    one, other = house.person(external_ref="A-1"), neighbour(house, external_ref="B-2")
    body = MergeIn(kept_id=one.id, take=("phone", "email", "residence", "family_name"))
    done = house.services.profiles.merge_duplicates(house.staff, one.id, other.id, body)
    house.pump()
    return one, other, done.id


def test_a_merge_that_was_undone_leaves_nothing_of_the_other(house: House) -> None:
    one, other, merge_id = merged(house)
    house.services.profiles.undo_merge(house.staff, merge_id)
    house.pump()
    assert named(copy(own(house, one)), other) == []
    assert named(copy(own(house, other)), one) == []


def test_a_profile_kept_for_undoing_is_not_in_the_copy(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    one, other = house.person(external_ref="A-1"), neighbour(house, external_ref="B-2")
    candidacy = house.shortlisted(vacancy, other)
    house.services.matching.cancel(house.staff, candidacy)
    house.pump()
    body = MergeIn(kept_id=one.id)
    house.services.profiles.merge_duplicates(house.staff, one.id, other.id, body)
    house.pump()
    text = copy(own(house, one))
    assert str(other.id) not in text
    assert other.given_name not in text
    assert PersonExport.model_validate_json(text).matching is not None
    assert '"candidacies": []' in text


def test_told_apart_names_nobody(house: House) -> None:
    one, other = house.person(), neighbour(house)
    house.services.profiles.tell_apart(house.staff, one.id, other.id)
    text = copy(own(house, one))
    assert len(PersonExport.model_validate_json(text).profiles.told_apart) == 1
    assert named(text, other) == []


def test_a_file_of_an_agency_brings_no_neighbours(house: House) -> None:
    rows = (
        {"external_ref": "L-1", "given_name": "Zibounda", "family_name": "Korvalan"},
        {"external_ref": "L-2", "given_name": "Tamekkarit", "family_name": "Oubraninq"},
    )
    done = house.services.profiles.batch(house.staff, BatchIn(rows=rows))
    house.pump()
    ids = [one.id for one in done.results]
    assert all(ids)
    base = f"/personnes/{ids[0]}"
    text = copy(house.counsellor(), base, reason="asked_here")
    for said in (str(ids[1]), "Tamekkarit", "Oubraninq", "L-2"):
        assert said not in text, said


def test_staff_are_a_role_and_an_agency(house: House) -> None:
    person = house.person()
    staff = house.staff.actor
    assert staff is not None
    text = copy(own(house, person))
    assert str(staff.id) not in text
    assert "Compte de test" not in text.replace('"display_name": "Compte de test"', "")


# --- behind somebody's back ---------------------------------------------------------------------


def noticed(house: House, person: Profile) -> set[str]:
    """What the person's page says happened with their account."""
    caller = Caller(themselves(person.id), "fr")
    return {one.kind for one in house.services.profiles.account_events(caller, person.id, limit=99)}


def test_filling_the_day_with_noise_hides_no_emergency(house: House) -> None:
    """Five messages a day are the most, fifty lines: whoever fills them is told of all the same."""
    person = house.person()
    staff = Caller(counsellor(), "fr")
    for turn in range(60):
        body = ConsentIn(given=bool(turn % 2), method="paper")
        house.services.profiles.set_consent(staff, person.id, "statistics", body)
    house.pump()
    house.messages.sent.clear()
    house.services.profiles.ask_erasure(staff, person.id, ErasureIn(reason="asked_here"))
    boss = Caller(administrator(), "fr")
    house.services.profiles.open_in_emergency(boss, person.id, EmergencyIn(reason="danger"))
    base = f"/personnes/{person.id}"
    copy(house.counsellor(), base, reason="asked_here")
    house.pump()
    told = [one.text.body for one in house.messages.sent if one.address == person.email]
    assert len(told) == 3, told
    assert {"erasure_asked", "emergency_opened", "data_exported"} <= noticed(house, person)


def test_the_messages_tell_nothing_on_a_shared_phone(house: House) -> None:
    person = house.person(residence={"status": "asylum_seeker"})
    staff = Caller(counsellor(), "fr")
    house.messages.sent.clear()
    house.services.profiles.ask_erasure(staff, person.id, ErasureIn(reason="asked_here"))
    house.services.profiles.stop_erasure(staff, person.id)
    boss = Caller(administrator(), "fr")
    house.services.profiles.open_in_emergency(boss, person.id, EmergencyIn(reason="authority"))
    house.pump()
    sent = [one for one in house.messages.sent if one.address == person.email]
    assert len(sent) == 3
    for one in sent:
        text = f"{one.text.subject} {one.text.body}".casefold()
        for said in (*known(person), "réfugi", "asile", "titre", "séjour", "hcr", "autorité"):
            assert said.casefold() not in text, said


def test_the_officer_is_called_and_reads_nothing_of_anybody(house: House) -> None:
    house.account(Role.OFFICER, "dpo@protection.ma")
    house.account(Role.OFFICER, "sans-adresse")
    person = house.person()
    boss = Caller(administrator(), "fr")
    house.messages.sent.clear()
    house.services.profiles.open_in_emergency(boss, person.id, EmergencyIn(reason="danger"))
    house.services.profiles.ask_erasure(house.staff, person.id, ErasureIn(reason="asked_here"))
    house.pump()
    calls = [one for one in house.messages.sent if one.address == "dpo@protection.ma"]
    assert len(calls) == 1  # erasures are told together, a quarter of an hour later
    text = f"{calls[0].text.subject} {calls[0].text.body} {calls[0].link}"
    assert "urgence" in text
    assert named(text, person) == []
    officer = house.browser(Role.OFFICER)
    alerts = officer.get("/alertes")
    assert "Dossier ouvert en urgence" in words(alerts)
    assert "Effacement demandé pour une personne" in words(alerts)
    assert named(alerts.text, person) == []
