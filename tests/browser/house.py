"""The house that the browser visits: `amuddu run`, with its invented people and its story.

One for each worker of the test run, on a free port, with data of its own. The story that
`amuddu run` plays leaves what pages need: a shortlist, people told, one who said yes.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pyotp
from sqlmodel import select

from amuddu.kit import clock
from amuddu.kit.app import audit_of
from amuddu.kit.audit import unusual
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from cli.client import Api, ApiProblem
from cli.demo.seed import ADMINISTRATOR, COUNSELLOR, EMPLOYER, JOBSEEKER, OFFICER, PASSWORD, ranked
from gateway.accounts import cards as accounts_cards
from gateway.credentials import contacts, kept, proofs
from gateway.credentials.kept import Keys
from gateway.credentials.tables import ContactRow, OneTimeRow, TotpRow
from gateway.sessions import organisations
from gateway.sessions import service as accounts
from gateway.sessions.tables import Account
from gateway.settings import GatewaySettings
from services.employers.still_hiring import service as still_hiring
from services.profiles.account import activity, contact
from services.profiles.account.tables import ContactChangeRow, DormancyRow
from services.profiles.settings import ProfilesSettings
from tests.browser import provider

PIN = "4071"
READERS = {
    "employer": EMPLOYER,
    "counsellor": COUNSELLOR,
    "jobseeker": JOBSEEKER,
    "administrator": ADMINISTRATOR,
    "agent": "agent.rabat@amuddu.example",
    "coordinator": "coordination@amuddu.example",
    "officer": OFFICER,
}


@dataclass
class House:
    """Where it is, and the ids that addresses of pages are made with."""

    url: str
    folder: Path
    ids: dict[str, str] = field(default_factory=dict)
    _apis: dict[str, Api] = field(default_factory=dict)

    def api(self, reader: str) -> Api:
        """The public API, signed in as a reader."""
        if reader not in self._apis:
            self._apis[reader] = Api(self.url).sign_in(READERS[reader], PASSWORD)
        return self._apis[reader]

    def close(self) -> None:
        for api in self._apis.values():
            api.__exit__()


@contextmanager
def running(folder: Path, *, people: int = 120) -> Iterator[House]:
    """The house, once its story is told; gone at the end of the block.

    While pages are being made, `AMUDDU_TEST_HOUSE=http://127.0.0.1:8000` visits one that runs
    on the data of `AMUDDU_DATA_DIR`.
    """
    if open_one := os.environ.get("AMUDDU_TEST_HOUSE"):
        house = House(open_one, Path(os.environ["AMUDDU_DATA_DIR"]))
        house.ids |= _ids(house)
        yield house
        house.close()
        return
    with provider.running(folder) as trusted, _opened(folder, people, trusted) as house:
        yield house


@contextmanager
def _opened(folder: Path, people: int, trusted: Path) -> Iterator[House]:
    settings = {
        "AMUDDU_DATA_DIR": str(folder),
        "AMUDDU_SIGN_IN_ATTEMPTS": "1000",
        "AMUDDU_WEBHOOKS_INSIDE": "1",
        "AMUDDU_IDENTITY_PROVIDERS_FILE": str(trusted),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "run", "--port", "0", "--people", str(people)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **settings},
    )
    assert process.stdout is not None
    try:
        house = House(_address(process.stdout), folder)
        house.ids |= _ids(house)
        yield house
        house.close()
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


def _address(lines: Any) -> str:
    said = []
    for line in lines:
        said.append(line)
        if "Amuddu est ouvert" in line:
            return str(line.split()[-1])
    raise AssertionError("the house did not open:\n" + "".join(said))


_RULE = {
    "fact": "answers.anapec_services.title_asked",
    "valid_from": (clock.today() + timedelta(days=30)).isoformat(),
    "values": {"value": "conditional", "confidence": "medium"},
    "source": {"title": "Texte d'essai", "published_on": clock.today().isoformat()},
    "reason": "Pour voir la page",
}
"""A version of a rule that waits for a second person."""


def _ids(house: House) -> dict[str, str]:
    """One example of everything that an address names."""
    employer, counsellor = house.api("employer"), house.api("counsellor")
    story = next(v for v in employer.get("/vacancies", limit=100)["items"] if _told(counsellor, v))
    draft = employer.post("/vacancies", {**_draft(), "publish": False})
    candidacies = counsellor.get(f"/vacancies/{story['id']}/candidacies")["items"]
    told = next(each for each in candidacies if each["state"] == "told")
    waiting = [each for each in candidacies if each["state"] == "told"]
    with _pages(house.url, COUNSELLOR) as pages:
        tokens = _sent_links(pages.get("/messages").text)
        carded = waiting[-1]["profile_id"]
        card_token = _card(house, pages, carded)
        imports = {
            "import_id": _imported(pages, "offres.csv", _OFFERS, "vacancies"),
            "columns_id": _imported(pages, "liste.csv", _UNKNOWN, "profiles"),
        }
    with _pages(house.url, READERS["coordinator"]) as pages:
        programme = {
            "scheme_id": _linked(pages, "/aides"),
            "envelope_id": _linked(pages, "/budgets"),
            "claim_id": _linked(pages, "/demandes"),
            "hire_id": _linked(pages, "/embauches"),
        }
    with _pages(house.url, READERS["administrator"]) as pages:
        programme["account_id"] = _linked(pages, "/administration/comptes")
    programme["proposal_id"] = _proposed(house)
    programme["version_id"] = house.api("coordinator").post("/rules/versions", _RULE)["id"]
    _to_call(counsellor, story["id"])
    with _pages(house.url, READERS["agent"]) as pages:
        programme["message_id"] = _call(pages)
    links = {counsellor.get(f"/invitations/{link}")["answer"]: link for link in tokens}
    return {
        "vacancy_id": story["id"],
        "employer_id": story["employer_id"],
        "draft_id": draft["id"],
        "other_id": _untouched(counsellor),
        "still_token": _still_hiring(house, story["id"]),
        "profile_id": told["profile_id"],
        "candidacy_id": told["id"],
        # In a large house everybody who waits may have asked to be called.
        "token": links.get(None, links["yes"]),
        "answered_token": links["yes"],
        **programme,
        **imports,
        "carded_id": carded,
        "contact_token": _contact_token(house),
        "stay_token": _stay_token(house, told["profile_id"]),
        "mine_id": _to_correct(house),
        "card_token": card_token,
        "alert_id": _alert(house),
        "receipt_token": _erased(house),
        **_access(house),
        "report_id": _reported(house, story["id"]),
        **_partner(house, employer),
        **_own_offers(house),
        "accepted_id": _invited_to_talk(house, candidacies),
        **(trained := _training(house, told["profile_id"])),
        **_finance(house),
        **_scholarships(house, told["profile_id"], trained),
    }


def _invited_to_talk(house: House, candidacies: list[dict[str, Any]]) -> str:
    """The candidacy of somebody who said yes; times are proposed to each who did but the last."""
    accepted = [str(each["id"]) for each in candidacies if each["state"] == "accepted"]
    days = [(clock.today() + timedelta(days=each)).isoformat() for each in (3, 4)]
    said = {
        "action": "propose",
        **{f"day_{slot}": day for slot, day in enumerate(days)},
        "hour_0": "10:30",
        "hour_1": "15:00",
        "how": "place",
        "minutes": "30",
        "address": "12 rue des Orangers, Rabat",
        "directions": "En face de la poste",
        "bring:cv": "1",
    }
    with _pages(house.url, EMPLOYER) as pages:
        for path in (f"/rendez-vous/{each}" for each in accepted[:-1] or accepted):
            pages.post(path, data=with_token(pages, path, said)).raise_for_status()
    return accepted[0]


def _finance(house: House) -> dict[str, str]:
    """A product, of which some say that they were refused."""
    keeper, person = house.api("coordinator"), house.api("jobseeker")
    product = keeper.get("/finance/products", kind="account")["items"][0]["id"]
    for _ in range(5):
        person.post(
            "/finance/refusals", {"product_id": product, "reason": "renewal", "form": "spoken"}
        )
    return {"product_id": product}


def _training(house: House, profile_id: str) -> dict[str, str]:
    """A course with a session, somebody who has its only seat and somebody who waits."""
    keeper = house.api("coordinator")
    centre = keeper.post(
        "/training/centres", {"name": "Centre Exemple", "operator": "ofppt", "source": "invented"}
    )
    said: dict[str, Any] = {
        "centre_id": centre["id"],
        "title": "Coiffure dames",
        "level": "qualification",
        "hours": 900,
        "trade": {"text": "coiffeuse", "concept": "hairdresser"},
        "skills": [{"text": "couper les cheveux", "concept": "cut-hair"}],
        "criteria": {"towns": ["rabat"], "age_most": 60, "school_level": "primary"},
        "source": "invented",
    }
    course = keeper.post("/training/courses", said)
    start = (clock.today() + timedelta(days=30)).isoformat()
    path = f"/training/courses/{course['id']}/sessions"
    session = keeper.post(path, {"starts_on": start, "places": 1})["sessions"][0]
    asked = f"/training/sessions/{session['id']}/requests"
    held = house.api("counsellor").post(asked, {"profile_id": profile_id})
    waiting = house.api("jobseeker").post(asked, {})
    lacked = {
        *_lacked(house.api("counsellor"), profile_id),
        *_lacked(house.api("jobseeker"), waiting["profile_id"]),
    }
    said["skills"] += [{"text": code, "concept": code} for code in sorted(lacked)]
    keeper.put(f"/training/courses/{course['id']}", said)
    return {
        "course_id": course["id"],
        "session_id": session["id"],
        "desk_token": keeper.post(f"/training/centres/{centre['id']}/link")["token"],
        **_certificate(house, {**said, "skills": []}),
        "held_id": held["id"],
        "waiting_id": waiting["id"],
    }


def _certificate(house: House, said: dict[str, Any]) -> dict[str, str]:
    """Somebody completed a course that began today, and has the paper."""
    keeper, person = house.api("coordinator"), house.api("jobseeker")
    course = keeper.post("/training/courses", {**said, "title": "Hygiène en cuisine"})
    path = f"/training/courses/{course['id']}/sessions"
    days = {"starts_on": clock.today().isoformat(), "closes_on": clock.today().isoformat()}
    session = keeper.post(path, {**days, "places": 3})["sessions"][0]
    asked = person.post(f"/training/sessions/{session['id']}/requests", {})
    one = f"/training/requests/{asked['id']}"
    house.api("counsellor").post(f"{one}/confirm")
    keeper.post(f"{one}/start")
    keeper.post(f"{one}/complete")
    paper = keeper.post(f"{one}/certificate")
    return {
        "done_id": asked["id"],
        "done_session_id": session["id"],
        "number": paper["number"].replace("-", ""),
    }


def _scholarships(house: House, profile_id: str, trained: dict[str, str]) -> dict[str, str]:
    """Calls with applications of every kind: begun, to score, awarded, and one that is paid."""
    keeper, person, desk = house.api("coordinator"), house.api("jobseeker"), house.api("counsellor")
    day = clock.today()
    purse = {
        "label": "Fonds de formation",
        "funder": "Fonds Exemple",
        "starts_on": day.isoformat(),
        "ends_on": (day + timedelta(days=365)).isoformat(),
        "total": "60000",
    }
    envelope = keeper.post("/support/envelopes", purse)["id"]
    with _committee(house, keeper) as members:
        calls = [_call_for(keeper, envelope, members) for _ in range(3)]
        path = f"/training/courses/{trained['course_id']}/sessions"
        start = (day + timedelta(days=40)).isoformat()
        sessions = keeper.post(path, {"starts_on": start, "places": 9})["sessions"]
        seats = next(each["id"] for each in sessions if each["places"] == 9)
        seat = person.post(f"/training/sessions/{seats}/requests", {})["id"]
        begun = person.post(f"/scholarships/calls/{calls[1]}/applications", {})
        paid, awarded = (_sent(person, desk, call, seat) for call in (calls[0], calls[2]))
        to_score = _sent(desk, desk, calls[0], trained["held_id"], profile_id=profile_id)
        for application in (paid, awarded):
            for member in members.values():
                points = {"need": 5, "benefit": 4, "chance": 4}
                member.post(f"/scholarships/applications/{application}/score", points)
            keeper.post(f"/scholarships/applications/{application}/award", {})
        desk.post(f"/scholarships/applications/{paid}/agree", {})
        sheet = {"code": begun["code"], "month": 1, "attendance": "present"}
        keeper.post(f"/scholarships/applications/{paid}/attendance", sheet)
    return {
        "grant_call_id": calls[0],
        "grant_draft_id": begun["id"],
        "grant_paid_id": paid,
        "grant_awarded_id": awarded,
        "grant_to_score_id": to_score,
        "purse_id": envelope,
    }


@contextmanager
def _committee(house: House, keeper: Api) -> Iterator[dict[str, Api]]:
    """Three members by the ids of their accounts: the coordination, and two of another agency."""
    settings = GatewaySettings(data_dir=house.folder)
    database = Database.of(settings, "gateway", settings.database_url)
    made = {}
    with database.session() as session:
        offices = organisations.office_names(session)
        office = next(each for each in offices if each != "rabat")
        for number in range(2):
            login = f"comite-{uuid4().hex[:8]}@amuddu.example"
            row = Account(
                login=login,
                password_hash="",
                role="counsellor",
                display_name=f"Comité {number + 1}",
                agency_id=office,
                demo=True,
            )
            made[str(accounts.create(session, row, password=PASSWORD).id)] = login
        leader = accounts.usable(session, READERS["coordinator"])
        assert leader is not None
        members = {str(leader.id): keeper}
    database.close()
    with contextlib.ExitStack() as stack:
        for account_id, login in made.items():
            api = stack.enter_context(Api(house.url)).sign_in(login, PASSWORD)
            members[account_id] = api
        yield members


def _call_for(keeper: Api, envelope: str, members: dict[str, Api]) -> str:
    """An open call."""
    said = {
        "title": "Tenir pendant la formation",
        "envelope_id": envelope,
        "closes_on": (clock.today() + timedelta(days=30)).isoformat(),
        "monthly": "1200",
        "months": 3,
        "terms": {"school_level": "primary", "age_least": 18, "one_per_course": False},
    }
    made: str = keeper.post("/scholarships/calls", said)["id"]
    keeper.put(f"/scholarships/calls/{made}/committee", {"members": list(members)})
    keeper.post(f"/scholarships/calls/{made}/open", {})
    return made


def _sent(asker: Api, desk: Api, call: str, place_id: str, **of: str) -> str:
    """An application that was sent in and fits."""
    made: str = asker.post(f"/scholarships/calls/{call}/applications", of)["id"]
    one = f"/scholarships/applications/{made}"
    asker.put(one, {"place_id": place_id, "why": "Le trajet est long et la garde coûte cher."})
    asker.post(f"{one}/submit", {"school_level": "bac"})
    desk.post(f"{one}/admit", {})
    return made


def _lacked(api: Api, profile_id: str) -> set[str]:
    """What offers near to somebody ask for and they lack: the course gives it, so pages say so."""
    gap = api.get(f"/profiles/{profile_id}/skill-gap")["skills"]
    return {one["concept"] for one in gap if one["concept"]}


def _partner(house: House, employer: Api) -> dict[str, str]:
    """A partner with a token, and a webhook to which something is on its way."""
    chief = house.api("administrator")
    partner = chief.post("/partners", {"name": "Observatoire de l'emploi"})["id"]
    last = (clock.today() + timedelta(days=9)).isoformat()
    chief.post(
        f"/partners/{partner}/tokens",
        {"scopes": ["offers:read", "report:read"], "expires_on": last},
    )
    # A port of this machine where nobody answers.
    hook = chief.post(
        f"/partners/{partner}/webhooks",
        {"url": "http://127.0.0.1:9/amuddu", "events": ["offer.published", "offer.closed"]},
    )
    told = {
        **_draft(),
        "title": "Maçon",
        "occupation": {"text": "maçon", "concept": "mason"},
        "essential_skills": [{"text": "monter des murs", "concept": "lay-bricks"}],
        "languages": [{"code": "fr", "level": "A2"}],
        "wage_month": "4000",
        "starts_on": last,
        "publish": True,
    }
    offer = employer.post("/vacancies", told)["id"]
    employer.post(f"/vacancies/{offer}/close", {"reason": "withdrawn"})
    return {"partner_id": partner, "webhook_id": hook["webhook"]["id"]}


def _own_offers(house: House) -> dict[str, str]:
    """An offer that a jobseeker reads, and one that they said interests them."""
    with _pages(house.url, JOBSEEKER) as pages:
        links = re.findall(r'href="/offres-pour-moi/([0-9a-f-]{36})"', _offers_once_known(pages))
        read, wanted = list(dict.fromkeys(links))[:2]
        path = f"/offres-pour-moi/{wanted}"
        fields = with_token(pages, path, {"interet": "oui"})
        pages.post(f"{path}/interet", data=fields).raise_for_status()
    return {"own_offer_id": read, "wanted_id": wanted}


def _offers_once_known(pages: httpx2.Client) -> str:
    """The list of offers, once it is known: the widest part holds some of them at least."""
    deadline = time.monotonic() + 20
    while True:
        page = pages.get("/offres-pour-moi").text + pages.get("/offres-pour-moi?elargir=1").text
        if page.count('class="card offer"') >= 2 or time.monotonic() > deadline:
            return page
        time.sleep(0.2)


PROVER = "preuve@amuddu.example"


def _access(house: House) -> dict[str, str]:
    """Links that let somebody in, an account to look after, and one with a second proof."""
    settings = GatewaySettings(data_dir=house.folder)
    keys = Keys.of(settings)
    database = Database.of(settings, "gateway", settings.database_url)
    with database.session() as session:
        person = accounts.usable(session, JOBSEEKER)
        agent = accounts.usable(session, READERS["agent"])
        assert person is not None
        assert agent is not None
        row = Account(
            login=PROVER,
            password_hash="",
            role="coordinator",
            display_name="Preuve Exemple",
            demo=True,
        )
        prover = accounts.usable(session, PROVER) or accounts.create(
            session, row, password=PASSWORD
        )
        prover.proof_since = clock.now()
        totp = TotpRow(
            account_id=prover.id,
            sealed=keys.sealed(pyotp.random_base32(), row=prover.id, purpose="totp"),
            confirmed_at=clock.now(),
        )
        session.merge(totp)
        paper = proofs.new_codes(session, keys, prover)
        contacts.ask(session, keys, person, "secours@exemple.ma")
        contact = session.exec(select(ContactRow).where(ContactRow.account_id == person.id)).first()
        assert contact is not None
        tokens = {}
        for name, of in (("recover", None), ("verify", contact.id)):
            token, digest = kept.token()
            until = clock.now() + timedelta(days=1)
            link = OneTimeRow(
                account_id=person.id,
                purpose=name,
                contact_id=of,
                digest=digest,
                expires_at=until,
            )
            session.add(link)
            tokens[f"{name}_token"] = token
        account_id = str(agent.id)
    database.close()
    body = {"role": "counsellor", "agency_id": "rabat"}
    invited = house.api("administrator").post("/invitations-to-work", body)
    return {
        **tokens,
        "invitation_token": invited["token"],
        "account_id": account_id,
        "paper": " ".join(paper),
    }


def _reported(house: House, vacancy_id: str) -> str:
    """Somebody without an account reports an offer."""
    with httpx2.Client(base_url=house.url, timeout=30) as stranger:
        path = f"/emplois/{vacancy_id}/signaler"
        said = {"about": "offer", "reason": "fake", "text": "Le numéro ne répond jamais."}
        stranger.post(path, data=with_token(stranger, path, said)).raise_for_status()
    found: list[dict[str, Any]] = house.api("counsellor").get("/reports")["items"]
    return str(found[0]["id"])


def _alert(house: House) -> str:
    """Somebody who knocks at five doors that are not theirs, as the officer hears of it."""
    api = house.api("counsellor")
    for _ in range(5):
        with contextlib.suppress(ApiProblem):
            api.get(f"/profiles/{uuid4()}")
    settings = Settings(data_dir=house.folder)
    audit = audit_of(settings, Database.of(settings, "audit", ""))
    unusual.look(audit)
    found = unusual.alert_list(audit, waiting=True, limit=1)
    audit.database.close()
    return str(found[0].id)


def _proposed(house: Any) -> str:
    """A version of a scheme that waits for a second person."""
    coordinator = house.api("coordinator")
    terms = coordinator.get("/schemes/MA_TAHFIZ")["terms"]
    body = {
        "valid_from": clock.today().isoformat(),
        "reason": "Pour un seul papier, à l'essai",
        "terms": {**terms, "statuses": ["permit_work"]},
    }
    return str(coordinator.post("/schemes/MA_TAHFIZ/versions", body)["id"])


@contextmanager
def _pages(url: str, login: str) -> Iterator[httpx2.Client]:
    """Somebody's pages without a browser."""
    with httpx2.Client(base_url=url, follow_redirects=True, timeout=30) as client:
        fields = {"login": login, "password": PASSWORD}
        client.post("/connexion", data=with_token(client, "/connexion", fields)).raise_for_status()
        yield client


def _linked(pages: httpx2.Client, path: str) -> str:
    """The first thing that a list leads to, apart from the form of a new one."""
    found = re.search(rf'href="{path}/(?!nouvelle")([\w-]+)"', pages.get(path).text)
    return found[1] if found else "none"


def _sent_links(page: str) -> set[str]:
    """Tokens of the links that people were sent; whom an agent calls stays to be called."""
    sent = (part for part in page.split("<article") if "l'agence appelle" not in unescape(part))
    return {token for part in sent for token in re.findall(r"/r/([A-Za-z0-9_-]{32})", part)}


def with_token(client: httpx2.Client, path: str, fields: dict[str, str]) -> dict[str, str]:
    """Fields of a form with the token of the page that shows it."""
    token = re.search(r'name="csrf_token" value="(\w+)"', client.get(path).text)
    assert token is not None, path
    return {"csrf_token": token[1], **fields}


def _card(house: House, pages: httpx2.Client, profile_id: str) -> str:
    """Make a card for somebody, and read what its square code says, which no test can scan."""
    path = f"/personnes/{profile_id}/carte"
    fields = with_token(pages, path, {"pin": PIN, "again": PIN})
    pages.post(path, data=fields).raise_for_status()
    settings = GatewaySettings(data_dir=house.folder)
    database = Database.of(settings, "gateway", settings.database_url)
    with database.session() as session:
        card = accounts_cards.of_profile(session, UUID(profile_id))
    database.close()
    assert card is not None
    return accounts_cards.token_of(card.id, settings.signing_key)


def _stay_token(house: House, profile_id: str) -> str:
    """Somebody is asked whether they stay, and what the link of the message says."""
    settings = ProfilesSettings(data_dir=house.folder)
    database = Database.of(settings, "profiles", settings.database_url)
    asking = DormancyRow(
        profile_id=UUID(profile_id), by_message=True, asked_on=clock.today(), again_on=clock.today()
    )
    asking_id = asking.id
    with database.session() as session:
        session.add(asking)
    database.close()
    return activity.token(asking_id, key=settings.signing_key)


def _contact_token(house: House) -> str:
    """Ask for another contact, and read what the link to the one of before says.

    Twice: somebody whose agency has to confirm, which their account's page shows, and somebody
    who is told by messages, and gets the link.
    """
    with _pages(house.url, READERS["jobseeker"]) as pages:
        _told_at(pages, "+212655000199")
    with httpx2.Client(base_url=house.url, follow_redirects=True, timeout=30) as pages:
        fields = {"password": "quatre mots pour entrer", **_offered(pages)}
        pages.post("/inscription", data=with_token(pages, "/inscription", fields))
        _step(pages, "prenom", {"given_name": "Zibounda"})
        _told_at(pages, "+212655000198")
        _step(pages, "accords", {"consents.contact": "1"})
        _told_at(pages, "+212655000197")
    settings = ProfilesSettings(data_dir=house.folder)
    database = Database.of(settings, "profiles", settings.database_url)
    with database.session() as session:
        linked = select(ContactChangeRow).where(
            ContactChangeRow.by_message, ContactChangeRow.state == "waiting"
        )
        waiting = session.exec(linked).first()
    database.close()
    assert waiting is not None
    return contact.token(waiting.id, key=settings.signing_key)


def _to_correct(house: House) -> str:
    """Change something of oneself and ask for a correction; one's id, as the agency sees it."""
    with _pages(house.url, READERS["jobseeker"]) as pages:
        _step(pages, "lieu", {"place": "sale", "max_distance_km": "30"})
        asked = {"key": str(uuid4()), "subject": "note", "text": "Je ne préfère pas le matin."}
        path = "/profil/donnees"
        fields = with_token(pages, path, asked)
        pages.post(f"{path}/corrections", data=fields).raise_for_status()
    with _pages(house.url, COUNSELLOR) as pages:
        waiting = re.search(r'href="/personnes/([\w-]+)/donnees', pages.get("/corrections").text)
    assert waiting is not None
    return waiting[1]


def _offered(pages: httpx2.Client) -> dict[str, str]:
    """The login that this browser is offered, as its form holds it."""
    page = pages.get("/inscription").text
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("login", "turn")}
    return {name: match[1] for name, match in found.items() if match}


def _told_at(pages: httpx2.Client, phone: str) -> None:
    """Say by which telephone one is told."""
    _step(pages, "prevenir", {"channel": "sms", "phone": phone, "language": "fr"})


def _step(pages: httpx2.Client, name: str, fields: dict[str, str]) -> None:
    """Answer one question of one's own profile."""
    path = f"/profil/pas/{name}"
    pages.post(path, data=with_token(pages, path, fields)).raise_for_status()


_OFFERS = """référence;intitulé;ville;contrat;employeur;couleur
B-1;Maçon;Rabat;CDI;Atelier Exemple;bleu
B-2;Soudeur;Atlantide;CDD;Atelier Exemple;gris
"""
_UNKNOWN = """Demandeur;Portable;Localité;Activité voulue;Une observation un peu longue de l'agence
Zibounda;0661000001;Rabat;maçon et tout ce qui touche au bâtiment, gros œuvre compris;libre
Korvalan;0661000002;Salé;couturière;
"""


def _imported(pages: httpx2.Client, name: str, content: str, kind: str) -> str:
    """Send a file, and wait until it has been worked through, or its columns are asked about."""
    fields = with_token(pages, "/imports", {})
    sent = pages.post(f"/imports/{kind}", data=fields, files={"file": (name, content.encode())})
    sent.raise_for_status()
    deadline = time.monotonic() + 60
    while "refresh" in pages.get(sent.url.path).headers:
        assert time.monotonic() < deadline, f"{name} is not worked through"
        time.sleep(0.1)
    return str(sent.url.path.rpartition("/")[2])


def _told(counsellor: Api, vacancy: dict[str, Any]) -> bool:
    """Whether somebody was told of a vacancy: it is the one of the story."""
    if vacancy["status"] != "published":
        return False
    path = f"/vacancies/{vacancy['id']}/candidacies"
    return any(each["state"] == "told" for each in counsellor.get(path)["items"])


def _untouched(counsellor: Api) -> str:
    """A vacancy for which nobody was put forward; of these, one with the most who can be."""

    def free(vacancy_id: str) -> int:
        found = counsellor.get(f"/vacancies/{vacancy_id}/ranking", limit=60)["items"]
        closed = counsellor.closed_now(found)
        return sum(one["contactable"] and one["profile_id"] not in closed for one in found)

    items = counsellor.get("/vacancies", status="published", limit=100)["items"]
    ids = [str(one["id"]) for one in items]
    untouched = [one for one in ids if not counsellor.get(f"/vacancies/{one}/candidacies")["items"]]
    return max(untouched, key=free)


def _to_call(counsellor: Api, vacancy_id: str) -> None:
    """Put somebody forward whom an agent calls."""
    items = ranked(counsellor, vacancy_id, at_least=1000)
    closed = counsellor.closed_now(items)
    for item in items:
        if item["state"] == "proposed" and item["contactable"] and item["profile_id"] not in closed:
            profile = counsellor.find(f"/profiles/{item['profile_id']}")
            if profile and profile["channel"] == "agent":
                path = f"/vacancies/{vacancy_id}/candidates/{item['profile_id']}/shortlist"
                counsellor.post(path)
                return


def _call(pages: httpx2.Client) -> str:
    """The first call that an agent has to make, once it is known."""
    deadline = time.monotonic() + 20
    while (found := _linked(pages, "/appels")) == "none" and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


def _erased(house: House) -> str:
    """The token of somebody who makes an account, begins a profile, and erases it all."""
    with httpx2.Client(base_url=house.url, follow_redirects=True, timeout=30) as pages:
        fields = {"password": "quatre mots pour entrer", **_offered(pages)}
        pages.post("/inscription", data=with_token(pages, "/inscription", fields))
        _step(pages, "prenom", {"given_name": "Zibounda"})
        sure = with_token(pages, "/profil/effacer", {"confirm": "1"})
        return pages.post("/profil/effacer", data=sure).url.path.rpartition("/")[2]


def _still_hiring(house: House, vacancy_id: str) -> str:
    """The token of the link that asks whether somebody is still looked for."""
    return still_hiring.token(
        UUID(vacancy_id), key=GatewaySettings(data_dir=house.folder).signing_key
    )


def _draft() -> dict[str, Any]:
    return {
        "title": "Peintre en bâtiment",
        "occupation": {"text": "peintre en bâtiment"},
        "place": "rabat",
        "contract_type": "CDI",
    }
