"""Pages of counsellors and community agents: the people they follow, messages, whom to call."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from amuddu.contracts.profiles import ProfilePage
from amuddu.kit.auth import Role
from gateway.clients.base import Caller
from tests.gateway.conftest import Browser, House, themselves, words
from tests.gateway.people.test_profile_pages import fields_of, form
from tests.support import AGENCY, OTHER_AGENCY, agent, counsellor

PATHS = ("", "/modifier", "/titre", "/droits", "/offres", "/acces", "/effacer")


def of_agency(house: House) -> ProfilePage:
    return house.services.profiles.list(Caller(counsellor(), "fr"))


def test_a_person_is_added_on_their_behalf_with_how_they_agreed(house: House) -> None:
    browser = house.counsellor()
    page = browser.post("/personnes/nouvelle", form())
    assert page.status_code == 422
    assert "Dites comment la personne a donné sa réponse." in words(page)
    assert 'value="Zibounda"' in page.text
    page = browser.post("/personnes/nouvelle", form(consent_method="paper"))
    assert page.status_code == 200
    person_id = UUID(page.url.path.rpartition("/")[2])
    person = house.services.profiles.get(themselves(person_id), person_id)
    assert (person.agency_id, person.consent_method) == (AGENCY, "paper")
    records = house.services.profiles.consents(themselves(person_id), person_id)
    assert [(each.purpose, each.method) for each in records] == [("matching", "paper")]


def test_the_sentences_to_read_aloud_are_on_the_form(house: House) -> None:
    shown = words(house.counsellor().get("/personnes/nouvelle"))
    assert "Êtes-vous d'accord pour que nous comparions votre profil" in shown
    assert "J'ai lu les phrases à voix haute" in shown


def test_no_method_is_asked_where_nothing_was_agreed(house: House) -> None:
    page = house.counsellor().post("/personnes/nouvelle", form(**{"consents.matching": ""}))
    assert page.status_code == 200
    assert "la personne n'a pas donné son accord" in words(page)


def test_people_are_found_by_name_or_code_page_by_page(house: House) -> None:
    browser = house.counsellor()
    assert "Vous ne suivez encore personne" in words(browser.get("/personnes"))
    people = [house.person(given_name=f"Prénom{n:02}") for n in range(22)]
    shown = words(browser.get("/personnes"))
    assert "22 personnes" in shown
    assert "1 à 20 sur 22" in shown
    assert "21 à 22 sur 22" in words(browser.get("/personnes", offset=20))
    found = words(browser.get("/personnes", q="prenom07"))
    assert "Prénom07" in found
    assert "Prénom08" not in found
    assert "1 personne" in found
    assert people[3].code in words(browser.get("/personnes", q=people[3].code))
    assert "Personne ne porte ce nom" in words(browser.get("/personnes", q="<b>%_\x00"))


def test_every_page_of_a_person_opens_for_their_counsellor(house: House) -> None:
    person = house.person()
    house.vacancy(house.employer())
    browser = house.counsellor()
    for path in PATHS:
        page = browser.get(f"/personnes/{person.id}{path}")
        assert page.status_code == 200, path


def test_an_administrator_reads_every_page_in_an_emergency(house: House) -> None:
    person = house.person()
    browser = house.browser(Role.ADMINISTRATOR)
    browser.post(f"/personnes/{person.id}/urgence", {"reason": "danger", "minutes": "60"})
    for path in PATHS:
        page = browser.get(f"/personnes/{person.id}{path}")
        assert page.status_code == (403 if path == "/effacer" else 200), path


def test_another_agencys_person_is_not_found(house: House) -> None:
    person = house.person(agency=OTHER_AGENCY)
    browser = house.counsellor()
    for path in PATHS:
        page = browser.get(f"/personnes/{person.id}{path}")
        if path == "/effacer":
            assert "Zibounda" not in page.text
        assert page.status_code == 404, path
        assert "Introuvable" in words(page)
    for path, fields in (
        ("/modifier", form(revision="1")),
        ("/titre", {"status": "permit_work"}),
        ("/accord/matching", {"given": "0"}),
        ("/effacer", {"confirm": "1", "reason": "asked_here"}),
    ):
        assert browser.post(f"/personnes/{person.id}{path}", fields).status_code == 404, path
    assert house.services.profiles.get(themselves(person.id), person.id).consents.matching is True


def test_an_agent_opens_their_own_people_alone(house: House) -> None:
    account = house.account(Role.AGENT, agency_id=AGENCY)
    browser = Browser(house.app).sign_in(account.login)
    browser.post("/personnes/nouvelle", form(consent_method="read_aloud"))
    others = house.person(given_name="Autre", by=agent())
    shown = words(browser.get("/personnes"))
    assert "Zibounda" in shown
    assert "Autre" not in shown
    assert browser.get(f"/personnes/{others.id}").status_code == 404


def test_people_pages_are_for_staff_alone(house: House) -> None:
    boss = house.boss(house.employer())
    seeker = house.browser(Role.JOBSEEKER)
    for browser in (boss, seeker):
        assert browser.get("/personnes").status_code == 403
        assert browser.get("/personnes/nouvelle").status_code == 403
    assert house.browser().get("/personnes").url.path == "/connexion"


def test_an_address_that_is_nobodys_is_a_page(house: House) -> None:
    page = house.counsellor().get("/personnes/pas-un-numero")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "Introuvable" in words(page)


def test_a_person_is_changed_on_their_behalf(house: House) -> None:
    person = house.person()
    browser = house.counsellor()
    sent = fields_of(browser.get(f"/personnes/{person.id}/modifier").text)
    page = browser.post(f"/personnes/{person.id}/modifier", sent | {"given_name": "Ziba"})
    assert page.status_code == 200, words(page)
    after = house.services.profiles.get(themselves(person.id), person.id)
    assert after.given_name == "Ziba"
    assert after.residence == person.residence
    assert after.consents == person.consents
    wrong = browser.post(f"/personnes/{person.id}/modifier", sent | {"email": "pas une adresse"})
    assert wrong.status_code == 422
    assert 'value="pas une adresse"' in wrong.text


def test_a_consent_is_noted_with_how_it_was_given(house: House) -> None:
    person = house.person()
    browser = house.counsellor()
    browser.post(f"/personnes/{person.id}/accord/statistics", {"given": "1", "method": "paper"})
    newest = house.services.profiles.consents(themselves(person.id), person.id)[0]
    assert (newest.purpose, newest.given, newest.method) == ("statistics", True, "paper")
    assert newest.recorded_by == "counsellor"
    # A method that only the person, or a file, can have is not taken from a form.
    browser.post(f"/personnes/{person.id}/accord/statistics", {"given": "0", "method": "self"})
    assert (
        house.services.profiles.consents(themselves(person.id), person.id)[0].method == "read_aloud"
    )


def test_a_paper_that_ends_soon_is_told_in_the_list_without_its_name(house: House) -> None:
    house.person(residence={"status": "refugee_bra_permit", "valid_until": "2026-11-25"})
    shown = words(house.counsellor().get("/personnes"))
    assert "Papier terminé" in shown or "Papier à renouveler" in shown
    assert "BRA" not in shown


def test_vacancies_for_a_person_lead_a_counsellor_to_them(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    person = house.person()
    page = house.counsellor().get(f"/personnes/{person.id}/offres")
    assert f'href="/offres/{vacancy.id}"' in page.text
    assert "La personne sait :" in words(page)


def test_erasing_a_person_gives_a_receipt_and_keeps_staff_signed_in(house: House) -> None:
    person = house.person()
    asked = {"confirm": "1", "reason": "asked_here"}
    house.counsellor().post(f"/personnes/{person.id}/effacer", asked)
    browser = house.counsellor()
    page = browser.post(f"/personnes/{person.id}/effacer/confirmer", {"confirm": "1"})
    assert page.status_code == 200
    assert re.search(r"<code[^>]*>[0-9a-f-]{36}</code>", page.text)
    assert "Se déconnecter" in words(page)
    assert browser.get(f"/personnes/{person.id}").status_code == 404
    assert of_agency(house).total == 0


# --- messages -----------------------------------------------------------------------------------


def test_messages_show_state_channel_masked_address_text_and_link(house: House) -> None:
    person = house.person()
    house.shortlisted(house.vacancy(house.employer()), person)
    page = house.counsellor().get("/messages")
    shown = words(page)
    for said in ("Envoyé", "Par e-mail", "Français", "Maçon pour un chantier", "Zibounda"):
        assert said in shown
    assert "zibounda@exemple.ma" not in shown
    assert re.search(r'href="http://[^"]+/r/[A-Za-z0-9_-]+"', page.text)
    assert "Zibounda" not in words(house.counsellor(agency=OTHER_AGENCY).get("/messages"))


def test_an_arabic_message_runs_from_right_to_left(house: House) -> None:
    person = house.person(language="ar")
    house.shortlisted(house.vacancy(house.employer()), person)
    assert (
        '<blockquote class="sent" lang="ar" dir="rtl">' in house.counsellor().get("/messages").text
    )


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_messages_open_in_the_demonstration_for_those_who_look_after_it(
    house: House, role: Role
) -> None:
    assert "Aucun message" in words(house.browser(role).get("/messages"))


def test_messages_are_for_staff_alone(house: House) -> None:
    assert house.browser(Role.JOBSEEKER).get("/messages").status_code == 403


def test_an_offer_of_another_agency_is_named_and_leads_nowhere(house: House) -> None:
    person = house.person()
    ours = house.vacancy(house.employer())
    theirs = house.vacancy(house.employer("Rif BTP", agency=OTHER_AGENCY), title="Maçon à Fès")
    counsellor = house.counsellor()
    offers = counsellor.get(f"/personnes/{person.id}/offres")
    assert "Maçon à Fès" in words(offers)
    assert f'href="/offres/{ours.id}"' in offers.text
    assert f"/offres/{theirs.id}" not in offers.text
    token = {"profile_id": str(person.id), "filters": ""}
    path = f"/offres/{ours.id}/candidats"
    aside = counsellor.post(path, {**token, "action": "set_aside", "reason": "too_far"})
    assert aside.status_code == 200
    assert "Maçon à Fès" in words(aside)
    assert f"/offres/{theirs.id}" not in aside.text
