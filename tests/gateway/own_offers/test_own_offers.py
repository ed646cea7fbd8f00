"""Offers for the person who is signed in, through the pages, with all services behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from amuddu.contracts.employers import Vacancy
from amuddu.contracts.matching import INTERESTS
from amuddu.contracts.profiles import Profile
from amuddu.kit import clock
from amuddu.kit.auth import Role
from gateway.clients.base import Caller
from tests.attack.test_f05_thief_with_a_card import card_address
from tests.gateway.accounts.test_cards import PIN, entered
from tests.gateway.conftest import Browser, House, themselves, words
from tests.support import OTHER_AGENCY, counsellor, outbox_envelopes

LIST = "/offres-pour-moi"
WITH_AGENCY = "À voir d'abord avec votre agence"
BY_CARD = "votre agence regarde avec vous les papiers"


def own(house: House, profile: Profile, *, lang: str = "fr") -> Browser:
    """The browser of somebody whose profile this is."""
    return house.browser(Role.JOBSEEKER, profile_id=profile.id, lang=lang)


def main(page: httpx2.Response) -> str:
    """What the page is about: without menus, whatever is different for each session."""
    found = re.search(r"<main\b.*?</main>", page.text, re.DOTALL)
    assert found is not None
    return re.sub(r'name="csrf_token" value="\w+"|name="sent" value="[^"]*"', "", found.group(0))


def say(browser: Browser, vacancy: Vacancy, what: str = "oui") -> httpx2.Response:
    return browser.post(f"{LIST}/{vacancy.id}/interet", {"interet": what})


def test_what_waits_comes_first_then_four_lines_an_offer(house: House) -> None:
    boss = house.employer()
    asked, other = house.vacancy(boss), house.vacancy(boss, title="Maçonne à Salé", place="sale")
    profile = house.person()
    house.shortlisted(asked, profile)
    page = own(house, profile).get(LIST)
    shown = words(page)
    assert shown.index("Ce qui attend votre réponse") < shown.index("Ce qui vous va")
    line = re.search(
        rf'<li class="card offer">\s*<h3><a href="{LIST}/{other.id}">.*?</li>', page.text, re.S
    )
    assert line is not None
    assert len(re.findall(r"<h3>|<p>|<p class", line.group(0))) == 4
    assert "C'est votre métier" in line.group(0)
    assert "dans votre ville" in line.group(0)


def test_an_offer_has_a_page_with_all_that_is_asked(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    page = own(house, house.person()).get(f"{LIST}/{vacancy.id}")
    shown = words(page)
    for said in (
        "Maçon pour un chantier",
        "Murs et enduits.",
        "par mois",
        "temps plein",
        "De Salé à Rabat : environ",
        "vers le sud",
        "Par la route, environ",
        "Le salaire écrit n'est pas sous le minimum légal.",
        "L'entreprise : pas encore comparée avec le registre.",
        "C'est le métier recherché",
        "Ça m'intéresse",
    ):
        assert said in shown, said
    image = re.search(r'<svg class="offer-map".*?</svg>', page.text, re.S)
    assert image is not None
    assert 'aria-label="De Salé à Rabat : environ' in image.group(0)
    assert "<script" not in image.group(0)


def test_one_tap_reaches_the_agency_and_can_be_taken_back(house: House) -> None:
    vacancy, profile = house.vacancy(house.employer()), house.person()
    browser, desk = own(house, profile), house.counsellor()
    assert "C'est noté : votre agence sait" in words(say(browser, vacancy))
    today = words(desk.get("/aujourdhui"))
    assert "Des offres intéressent ces personnes" in today
    assert "Zibounda Korvalan" in today
    ranked = desk.get(f"/offres/{vacancy.id}/candidats", interesse="1")
    assert "Intéressée" in words(ranked)
    assert "Cette offre intéresse la personne : elle l'a dit" in words(ranked)
    assert "Vous intéresse" in words(browser.get(LIST))
    assert "Votre agence sait que cette offre vous intéresse" in words(browser.get(LIST))
    assert "ne vous intéresse plus" in words(say(browser, vacancy, "non"))
    assert "Zibounda" not in words(desk.get("/aujourdhui"))
    assert "Intéressée" not in words(desk.get(f"/offres/{vacancy.id}/candidats"))


def test_a_tap_wants_the_token_of_the_form(house: House) -> None:
    vacancy, profile = house.vacancy(house.employer()), house.person()
    browser = own(house, profile)
    path = f"{LIST}/{vacancy.id}/interet"
    assert browser.post_without_token(path, {"interet": "oui"}).status_code == 400
    assert browser.post(path, {"interet": "peut-être"}).status_code == 400
    assert waiting(house) == 0


def waiting(house: House, agency: str = "rabat") -> int:
    found = house.services.matching.waiting_interests(Caller(counsellor(agency=agency), "fr"))
    return int(found.total)


def test_the_counsellor_takes_it_up_and_the_person_reads_so(house: House) -> None:
    vacancy, profile = house.vacancy(house.employer()), house.person()
    browser, desk = own(house, profile), house.counsellor()
    say(browser, vacancy)
    page = desk.get("/aujourdhui")
    found = re.search(r'action="(/aujourdhui/interets/[^"]+)"', page.text)
    assert found is not None
    away = house.counsellor(agency=OTHER_AGENCY)
    assert "Zibounda" not in words(away.get("/aujourdhui"))
    assert away.post(found.group(1), {}).status_code == 404
    for role in (Role.AGENT, Role.COORDINATOR, Role.ADMINISTRATOR, Role.JOBSEEKER):
        assert house.browser(role).post(found.group(1), {}).status_code == 403
    assert "l'agence s'en occupe" in words(desk.post(found.group(1), {}))
    assert "Quelqu'un de l'agence s'en occupe" in words(browser.get(f"{LIST}/{vacancy.id}"))
    assert "Votre agence s'en occupe" in words(browser.get(f"{LIST}/reponses"))
    assert waiting(house) == 0


@pytest.mark.parametrize("path", [LIST, f"{LIST}/reponses", f"{LIST}/{UUID(int=1)}"])
def test_these_pages_are_a_jobseeker_s(house: House, path: str) -> None:
    for role in (Role.COUNSELLOR, Role.AGENT, Role.COORDINATOR, Role.ADMINISTRATOR):
        assert house.browser(role).get(path).status_code == 403
    assert house.browser().get(path).url.path == "/connexion"


def test_where_a_candidacy_stands_the_button_is_not_offered(house: House) -> None:
    vacancy, profile = house.vacancy(house.employer()), house.person()
    house.shortlisted(vacancy, profile)
    browser = own(house, profile)
    page = browser.get(f"{LIST}/{vacancy.id}")
    assert "Ça m'intéresse" not in words(page)
    assert "On attend votre réponse" in words(page)
    refused = say(browser, vacancy)
    assert refused.status_code == 409
    assert "On vous a déjà parlé de cette offre" in words(refused)


def test_a_closed_offer_refuses_kindly(house: House) -> None:
    vacancy, profile = house.vacancy(house.employer()), house.person()
    browser = own(house, profile)
    say(browser, vacancy)
    closing = {"reason": "withdrawn"}
    assert house.counsellor().post(f"/offres/{vacancy.id}/fermer", closing).status_code == 200
    house.pump()
    page = browser.get(f"{LIST}/{vacancy.id}")
    assert "Cette offre n'est plus ouverte." in words(page)
    assert "Ça m'intéresse" not in words(page)
    assert say(browser, vacancy).status_code == 409
    assert "L'offre est fermée" in words(browser.get(f"{LIST}/reponses"))
    stranger = own(house, house.person(email="autre@exemple.ma", phone=None))
    assert stranger.get(f"{LIST}/{vacancy.id}").status_code == 404
    assert waiting(house) == 0


def test_an_erased_person_s_interests_are_in_no_list(house: House) -> None:
    vacancy, profile = house.vacancy(house.employer()), house.person()
    say(own(house, profile), vacancy)
    assert waiting(house) == 1
    house.services.profiles.erase(themselves(profile.id), profile.id)
    house.carry_out_erasures()
    assert waiting(house) == 0
    desk = house.counsellor()
    assert "Intéressée" not in words(desk.get(f"/offres/{vacancy.id}/candidats"))
    with house.databases["matching"].session() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM interest").scalar() == 0


# --- what a title changes -----------------------------------------------------------------------

TITLES: dict[str, dict[str, Any]] = {
    "open": {"residence": {"status": "permit_work", "valid_until": "2099-06-30"}},
    "national": {
        "residence": {"status": "resident_card", "valid_until": "2099-06-30"},
        "nationality": "SN",
    },
    "closed": {"residence": {"status": "irregular"}, "nationality": "CM"},
    "unknown": {"residence": None},
}
OPEN = ("open", "national")


def pages_of(house: House, vacancy: Vacancy, browser: Browser) -> list[str]:
    paths = (LIST, f"{LIST}?elargir=1", f"{LIST}/{vacancy.id}", f"{LIST}?q=maçon")
    return [main(browser.get(path)) for path in paths]


def test_a_title_changes_nothing_but_what_the_law_says_of_the_pair(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    shown: dict[str, list[str]] = {}
    for number, (name, facts) in enumerate(TITLES.items()):
        changes = {**facts, "email": f"p{number}@exemple.ma", "phone": None}
        profile = house.person(**changes)
        shown[name] = pages_of(house, vacancy, own(house, profile))
    assert shown["open"] == shown["national"]
    assert shown["closed"] == shown["unknown"]  # "no" and "to be asked" read alike
    for page in shown["open"]:
        assert WITH_AGENCY not in page
    list_, _, offer, _ = shown["closed"]
    assert WITH_AGENCY in list_
    assert WITH_AGENCY in offer
    assert "En parler avec mon agence" in offer
    assert "Ça m'intéresse" not in offer
    # The same offers, in the same order, with the same reasons.
    links = re.compile(rf'href="{LIST}/[0-9a-f-]{{36}}"')
    for had, has in zip(shown["open"], shown["closed"], strict=True):
        assert links.findall(had) == links.findall(has)


def test_what_is_kept_and_told_of_an_interest_is_the_same_for_every_title(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    told = []
    for number, name in enumerate(("open", "closed")):
        changes = {**TITLES[name], "email": f"p{number}@exemple.ma", "phone": None}
        profile = house.person(**changes)
        assert say(own(house, profile), vacancy).status_code == 200
        waits = [
            each.data
            for each in outbox_envelopes(house.databases["matching"])
            if each.topic == INTERESTS
        ]
        own_ids = ("interest_id", "profile_id", "expressed_at", "updated_at")
        told.append([(row.keys(), without(row, own_ids)) for row in waits])
        house.pump()
    assert told[0] == told[1]


def without(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def test_a_card_reads_the_same_whoever_holds_it(house: House) -> None:
    """Whoever finds or takes a card learns nothing of the title from offers, and no door tells."""
    vacancy, desk = house.vacancy(house.employer()), house.counsellor()
    shown = []
    for number, name in enumerate(("open", "closed")):
        changes = {**TITLES[name], "email": f"p{number}@exemple.ma", "phone": None}
        profile = house.person(**changes)
        desk.post(f"/personnes/{profile.id}/carte", {"pin": PIN, "again": PIN})
        found = pages_of(house, vacancy, entered(house, card_address(house, profile.id)))
        shown.append([page.replace(str(profile.id), "") for page in found])
        caller = by_card(profile.id)
        assert house.services.profiles.own_opening(caller, profile.id).answer == "untold"
    assert shown[0] == shown[1]
    assert BY_CARD in shown[0][0]
    assert WITH_AGENCY not in "".join(shown[0])


def by_card(profile_id: UUID) -> Caller:
    """Somebody whom a card let in."""
    actor = themselves(profile_id).actor
    assert actor is not None
    return Caller(actor.model_copy(update={"strong": False}), "fr")


def test_only_the_person_asks_whether_offers_are_open_to_them(house: House) -> None:
    profile = house.person()
    answer = house.services.profiles.own_opening
    assert answer(themselves(profile.id), profile.id).answer == "open"
    with pytest.raises(Exception) as refused:
        answer(themselves(uuid4()), profile.id)
    assert getattr(refused.value, "status", None) == 404
    with pytest.raises(Exception) as refused:
        answer(house.staff, profile.id)
    assert getattr(refused.value, "status", None) == 403


# --- looking for offers -------------------------------------------------------------------------


def test_a_search_finds_and_says_what_would_widen(house: House) -> None:
    boss = house.employer()
    house.vacancy(boss)
    house.vacancy(
        boss,
        title="Commis",
        occupation={"text": "cuisinier", "concept": "cook"},
        essential_skills=[],
        place="tanger",
        hours_week=20,
        wage_month="2500",
    )
    browser = own(house, house.person())
    found = words(browser.get(LIST, q="cuisinier"))
    assert "Commis" in found
    assert "C'est un autre métier que les vôtres." in found
    assert "km plus loin que ce que vous avez dit (30 km)" in found
    none = browser.get(LIST, q="cuisinier", ville="rabat")
    assert "Aucune offre ne correspond à cette recherche." in words(none)
    assert "dans toutes les villes" in words(none)
    assert "Maçon pour un chantier" in words(browser.get(LIST, ville="rabat"))
    for wild in ({"q": "\x00"}, {"ville": "atlantide"}, {"heures": "mille"}, {"metier": "../"}):
        assert browser.get(LIST, **wild).status_code == 200


def test_the_rest_is_one_tap_away_and_says_by_how_much(house: House) -> None:
    boss = house.employer()
    house.vacancy(boss, place="casablanca", contract_type="CDI", contract_months=None)
    browser = own(house, house.person(contract_types=["CDD"]))
    page = words(browser.get(LIST))
    assert 'class="card offer"' not in browser.get(LIST).text
    assert "Élargir : voir 1 autre offre" in page
    wide = words(browser.get(LIST, elargir="1"))
    assert "km plus loin que ce que vous avez dit (30 km)" in wide
    assert "Contrat : CDI (durée indéterminée). Vous avez dit : CDD (durée déterminée)." in wide


def test_nobody_under_18_without_an_agreement_is_shown_offers(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    young = house.person(birth_year=clock.today().year - 16, residence=None)
    browser = own(house, young)
    page = words(browser.get(LIST))
    assert "il faut l'accord d'un parent ou du tuteur" in page
    assert "Maçon pour un chantier" not in page
    assert browser.get(f"{LIST}/{vacancy.id}").status_code == 404
    assert say(browser, vacancy).status_code == 404


def test_who_is_new_is_invited_to_begin(house: House) -> None:
    browser = house.browser(Role.JOBSEEKER)
    assert "Commencer" in words(browser.get(LIST))
    assert "Commencer" in words(browser.get(f"{LIST}/reponses"))
    assert browser.get(f"{LIST}/{uuid4()}").status_code == 404


@pytest.mark.parametrize("lang", ["ar", "en", "es"])
def test_every_language_says_it(house: House, lang: str) -> None:
    vacancy, profile = house.vacancy(house.employer()), house.person()
    browser = own(house, profile, lang=lang)
    for path in (LIST, f"{LIST}/{vacancy.id}", f"{LIST}/reponses"):
        page = browser.get(path)
        assert page.status_code == 200
        assert f'lang="{lang}"' in page.text
        assert "Pourquoi" not in words(page)
    assert say(browser, vacancy).status_code == 200
