"""From what somebody lacks to courses that give it, and to the offers that ask for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from amuddu.contracts.profiles import Profile
from amuddu.contracts.support.catalogue import CentreIn, Course, CourseIn, SessionIn
from amuddu.contracts.support.training import RequestIn
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import Unavailable
from tests.gateway.conftest import Browser, House, themselves, words
from tests.gateway.training.test_story import KEEPER
from tests.support import OTHER_AGENCY

OFFERS = "/offres-pour-moi"
LEARN = "Où l'apprendre"
OPENS = "Ce que cela ouvrirait"


def course(
    house: House, title: str, town: str, *, gives: str = "mix-mortar", days: int = 30
) -> Course:
    """A course with one place that teaches one thing; its centre has its name."""
    support = house.services.support
    centre = CentreIn(name=f"Centre {title}", source="ofppt.ma")
    body = {
        "centre_id": support.add_centre(KEEPER, centre).id,
        "title": title,
        "skills": [{"text": gives, "concept": gives}],
        "criteria": {"towns": ["fes", town]},
        "source": "ofppt.ma",
    }
    made = support.add_course(KEEPER, CourseIn.model_validate(body))
    start = clock.today() + timedelta(days=days)
    return support.add_session(KEEPER, made.id, SessionIn(starts_on=start, places=1))


def mason(house: House) -> Profile:
    """Somebody of Salé who lays bricks; two offers nearby ask for mortar too."""
    boss, person = house.employer(), house.person()
    house.vacancy(boss)
    house.vacancy(boss, title="Maçonne à Salé", place="sale")
    return person


def own(house: House, person: Profile) -> Browser:
    return house.browser(Role.JOBSEEKER, profile_id=person.id)


def test_courses_stand_beside_what_is_missing_the_nearest_first(house: House) -> None:
    person = mason(house)
    far = course(house, "Mortier loin", "agadir")
    near = course(house, "Mortier ici", "sale", days=60)
    course(house, "Mortier hier", "sale", days=-3)
    course(house, "Autre chose", "sale", gives="wash-dishes")
    other = house.person(email="autre@exemple.ma")
    house.services.support.ask(themselves(other.id), near.sessions[0].id, RequestIn())
    page = own(house, person).get(OFFERS)
    shown = words(page)
    assert "demandé par 2 offres : " in shown
    assert shown.index(LEARN) < shown.index("Mortier ici") < shown.index("Mortier loin")
    assert "complète : liste d'attente" in shown
    assert "Fès, à " in shown  # nearer than Agadir, where the other is taught too
    assert "Mortier hier" not in shown
    assert "Autre chose" not in shown
    assert f'href="/formations/{far.id}"' in page.text
    page = house.counsellor().get(f"/personnes/{person.id}/offres")
    assert words(page).index("Mortier ici") < words(page).index("Mortier loin")
    assert f'href="/formations/{near.id}?personne={person.id}"' in page.text


def test_more_than_three_courses_are_a_page_of_their_own(house: House) -> None:
    person = mason(house)
    for number in range(4):
        course(house, f"Mortier {number}", "rabat")
    course(house, "Autre chose", "rabat", gives="wash-dishes")
    browser = own(house, person)
    page = browser.get(OFFERS)
    assert "Voir les 4 formations qui l'apprennent" in words(page)
    assert "Mortier 3" not in words(page)
    found = words(browser.get("/formations", apprend="mix-mortar"))
    assert "Mortier 3" in found
    assert "Autre chose" not in found
    # What is no skill asks for nothing.
    assert "Autre chose" in words(browser.get("/formations", apprend="x'; --"))


def test_a_course_says_what_it_gives_of_what_one_lacks_and_how_many_offers_that_opens(
    house: House,
) -> None:
    person = mason(house)
    made, known = (
        course(house, "Mortier", "rabat"),
        course(house, "Murs", "rabat", gives="lay-bricks"),
    )
    browser, desk = own(house, person), house.counsellor()
    mine = words(browser.get(f"/formations/{made.id}"))
    assert "2 offres ouvertes proches de votre profil demandent" in mine
    assert "demandé par 2 offres : " in mine
    theirs = desk.get(f"/formations/{made.id}", personne=str(person.id))
    assert "2 offres ouvertes proches du profil demandent" in words(theirs)
    # Not what they can do already, not to strangers, not of people of others.
    assert OPENS not in words(browser.get(f"/formations/{known.id}"))
    assert OPENS not in words(desk.get(f"/formations/{made.id}"))
    for reader in (house.browser(), house.browser(Role.COORDINATOR)):
        assert OPENS not in words(reader.get(f"/formations/{made.id}", personne=str(person.id)))
    other = house.counsellor(agency=OTHER_AGENCY)
    page = other.get(f"/formations/{made.id}", personne=str(person.id))
    assert page.status_code == 200
    assert OPENS not in words(page)


def test_an_empty_catalogue_and_one_that_is_away_are_not_spoken_of(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = mason(house)
    browser = own(house, person)
    shown = words(browser.get(OFFERS))
    assert "Ce qui ouvrirait plus d'offres" in shown
    assert LEARN not in shown
    course(house, "Mortier", "rabat")

    def away(*_: object, **__: object) -> None:
        raise Unavailable

    monkeypatch.setattr(house.services.support, "search", away)
    page = browser.get(OFFERS)
    assert page.status_code == 200
    assert "Ce qui ouvrirait plus d'offres" in words(page)
    assert LEARN not in words(page)


def test_the_catalogue_is_asked_in_nobodys_name_and_hears_of_no_town(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = mason(house)
    course(house, "Mortier", "rabat")
    heard: list[dict[str, Any]] = []
    http = house.services.support._http
    send = http.request

    def listening(method: str, path: str, **said: Any) -> httpx2.Response:
        heard.append({"path": path, **said})
        return send(method, path, **said)

    monkeypatch.setattr(http, "request", listening)
    assert LEARN in words(own(house, person).get(OFFERS))
    assert LEARN in words(house.counsellor().get(f"/personnes/{person.id}/offres"))
    assert len(heard) == 2
    for said in heard:
        assert (said["path"], said["auth"], said["json"]) == ("/v1/training/courses", None, None)
        assert set(said["params"]) == {"skills", "coming", "limit", "offset"}
        for telling in (str(person.id), person.code, "sale", "Zibounda"):
            assert telling not in str(said)
