"""A copy of everything: whole, in four languages, without anybody else, never silently shorter."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from amuddu.contracts.export.document import PARTS, PersonExport
from amuddu.contracts.profiles import Profile
from amuddu.kit import identity
from amuddu.kit.auth import Role
from amuddu.kit.settings import Settings
from amuddu.kit.trust.tokens import Signer
from gateway.clients import Services
from gateway.clients.employers import EmployersClient
from gateway.clients.matching import MatchingClient
from gateway.clients.notifications import NotificationsClient
from gateway.clients.support import SupportClient
from tests.attack.inside.dumps import dump, whole
from tests.gateway.conftest import Browser, House, words

AWAY = {
    "matching": MatchingClient,
    "employers": EmployersClient,
    "notifications": NotificationsClient,
    "support": SupportClient,
}


def own(house: House, profile: Profile, **of: Any) -> Browser:
    return house.browser(Role.JOBSEEKER, profile_id=profile.id, **of)


def copied(browser: Browser, base: str = "/profil", **fields: str) -> PersonExport:
    answer = browser.post(f"{base}/donnees/copie", {"format": "json", **fields})
    assert answer.status_code == 200, words(answer)
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    return PersonExport.model_validate_json(answer.content)


def hired(house: House) -> Profile:
    """Somebody who was put forward, told, said yes and was hired."""
    firm = house.employer()
    profile = house.person()
    candidacy = house.shortlisted(house.vacancy(firm), profile)
    house.answer()
    house.services.matching.hire(house.staff, candidacy)
    house.pump()
    return profile


def without(house: House, name: str) -> None:
    """The house as it is, but for one service that is away."""

    def refused(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    http = httpx2.Client(base_url=f"http://{name}", transport=httpx2.MockTransport(refused))
    away = AWAY[name](http, Signer(identity.own(Settings(), "gateway")))
    services: Services = replace(house.services, **{name: away})
    house.app.state.services = services


def test_it_holds_what_each_service_knows(house: House) -> None:
    profile = hired(house)
    document = copied(own(house, profile))
    assert (document.complete, document.missing, document.made_for) == (True, (), "person")
    assert document.profiles.title.status == "permit_work"
    assert document.profiles.profile.phone == profile.phone
    assert document.matching is not None
    (candidacy,) = document.matching.candidacies
    assert candidacy.state == "hired"
    assert {"shortlist", "accept", "hire"} <= {step.name for step in candidacy.steps}
    assert document.matching.compared[0].facts is not None
    assert document.employers is not None
    assert document.employers.hires[0].employer_name == "Atlas BTP"
    assert document.notifications is not None
    (offer,) = document.notifications.offers
    assert (offer.answer, offer.employer_name) == ("yes", "Atlas BTP")
    assert offer.message is not None
    assert "Maçon pour un chantier" in offer.message.body
    assert document.account is not None
    assert document.account.accounts[0].login.startswith("jobseeker-")
    assert document.account.sessions[0].kind == "page"


def test_an_employer_who_got_no_yes_is_not_named(house: House) -> None:
    profile = house.person()
    house.shortlisted(house.vacancy(house.employer("Zellige & Fils")), profile)
    text = copied(own(house, profile)).model_dump_json()
    assert "Zellige" not in text
    assert "Maçon pour un chantier" in text


@pytest.mark.parametrize("name", sorted(AWAY))
def test_a_service_that_is_away_is_named(house: House, name: str) -> None:
    profile = house.person()
    person = own(house, profile)
    without(house, name)
    document = copied(person)
    assert (document.complete, document.missing) == (False, (name,))
    assert getattr(document, name) is None
    page = person.post("/profil/donnees/copie", {"format": "page"})
    assert "Cette copie n'est pas complète" in words(page)
    assert "Cette partie manque" in words(page)
    assert "contient tout ce que nous gardons" not in words(page)


def test_profiles_away_makes_none(house: House) -> None:
    profile = house.person()
    person = own(house, profile)

    def refused(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    http = httpx2.Client(base_url="http://profiles", transport=httpx2.MockTransport(refused))
    gone = type(house.services.profiles)(http, Signer(identity.own(Settings(), "gateway")))
    house.app.state.services = replace(house.services, profiles=gone)
    assert person.post("/profil/donnees/copie", {"format": "json"}).status_code == 503


@pytest.mark.parametrize(
    ("lang", "title", "direction"),
    [
        ("fr", "Tout ce que nous gardons", "ltr"),
        ("ar", "كل ما نحتفظ به", "rtl"),
        ("en", "Everything we keep", "ltr"),
        ("es", "Todo lo que guardamos", "ltr"),
    ],
)
def test_it_is_read_in_four_languages(house: House, lang: str, title: str, direction: str) -> None:
    person = own(house, hired(house), lang=lang)
    page = person.post("/profil/donnees/copie", {"format": "page"})
    file = person.post("/profil/donnees/copie", {"format": "html"})
    assert title in words(page)
    assert f'<html lang="{lang}" dir="{direction}">' in file.text
    for name in ("Zibounda", "Atlas BTP"):
        assert name in file.text
        assert name in page.text
    assert re.findall(r'(?:src|href)="(?!#)', file.text) == []  # a file that asks nobody
    assert "csrf" not in file.text


def test_staff_get_it_in_the_persons_language(house: House) -> None:
    profile = house.person(language="es")
    browser = house.counsellor()
    base = f"/personnes/{profile.id}"
    again = browser.post(f"{base}/donnees/copie", {"format": "json"})
    assert again.status_code == 422
    assert "Choisissez une raison" in words(again)
    document = copied(browser, base, reason="asked_in_writing")
    assert (document.made_for, document.language) == ("staff", "es")
    house.pump()
    assert "perfil" in house.messages.sent[-1].text.body


def test_nothing_of_it_stays_at_the_gateway(
    house: House, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = house.person()
    person = own(house, profile)
    for form in ("json", "html", "page"):
        assert person.post("/profil/donnees/copie", {"format": form}).status_code == 200
    kept = whole(dump(house.databases["gateway"])) + caplog.text + "".join(capsys.readouterr())
    for said in ("permit_work", "Korvalan", "2099-06-30", "661234567"):
        assert said not in kept, said


def test_the_api_answers_by_the_schema_on_file(house: House) -> None:
    client = Browser(house.app)
    schema = client.get("/api/v1/export-schema").json()
    assert set(PARTS) <= schema["properties"].keys()
    assert schema["properties"]["format"]["const"] == "amuddu.export/1"


def test_a_person_reads_changes_and_asks_for_a_correction(house: House) -> None:
    profile = house.person()
    person, staff = own(house, profile), house.counsellor()
    person.post("/profil/pas/prenom", {"given_name": "Zibounda", "family_name": "Nouvelle"})
    page = person.get("/profil/donnees")
    assert "Avant : Korvalan · Après : Nouvelle" in words(page)
    key = re.findall(r'name="key" value="([0-9a-f-]+)"', page.text)[0]
    bad = person.post("/profil/donnees/corrections", {"key": key, "subject": "", "text": "Non"})
    assert bad.status_code == 422
    assert "Choisissez ce qui est à corriger" in words(bad)
    asked = {"key": key, "subject": "note", "text": "Je ne préfère pas le matin."}
    assert "Demandée" in words(person.post("/profil/donnees/corrections", asked))
    assert "Zibounda Nouvelle" in words(staff.get("/corrections"))
    base = f"/personnes/{profile.id}/donnees"
    found = re.search(r"/donnees/corrections/([0-9a-f-]+)", staff.get(base).text)
    assert found is not None
    silent = staff.post(f"{base}/corrections/{found[1]}", {"step": "refuse", "reason": ""})
    assert silent.status_code == 422
    done = staff.post(f"{base}/corrections/{found[1]}", {"step": "refuse", "reason": "not_here"})
    assert "Refusée" in words(done)
    assert "Nous ne gardons rien de cela" in words(person.get("/profil/donnees"))
    house.pump()
    assert "correction" in house.messages.sent[-1].text.body


def test_the_copy_has_the_changes_and_corrections(house: House) -> None:
    profile = house.person()
    person = own(house, profile)
    person.post("/profil/pas/prenom", {"given_name": "Zibounda", "family_name": "Nouvelle"})
    document = copied(person)
    assert [one.way for one in document.profiles.changes] == ["person"]
    assert json.loads(document.model_dump_json())["profiles"]["changes"][0]["fields"] == [
        {"field": "family_name", "before": "Korvalan", "after": "Nouvelle", "withheld": False}
    ]
