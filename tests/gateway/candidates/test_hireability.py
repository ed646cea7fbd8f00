"""What hiring takes, on the pages of who follows a person and of who does not."""

from __future__ import annotations

from uuid import uuid4

from amuddu.kit.auth import Role
from tests.attack.staff.alike import signed_in
from tests.gateway.conftest import House, words
from tests.support import AGENCY, OTHER_AGENCY

IRREGULAR = {"status": "irregular"}
CLOSED = "L'embauche directe de cette personne n'est pas possible aujourd'hui"


def test_ones_own_counsellor_is_told_before_and_nobody_else_is(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    closed = house.person(residence=IRREGULAR, email="a@exemple.ma")
    free = house.person(email="b@exemple.ma")
    elsewhere = house.person(agency=OTHER_AGENCY, residence=IRREGULAR, email="c@exemple.ma")
    desk, path = house.counsellor(), f"/offres/{vacancy.id}/candidats"
    assert "Embauche directe impossible aujourd'hui" in words(desk.get(path, ouvert=closed.code))
    assert "À voir avec son agence." in words(desk.get(path, ouvert=elsewhere.code))
    one = {"action": "shortlist", "filters": ""}
    refused = desk.post(path, {**one, "profile_id": str(closed.id)})
    assert (refused.status_code, CLOSED in words(refused)) == (409, True)
    api = signed_in(house, Role.COUNSELLOR, agency_id=AGENCY)
    base = f"/api/v1/vacancies/{vacancy.id}/candidates"
    assert api.post(f"{base}/{closed.id}/shortlist").status_code == 409
    assert api.post(f"{base}/{elsewhere.id}/shortlist").status_code == 200
    many = {"key": str(uuid4()), "action": "shortlist", "filters": ""}
    several = desk.post(f"{path}/lot", {**many, "p": [str(closed.id), str(free.id)]})
    assert "1 personne présélectionnée." in words(several)
    assert "1 personne n'a pas changé" in words(several)
    nobody = desk.post(f"{path}/lot", {**many, "key": str(uuid4()), "p": [str(closed.id)]})
    assert CLOSED in words(nobody)


def test_no_file_to_take_along_says_what_hiring_takes(house: House) -> None:
    vacancy = house.vacancy(house.employer(), incentive_scheme="MA_PRIME_APPUI_EMPLOI")
    house.person(residence=IRREGULAR)
    desk = house.counsellor()
    for name in ("candidats.csv", "fiche"):
        text = words(desk.get(f"/offres/{vacancy.id}/{name}"))
        assert "impossible" not in text
        assert "Démarches" not in text


def test_the_file_of_a_hire_is_the_employers_and_of_who_follows_the_person(house: House) -> None:
    employer = house.employer(agency=OTHER_AGENCY)
    vacancy = house.vacancy(employer)
    person = house.person()
    far = signed_in(house, Role.COUNSELLOR, agency_id=OTHER_AGENCY)
    path = f"/api/v1/vacancies/{vacancy.id}/candidates/{person.id}/shortlist"
    made = far.post(path).json()["id"]
    house.pump()
    house.answer()
    assert far.post(f"/api/v1/candidacies/{made}/hire").status_code == 200
    house.pump()
    assert far.get(f"/api/v1/hires/{made}").status_code == 404
    assert far.get("/api/v1/hires").json()["total"] == 0
    desk = house.counsellor()
    page = desk.get(f"/embauches/{made}")
    assert "Suivre ces démarches" in words(page)
    followed = desk.post(f"/embauches/{made}", {"action": "follow"})
    assert "0 sur 9" in words(followed)
    boss = words(house.boss(employer).get(f"/embauches/{made}"))
    assert "Attestation d'activité, puis visa du contrat" in boss
    assert far.get(f"/api/v1/hires/{made}").status_code == 404
