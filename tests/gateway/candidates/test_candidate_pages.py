"""The counsellor's ranked list, and the employer's shortlist, over the real services."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest

from amuddu.contracts.employers import Employer, Vacancy, VacancyCreate
from amuddu.contracts.profiles import Profile
from amuddu.kit import clock
from gateway.candidates.cards import Evidence
from gateway.clients.base import Caller
from tests.gateway.conftest import Browser, House, words
from tests.gateway.conftest import mason as mason_body
from tests.support import OTHER_AGENCY, administrator

TODAY = clock.today().isoformat()
NAME = "Zibounda"
FAMILY = "Korvalan"
CONTACTS = (NAME, FAMILY, "zibounda@exemple.ma", "61234567")


@pytest.fixture
def employer(house: House) -> Employer:
    return house.employer()


@pytest.fixture
def vacancy(house: House, employer: Employer) -> Vacancy:
    return house.vacancy(employer)


@pytest.fixture
def mason(house: House) -> Profile:
    return house.person()


@pytest.fixture
def desk(house: House) -> Browser:
    return house.counsellor()


def step(desk: Browser, vacancy: Vacancy, profile: Profile, action: str, **more: str) -> str:
    """Take a step as the page's button does; where the browser is sent to."""
    fields = {"action": action, "profile_id": str(profile.id), "filters": "", **more}
    sent = desk.post(f"/offres/{vacancy.id}/candidats", fields, follow=False)
    assert sent.status_code == 303, words(sent)
    return str(sent.headers["location"])


def test_a_ranked_card_says_why_in_plain_words(
    vacancy: Vacancy, mason: Profile, desk: Browser
) -> None:
    page = desk.get(f"/offres/{vacancy.id}/candidats")
    text = words(page)
    assert f'id="c-{mason.id}"' in page.text
    assert NAME in text
    assert mason.code in text
    assert "✓ monter un mur en briques" in text
    assert "✗ préparer le mortier" in text
    assert "Français : B2 (demandé : A2)" in text
    assert "2 ans et 3 mois d'expérience" in text
    assert "Ceci ne change pas la note" in text
    assert "Pourquoi ?" in text
    assert "1 sur 1 personne examinée" in text


def test_points_of_the_table_add_up_to_the_fit(
    house: House, vacancy: Vacancy, mason: Profile
) -> None:
    ranking = house.services.matching.ranking(house.staff, vacancy.id)
    (person,) = ranking.items
    assert person.profile_id == mason.id
    rows = Evidence(person.reasons).rows
    total = sum(row.points for row in rows) * person.reasons.factor
    assert total == pytest.approx(person.fit, abs=0.0002)
    assert sum(row.weight for row in rows) == pytest.approx(1)


def test_people_of_another_agency_go_by_their_code(
    house: House, vacancy: Vacancy, desk: Browser
) -> None:
    stranger = house.person(agency=OTHER_AGENCY, given_name="Farouza")
    text = words(desk.get(f"/offres/{vacancy.id}/candidats"))
    assert stranger.code in text
    assert "Farouza" not in text


def test_after_a_step_the_same_list_comes_back_at_the_person(
    vacancy: Vacancy, mason: Profile, desk: Browser
) -> None:
    kept = "max_km=50&language=fr&level=A2&min_fit=20"
    address = urlsplit(step(desk, vacancy, mason, "shortlist", filters=kept))
    query = parse_qs(address.query)
    assert address.path == f"/offres/{vacancy.id}/candidats"
    assert address.fragment == f"c-{mason.id}"
    for name, values in parse_qs(kept).items():
        assert query[name] == values
    page = desk.get(f"{address.path}?{address.query}")
    assert "Présélection faite" in words(page)
    assert 'name="max_km" type="text" value="50"' in page.text


def test_filters_that_cannot_be_read_filter_nothing_and_say_so(
    vacancy: Vacancy, mason: Profile, desk: Browser
) -> None:
    page = desk.get(
        f"/offres/{vacancy.id}/candidats",
        max_km="loin",
        language="klingon",
        level="Z9",
        min_fit="1000",
        state="?",
        offset="-3",
    )
    assert page.status_code == 200
    assert mason.code in words(page)
    assert "Écrivez un nombre entier, 2000 au plus" in words(page)
    assert "Écrivez un nombre entier, 100 au plus" in words(page)
    assert 'value="loin"' in page.text
    fine = words(desk.get(f"/offres/{vacancy.id}/candidats", max_km="0"))
    assert "Écrivez un nombre entier" not in fine


@pytest.mark.parametrize("address", ["candidats/lot", "fermer", "publier"])
def test_another_language_on_the_answer_to_a_form_is_kept(
    vacancy: Vacancy, desk: Browser, address: str
) -> None:
    page = desk.get(f"/offres/{vacancy.id}/{address}", lang="es")
    assert page.status_code == 200
    assert '<html lang="es"' in page.text
    assert '<html lang="es"' in desk.get(f"/offres/{vacancy.id}").text


def test_somebody_just_set_aside_is_put_back_in_one_step(
    vacancy: Vacancy, mason: Profile, desk: Browser
) -> None:
    address = urlsplit(step(desk, vacancy, mason, "set_aside", reason="skills"))
    page = desk.get(f"{address.path}?{address.query}")
    assert "Remettre dans la liste" in words(page)
    assert mason.code in words(page) or str(mason.id) in page.text
    assert urlsplit(step(desk, vacancy, mason, "restore")).path == address.path
    assert mason.code in words(desk.get(address.path))


def test_filters_narrow_the_list(
    house: House, vacancy: Vacancy, mason: Profile, desk: Browser
) -> None:
    far = house.person(given_name="Loin", place="agadir", max_distance_km=500)
    near = desk.get(f"/offres/{vacancy.id}/candidats", max_km="20")
    assert mason.code in words(near)
    assert far.code not in words(near)
    nobody = desk.get(f"/offres/{vacancy.id}/candidats", language="zh", level="C2")
    assert "Personne ne correspond à ces filtres" in words(nobody)


def test_the_whole_path_from_proposed_to_hired(
    house: House, employer: Employer, vacancy: Vacancy, mason: Profile, desk: Browser
) -> None:
    step(desk, vacancy, mason, "set_aside", reason="too_far", note="Pas de bus.")
    aside = desk.get(f"/offres/{vacancy.id}/candidats", state="set_aside")
    assert "Trop loin" in words(aside)
    assert "Pas de bus" not in words(aside)
    step(desk, vacancy, mason, "restore")
    step(desk, vacancy, mason, "shortlist")
    house.pump()
    boss = house.boss(employer)
    path = f"/offres/{vacancy.id}/preselection"
    waiting = boss.get(path)
    assert "En attente de la réponse" in words(waiting)
    assert "Vos démarches" not in words(waiting)  # which steps hints at who the person is
    for hidden in (*CONTACTS, mason.code, str(mason.id), "bennay"):
        assert hidden not in waiting.text, hidden

    house.answer("yes")
    accepted = boss.get(path)
    assert f"{NAME} {FAMILY}" in words(accepted)
    assert "Vos démarches" in words(accepted)
    assert "est pourvu" not in words(accepted)
    assert 'href="tel:+212661234567"' in accepted.text
    assert 'href="mailto:zibounda@exemple.ma"' in accepted.text
    hired = boss.post(
        path, {"candidacy_id": str(_candidacy(house, vacancy)), "action": "hire", "hired_on": TODAY}
    )
    assert "Embauche enregistrée" in words(hired)
    for told in (hired, boss.get(f"/offres/{vacancy.id}"), desk.get(f"/offres/{vacancy.id}")):
        assert "Le poste est pourvu" in words(told)
    log = words(desk.get(f"/offres/{vacancy.id}/candidats", state="hired"))
    for line in ("Mise de côté", "Remise dans la liste", "Présélection", "Réponse : oui"):
        assert line in log


def _candidacy(house: House, vacancy: Vacancy) -> UUID:
    (found,) = house.services.matching.candidacies(house.staff, vacancy.id).items
    return found.id


def test_a_no_shows_the_employer_nothing(
    house: House, employer: Employer, vacancy: Vacancy, mason: Profile
) -> None:
    house.shortlisted(vacancy, mason)
    house.answer("yes")
    house.answer("no")
    page = house.boss(employer).get(f"/offres/{vacancy.id}/preselection")
    assert "Il n'y a encore personne dans la présélection" in words(page)
    for hidden in (*CONTACTS, mason.code):
        assert hidden not in page.text


def test_a_cancelled_yes_hides_the_contact_again(
    house: House, employer: Employer, vacancy: Vacancy, mason: Profile, desk: Browser
) -> None:
    candidacy = house.shortlisted(vacancy, mason)
    house.answer("yes")
    step(desk, vacancy, mason, "cancel", candidacy_id=str(candidacy))
    house.pump()
    page = house.boss(employer).get(f"/offres/{vacancy.id}/preselection")
    assert NAME not in page.text


def test_an_employer_says_why_somebody_is_not_taken(
    house: House, employer: Employer, vacancy: Vacancy, mason: Profile
) -> None:
    candidacy = house.shortlisted(vacancy, mason)
    boss = house.boss(employer)
    path = f"/offres/{vacancy.id}/preselection"
    early = boss.post(path, {"candidacy_id": str(candidacy), "action": "hire", "hired_on": TODAY})
    assert early.status_code == 409
    assert "pas encore répondu oui" in words(early)
    assert NAME not in early.text
    house.answer("yes")
    silent = boss.post(path, {"candidacy_id": str(candidacy), "action": "refuse", "reason": ""})
    assert silent.status_code == 422
    fields = {"candidacy_id": str(candidacy), "action": "refuse", "reason": "experience"}
    refused = boss.post(path, fields)
    assert "Non retenu par l'employeur" in words(refused)
    assert NAME not in refused.text


def test_a_candidacy_of_another_vacancy_is_not_decided_here(
    house: House, employer: Employer, vacancy: Vacancy, mason: Profile
) -> None:
    other = house.vacancy(employer)
    candidacy = house.shortlisted(vacancy, mason)
    boss = house.boss(employer)
    path = f"/offres/{other.id}/preselection"
    for identifier in (str(candidacy), str(uuid4()), "rien"):
        answer = boss.post(path, {"candidacy_id": identifier, "action": "hire", "hired_on": TODAY})
        assert answer.status_code in {400, 404}


def test_a_step_that_is_not_possible_is_said_at_the_person(
    vacancy: Vacancy, mason: Profile, desk: Browser
) -> None:
    step(desk, vacancy, mason, "shortlist")
    fields = {"action": "set_aside", "profile_id": str(mason.id), "reason": "skills", "note": ""}
    page = desk.post(f"/offres/{vacancy.id}/candidats", fields)
    assert page.status_code == 409
    assert "annulez d'abord sa présélection" in words(page)
    assert f'id="c-{mason.id}"' in page.text


def test_a_step_needs_a_reason_and_a_known_name(
    vacancy: Vacancy, mason: Profile, desk: Browser
) -> None:
    path = f"/offres/{vacancy.id}/candidats"
    fields = {"action": "set_aside", "profile_id": str(mason.id)}
    assert desk.post(path, fields).status_code == 422
    assert desk.post(path, {**fields, "action": "erase"}).status_code == 400
    assert desk.post(path, {**fields, "profile_id": "x"}).status_code == 400
    assert desk.post_without_token(path, {**fields, "action": "shortlist"}).status_code == 400


def test_people_who_cannot_be_put_forward_are_explained(
    house: House, vacancy: Vacancy, desk: Browser
) -> None:
    house.person(consents={"matching": True, "contact": False})
    page = desk.get(f"/offres/{vacancy.id}/candidats")
    assert "pas encore accepté d'être contactée" in words(page)
    assert page.text.count('value="shortlist"') == 1, "the bar's alone: the card offers none"


def test_a_draft_and_a_vacancy_on_its_way_have_no_list_yet(
    house: House, employer: Employer, desk: Browser
) -> None:
    caller = Caller(administrator(), "fr")
    body = VacancyCreate.model_validate({**mason_body(), "employer_id": employer.id})
    fresh = house.services.employers.create(caller, body)
    draft = house.services.employers.create(caller, body.model_copy(update={"publish": False}))
    assert "vient d'être publiée" in words(desk.get(f"/offres/{fresh.id}/candidats"))
    assert "pas encore en ligne" in words(desk.get(f"/offres/{draft.id}/candidats"))
    boss = house.boss(employer)
    assert boss.get(f"/offres/{fresh.id}/preselection").status_code == 200
    assert boss.get(f"/offres/{draft.id}/preselection").status_code == 200
