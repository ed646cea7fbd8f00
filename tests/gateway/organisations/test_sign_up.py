"""An enterprise signs up by page, its agency verifies it, and what people see follows at once."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from amuddu.contracts.employers import VacancyCreate
from amuddu.kit.auth import Role
from gateway.clients.base import Caller
from tests.gateway.access.support import NEXT
from tests.gateway.conftest import SOON, Browser, House, mason, themselves, words
from tests.gateway.organisations.support import as_of, declaration, declared, ice, signed_up, verify
from tests.support import AGENCY, OTHER_AGENCY, administrator

MARK = "Entreprise vérifiée"


def form_of_a_vacancy(**changes: str) -> dict[str, str]:
    return {
        "title": "Maçon",
        "occupation": "maçon",
        "occupation_concept": "mason",
        "place": "rabat",
        "contract_type": "CDI",
        "wage_month": "4000",
        "starts_on": SOON.isoformat(),
        "places": "1",
        "action": "publish",
        **changes,
    }


def wrote_vacancy(house: House, browser: Browser) -> UUID:
    """A vacancy that an enterprise's user publishes by the public API's own words."""
    sent = browser.post("/offres/nouvelle", form_of_a_vacancy())
    found = re.search(r"/offres/([0-9a-f-]{36})", str(sent.url))
    assert found is not None, words(sent)
    house.pump()
    return UUID(found.group(1))


def state_of(house: House, vacancy_id: UUID) -> str:
    return house.services.employers.get(Caller(administrator(), "fr"), vacancy_id).status


def test_from_sign_up_to_the_first_published_vacancy(house: House) -> None:
    boss = signed_up(house)
    assert "Préparez" not in words(boss.get("/offres"))
    sent = boss.post("/entreprise/fiche", declaration(ice="90 00 00 001 / 0001-" + ice()[-2:]))
    assert "Fiche envoyée à votre agence" in words(sent)
    assert "À vérifier" in words(sent)
    vacancy_id = wrote_vacancy(house, boss)
    assert state_of(house, vacancy_id) == "waiting"
    assert "dès que votre agence a vérifié" in words(boss.get(f"/offres/{vacancy_id}"))
    counsellor = house.counsellor()
    listed = counsellor.get("/entreprises")
    assert "1 entreprise attend" in words(listed)
    found = re.search(r'href="/entreprises/([0-9a-f-]{36})"', listed.text)
    assert found is not None
    done = verify(counsellor, UUID(found.group(1)))
    assert "Vérifiée" in words(done)
    house.pump()
    assert state_of(house, vacancy_id) == "published"
    assert "signe" not in words(boss.get("/entreprise"))
    assert MARK in words(boss.get("/entreprise"))


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(house: House) -> None:
    boss = signed_up(house)
    page = boss.post(
        "/entreprise/fiche",
        declaration(ice="123", cnss="12", rc_number="45", phone="06 12", place="atlantis"),
    )
    assert page.status_code == 422
    for field in ("ice", "cnss", "rc_court", "phone", "place"):
        assert f'id="e-{field}"' in page.text, field
    assert boss.get("/entreprise").url.path == "/entreprise/fiche"


def test_the_same_form_twice_is_one_enterprise(house: House) -> None:
    boss = signed_up(house)
    for _ in range(2):
        boss.post("/entreprise/fiche", declaration())
    assert words(house.counsellor().get("/entreprises")).count("Menuiserie Tazra") == 1


def test_a_refusal_says_what_to_mend_and_a_mended_file_waits_again(house: House) -> None:
    boss, employer_id = declared(house)
    counsellor = house.counsellor()
    nothing = counsellor.post(f"/entreprises/{employer_id}/rendre", {"note": ""})
    assert nothing.status_code == 422
    counsellor.post(
        f"/entreprises/{employer_id}/rendre",
        {"reasons:ice": "1", "reasons:phone": "1", "note": "Le numéro sonne dans le vide."},
    )
    page = words(boss.get("/entreprise"))
    assert "L'ICE n'est pas celui de cette entreprise." in page
    assert "Le numéro sonne dans le vide." in page
    boss.post("/entreprise/fiche", declaration(ice=ice(2)))
    assert "À vérifier" in words(boss.get("/entreprise"))
    assert "L'ICE n'est pas celui" not in words(boss.get("/entreprise"))


def test_a_note_about_somebody_is_refused(house: House) -> None:
    _boss, employer_id = declared(house)
    page = house.counsellor().post(
        f"/entreprises/{employer_id}/rendre",
        {"reasons:ice": "1", "note": "Le patron est réfugié, appelez le 06 12 34 56 78"},
    )
    assert page.status_code == 422


def test_the_same_ice_twice_is_a_question_to_the_agency(house: House) -> None:
    _first, first_id = declared(house)
    verify(house.counsellor(), first_id)
    second = signed_up(house)
    told = second.post("/entreprise/fiche", declaration(name="Menuiserie Tazra Deux"))
    assert told.url.path == "/entreprise"
    assert "Menuiserie Tazra Deux" in words(told)  # nobody tells whoever types an ICE who has it
    counsellor = house.counsellor()
    listed = counsellor.get("/entreprises", etat="declared")
    found = re.search(r'href="/entreprises/([0-9a-f-]{36})"', listed.text)
    assert found is not None
    second_id = UUID(found.group(1))
    assert "même ICE" in words(counsellor.get(f"/entreprises/{second_id}"))
    refused = verify(counsellor, second_id)
    assert refused.status_code == 409
    assert "porte déjà cet ICE" in words(refused)


def test_another_establishment_is_told_apart(house: House) -> None:
    _first, _ = declared(house)
    _second, second_id = declared(house, name="Menuiserie Tazra Fès", ice=ice(1, 2))
    page = words(house.counsellor().get(f"/entreprises/{second_id}"))
    assert "autre établissement de la même entreprise" in page


def test_a_merged_draft_follows_and_an_unconfirmed_account_does_not(house: House) -> None:
    first, first_id = declared(house)
    verify(house.counsellor(), first_id)
    second, second_id = declared(house, name="Tazra bis", ice=ice(7))
    vacancy_id = wrote_vacancy(house, second)
    counsellor = house.counsellor()
    counsellor.post(f"/entreprises/{second_id}/reunir", {"into": str(first_id)})
    assert "Réunie" in words(counsellor.get(f"/entreprises/{second_id}"))
    assert first.get(f"/offres/{vacancy_id}").status_code == 200
    assert second.get(f"/offres/{vacancy_id}").status_code == 404
    assert second.post("/offres/nouvelle", form_of_a_vacancy()).status_code == 409


def test_a_confirmed_account_follows_its_enterprise(house: House) -> None:
    _first, first_id = declared(house)
    verify(house.counsellor(), first_id)
    second, second_id = declared(house, name="Tazra bis", ice=ice(7))
    house.counsellor().post(
        f"/entreprises/{second_id}/reunir", {"into": str(first_id), "accounts": "1"}
    )
    assert "Menuiserie Tazra" in words(second.get("/entreprise"))


def test_a_refused_merge_moves_no_account(house: House) -> None:
    _first, first_id = declared(house)
    second, second_id = declared(house, name="Tazra bis", ice=ice(7))
    counsellor = house.counsellor()
    counsellor.post(f"/entreprises/{first_id}/suspendre", {"reason": "other"})
    refused = counsellor.post(
        f"/entreprises/{second_id}/reunir", {"into": str(first_id), "accounts": "1"}
    )
    assert refused.status_code == 422
    assert "Tazra bis" in words(second.get("/entreprise"))


# --- attacks --------------------------------------------------------------------------------------


def test_a_file_that_changed_since_it_was_read_is_not_verified(house: House) -> None:
    boss, employer_id = declared(house)
    counsellor = house.counsellor()
    read = as_of(counsellor.get(f"/entreprises/{employer_id}").text)
    boss.post("/entreprise/fiche", declaration(name="Autre Nom", ice=ice(9)))
    refused = counsellor.post(
        f"/entreprises/{employer_id}/verifier", {"basis": "register", "as_of": read}
    )
    assert refused.status_code == 409
    assert "a changé sa fiche" in words(refused)
    assert datetime.fromisoformat(read)


def test_nobody_but_its_agency_decides(house: House) -> None:
    boss, employer_id = declared(house)
    page = house.counsellor().get(f"/entreprises/{employer_id}")
    body = {"basis": "register", "as_of": as_of(page.text)}
    address = f"/entreprises/{employer_id}/verifier"
    assert boss.post(address, body).status_code == 403
    assert house.counsellor(agency=OTHER_AGENCY).post(address, body).status_code == 404
    agent = house.browser(Role.AGENT, agency_id=AGENCY)
    assert agent.post(address, body).status_code == 403
    assert house.browser(Role.COORDINATOR).post(address, body).status_code == 403
    assert "À vérifier" in words(boss.get("/entreprise"))


def test_a_verified_name_is_not_changed_by_its_enterprise(house: House) -> None:
    boss, employer_id = declared(house)
    verify(house.counsellor(), employer_id)
    refused = boss.post("/entreprise/fiche", declaration(name="Ministère de l'Emploi"))
    assert refused.status_code == 409
    assert "Menuiserie Tazra" in words(boss.get("/entreprise"))


@pytest.mark.parametrize("step", ["retirer", "suspendre"])
def test_who_is_no_longer_answered_for_has_nothing_open(house: House, step: str) -> None:
    boss, employer_id = declared(house)
    counsellor = house.counsellor()
    verify(counsellor, employer_id)
    vacancy_id = wrote_vacancy(house, boss)
    assert state_of(house, vacancy_id) == "published"
    fields = {"reasons:name": "1"} if step == "retirer" else {"reason": "false_offer"}
    counsellor.post(f"/entreprises/{employer_id}/{step}", fields)
    house.pump()
    assert state_of(house, vacancy_id) == "closed"
    again = boss.post("/offres/nouvelle", form_of_a_vacancy())
    if step == "suspendre":
        assert again.status_code == 409
    else:
        assert state_of(house, UUID(str(again.url).split("/offres/")[1][:36])) == "waiting"
    assert MARK not in words(boss.get("/entreprise"))


def test_an_agency_publishes_nothing_of_an_enterprise_it_did_not_verify(house: House) -> None:
    _boss, employer_id = declared(house)
    body = VacancyCreate.model_validate({**mason(), "employer_id": employer_id, "publish": True})
    made = house.services.employers.create(house.staff, body)
    assert made.status == "waiting"
    refused = house.counsellor().post(f"/offres/{made.id}/publier", {})
    assert refused.status_code == 409


# --- the mark, and the public page ----------------------------------------------------------------


def test_people_see_the_mark_while_it_holds_and_no_longer(house: House) -> None:
    boss, employer_id = declared(house)
    counsellor = house.counsellor()
    verify(counsellor, employer_id)
    vacancy_id = wrote_vacancy(house, boss)
    person = house.person()
    vacancy = house.services.employers.get(Caller(administrator(), "fr"), vacancy_id)
    house.shortlisted(vacancy, person)
    token = house.messages.sent[-1].link.rpartition("/")[2]
    reader = house.browser()
    own = house.browser(Role.JOBSEEKER, profile_id=themselves(person.id).actor.profile_id)
    assert MARK in words(reader.get(f"/r/{token}"))
    assert MARK in words(own.get("/offres-pour-moi"))
    counsellor.post(f"/entreprises/{employer_id}/retirer", {"reasons:name": "1"})
    assert MARK not in words(reader.get(f"/r/{token}"))
    assert MARK not in words(own.get("/offres-pour-moi"))


def test_an_enterprise_that_the_agency_only_entered_has_no_mark(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    house.shortlisted(vacancy, house.person())
    token = house.messages.sent[-1].link.rpartition("/")[2]
    assert MARK not in words(house.browser().get(f"/r/{token}"))


def asked(browser: Browser, text: str) -> str:
    page = browser.post("/verifier", {"asked": text})
    found = re.search(r'id="answer">(.*?)</section>', page.text, re.DOTALL)
    said = html.unescape(re.sub(r"<[^>]+>", " ", found.group(1))) if found else ""
    return " ".join(said.split())


def test_anybody_checks_an_employer_by_its_exact_name_or_ice_alone(house: House) -> None:
    _boss, employer_id = declared(house)
    anybody = house.browser()
    unknown = asked(anybody, "une autre")
    assert asked(anybody, ice()) == unknown  # signed up, and nobody is told
    assert asked(anybody, "Menuiserie Tazra") == unknown
    verify(house.counsellor(), employer_id)
    assert "Menuiserie Tazra" in asked(anybody, f"{ice()[:9]} {ice()[9:]}")
    assert "Menuiserie Tazra" in asked(anybody, "  menuiserie  TAZRA ")
    for part in ("Menuiserie", "Menuiserie Tazr", "%", "_", "*", ice()[:9], ice(5), ""):
        assert "Tazra" not in asked(anybody, part)
    page = anybody.post("/verifier", {"asked": ice()})
    for hidden in ("05 37", "+212", "Cèdres", "conseil"):
        assert hidden not in page.text


def test_a_name_that_two_bear_is_told_of_neither(house: House) -> None:
    _one, first = declared(house)
    verify(house.counsellor(), first)
    _two, second = declared(house, agency_id=OTHER_AGENCY, ice=ice(3))
    verify(house.counsellor(agency=OTHER_AGENCY), second)
    assert "demandez-lui son ICE" in asked(house.browser(), "Menuiserie Tazra")


def test_a_message_is_checked_by_its_link_and_tells_nothing(house: House) -> None:
    house.shortlisted(house.vacancy(house.employer()), house.person())
    link = house.messages.sent[-1].link
    anybody = house.browser()
    for genuine in (link, link.rpartition("/")[2], link.removeprefix("http://")):
        said = asked(anybody, genuine)
        assert said == "Oui : ce message vient bien d'Amuddu.", genuine
    token = link.rpartition("/")[2]
    for false in (
        f"https://amuddu-emploi.example/r/{token}",
        f"http://127.0.0.1:8000@evil.example/r/{token}",
        f"http://user@127.0.0.1:8000/r/{token}",
        link[:-3] + "AAA",
        f"{link}/../../autre",
        link.replace("/r/", "/x/"),
        "http://[::1/r/" + token,
    ):
        assert asked(anybody, false).startswith("Non"), false


def test_nobody_asks_about_a_register_of_names(house: House) -> None:
    anybody = house.browser()
    answers = [anybody.post("/verifier", {"asked": f"Société {n}"}).status_code for n in range(40)]
    assert answers[0] == 200
    assert answers[-1] == 429


# --- rights -----------------------------------------------------------------------------------


def test_who_only_reads_writes_nothing_anywhere(house: House) -> None:
    _boss, employer_id = declared(house)
    verify(house.counsellor(), employer_id)
    reader = house.browser(Role.EMPLOYER, employer_id=employer_id, employer_right="read")
    assert reader.get("/offres").status_code == 200
    assert reader.post("/offres/nouvelle", form_of_a_vacancy()).status_code == 403
    assert reader.get("/entreprise/fiche").status_code == 403
    assert reader.get("/entreprise/comptes").status_code == 403


def test_who_publishes_does_not_speak_of_the_enterprise(house: House) -> None:
    _boss, employer_id = declared(house)
    verify(house.counsellor(), employer_id)
    publisher = house.browser(Role.EMPLOYER, employer_id=employer_id, employer_right="publish")
    wrote_vacancy(house, publisher)
    assert publisher.post("/entreprise/fiche", declaration()).status_code == 403
    assert publisher.post("/entreprise/comptes", {"right": "owner"}).status_code == 403


def colleague(house: House, page: Any) -> Browser:
    """Somebody opens the link that a page shows once."""
    link = re.search(r'id="link">([^<]+)<', page.text)
    assert link is not None, page.text
    other = house.browser()
    fields = {"login": f"ikram-{uuid4().hex[:6]}", "name": "Ikram", "password": NEXT}
    assert other.post("/" + link[1].split("/", 3)[3], fields).status_code == 200
    return other


def test_an_owner_invites_a_colleague_and_the_last_one_stays(house: House) -> None:
    boss, _employer_id = declared(house)
    other = colleague(house, boss.post("/entreprise/comptes", {"right": "read"}))
    assert other.get("/offres").status_code == 200
    assert other.get("/entreprise/comptes").status_code == 403
    listed = boss.get("/entreprise/comptes")
    ids = re.findall(r'action="/entreprise/comptes/([0-9a-f-]{36})"', listed.text)
    refused = boss.post(f"/entreprise/comptes/{ids[0]}", {"right": "read"})
    assert refused.status_code == 409
    boss.post(f"/entreprise/comptes/{ids[1]}", {"right": "owner"})
    assert other.get("/entreprise/comptes").status_code == 200


def test_an_owner_reaches_no_account_of_another(house: House) -> None:
    boss, _ = declared(house)
    stranger = house.account(Role.EMPLOYER, employer_id=house.employer("Autre").id)
    refused = boss.post(f"/entreprise/comptes/{stranger.id}", {"right": "read"})
    assert refused.status_code == 404


def test_invitations_of_another_enterprise_are_nobodys(house: House) -> None:
    boss, employer_id = declared(house)
    boss.post("/entreprise/comptes", {"right": "owner"})
    found = re.search(
        r"comptes/invitations/([0-9a-f-]{36})/retirer", boss.get("/entreprise/comptes").text
    )
    assert found is not None
    other = house.boss(house.employer("Autre"))
    assert other.post(f"/entreprise/comptes/invitations/{found[1]}/retirer", {}).status_code == 404
    assert found[1] not in other.get("/entreprise/comptes").text
    reader = house.browser(Role.EMPLOYER, employer_id=employer_id, employer_right="read")
    assert reader.post(f"/entreprise/comptes/invitations/{found[1]}/retirer", {}).status_code == 403
    assert boss.post(f"/entreprise/comptes/invitations/{found[1]}/retirer", {}).status_code == 200
    assert found[1] not in boss.get("/entreprise/comptes").text


def test_an_enterprise_has_twenty_accounts_at_most(house: House) -> None:
    boss, _ = declared(house)
    for _ in range(19):
        assert boss.post("/entreprise/comptes", {"right": "read"}).status_code == 200
    assert boss.post("/entreprise/comptes", {"right": "read"}).status_code == 409
    assert boss.post("/entreprise/comptes", {"right": "all"}).status_code == 422


def test_an_invitation_of_a_colleague_goes_by_e_mail(house: House) -> None:
    boss, _ = declared(house)
    page = boss.post("/entreprise/comptes", {"right": "publish", "email": "ikram@exemple.ma"})
    assert "part par e-mail" in words(page)
    assert 'id="link"' not in page.text
    house.pump()
    assert house.messages.sent[-1].address == "ikram@exemple.ma"
