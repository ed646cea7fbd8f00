"""Pages of hires, claims, schemes and money, as each role uses them, over the real services."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient

from amuddu.contracts.employers import Employer
from amuddu.contracts.schemes.proposals import SchemeDecisionIn
from amuddu.kit import clock
from amuddu.kit.auth import Role
from gateway.clients.base import Caller
from tests.gateway.conftest import PASSWORD, SOON, Browser, House, words
from tests.papers.made import photo
from tests.support import OTHER_AGENCY, coordinator

SCHEME = "AMUDDU_HIRING"
TODAY = SOON - timedelta(days=60)


def coordination(house: House, *, lang: str = "fr") -> Browser:
    return house.browser(Role.COORDINATOR, lang=lang)


def version(leader: Browser, **changes: Any) -> httpx2.Response:
    """Send a new version of the programme's scheme, as the form holds it."""
    fields = {
        "valid_from": TODAY.isoformat(),
        "reason": "Convention signée pour l'année",
        "summary_fr": "Contrats subventionnés.",
        "amount_kind": "fixed_month",
        "amount_value": "2 000",
        "amount_currency": "mad",
        "duration_months": "6",
        "open_to_foreigners": "yes",
        "statuses:permit_work": "1",
        "regions:rabat-sale-kenitra": "1",
        "document_fr_1": "Contrat signé",
        "document_ar_1": "العقد الموقع",
        "document_en_1": "Signed contract",
        "document_es_1": "Contrato firmado",
        "apply_before_start": "1",
        **changes,
    }
    return approved(leader, leader.post(f"/aides/{SCHEME}/version", fields))


def paid(*shares: tuple[int, str]) -> dict[str, str]:
    """The rows of instalments of the form."""
    rows = enumerate(shares, start=1)
    return {
        name: value
        for n, (after, share) in rows
        for name, value in ((f"after_months_{n}", str(after)), (f"share_pct_{n}", share))
    }


def approved(leader: Browser, page: httpx2.Response) -> httpx2.Response:
    """The scheme's page, once another person approved what was proposed; else what was said."""
    _, at, proposal = page.url.path.partition("/aides/versions/")
    if not at:
        return page
    services, caller = leader.app.state.services, Caller(coordinator(), "fr")
    body = SchemeDecisionIn(reason="Lu et vérifié")
    done = services.employers.decide_scheme(caller, "approve", UUID(proposal), body)
    return leader.get(f"/aides/{done.scheme_id}")


def envelope(leader: Browser, total: str = "120 000,00", **changes: Any) -> httpx2.Response:
    fields = {
        "scheme_id": SCHEME,
        "label": "Enveloppe de l'année",
        "starts_on": (TODAY - timedelta(days=1)).isoformat(),
        "ends_on": (TODAY + timedelta(days=300)).isoformat(),
        "total": total,
        "currency": "MAD",
        **changes,
    }
    return leader.post("/budgets", fields)


def hired(house: House, employer: Employer) -> UUID:
    """Somebody was put forward, said yes, and was hired: the id of the file."""
    vacancy = house.vacancy(employer, incentive_scheme=SCHEME)
    candidacy = house.shortlisted(vacancy, house.person())
    house.answer("yes")
    boss = house.boss(employer)
    boss.post(
        f"/offres/{vacancy.id}/preselection",
        {"candidacy_id": str(candidacy), "action": "hire", "hired_on": clock.today().isoformat()},
    )
    house.pump()
    return candidacy


def act(browser: Browser, path: str, action: str, **fields: Any) -> httpx2.Response:
    return browser.post(path, {"action": action, **fields})


def add_paper(browser: Browser, claim: str, content: bytes = b"") -> httpx2.Response:
    """A photo for the first document of a claim."""
    fields = {"action": "add_paper", "number": "1"}
    return browser.upload(claim, fields, content or photo())


def read_papers(browser: Browser, claim: str) -> None:
    """Open every file of a claim, as its page links them."""
    found = set(re.findall(r"\?document=([0-9a-f-]{36})", browser.get(claim).text))
    assert found
    for paper in found:
        assert f"/documents/{paper}" in browser.get(f"{claim}?document={paper}").text
        assert browser.get(f"/documents/{paper}").status_code == 200


def begun(house: House, employer: Employer) -> str:
    """The address of a claim that an employer began."""
    hire_id = hired(house, employer)
    page = act(house.boss(employer), f"/embauches/{hire_id}", "claim", scheme_id=SCHEME)
    assert page.status_code == 200, words(page)
    return str(page.url.path)


@pytest.fixture
def ready(house: House) -> tuple[House, Employer, Browser]:
    """The scheme has its amounts and an envelope."""
    leader = coordination(house)
    assert version(leader).status_code == 200
    assert envelope(leader).status_code == 200
    return house, house.employer(), leader


def test_a_claim_goes_from_the_hire_to_the_first_payment(
    ready: tuple[House, Employer, Browser],
) -> None:
    house, employer, leader = ready
    version(leader, open_to_foreigners="unclear")  # so that somebody has to look
    claim = begun(house, employer)
    boss = house.boss(employer)
    missing = act(boss, claim, "submit", reference_1="")
    assert missing.status_code == 422
    assert 'id="e-file_1"' in missing.text
    add_paper(boss, claim)
    sent = act(boss, claim, "submit", reference_1="D-7")
    assert "Envoyée, décision attendue" in words(sent)
    assert "Envoyée, décision attendue" in words(leader.get("/demandes"))
    unchecked = act(leader, claim, "approve")
    assert unchecked.status_code == 422
    assert "Conditions liées à la personne" in words(unchecked)
    unread = act(leader, claim, "approve", **{"checked:person": "1"})
    assert unread.status_code == 422
    assert "Ouvrez d'abord ce document" in words(unread)
    desk = house.counsellor()
    read_papers(desk, claim)
    done = act(leader, claim, "approve", **{"checked:person": "1"})
    assert "Acceptée, contrat à signer" in words(done)
    start = (TODAY + timedelta(days=1)).isoformat()
    early = act(desk, claim, "sign_contract", signed_on=TODAY.isoformat(), starts_on=start)
    assert early.status_code == 422
    assert "pourquoi signer quand même" in words(early)
    signed = act(
        desk,
        claim,
        "sign_contract",
        signed_on=TODAY.isoformat(),
        starts_on=start,
        although="Le guichet a pris le dossier",
    )
    assert "Signé avant d'autres étapes" in words(signed)
    assert "Le guichet a pris le dossier" in words(signed)
    assert "Contrat signé" in words(signed)
    assert words(signed).count("Prévu") == 6
    early = act(desk, claim, "mark_due", number="1", proof="CNSS")
    assert early.status_code == 409
    money = words(leader.get("/budgets"))
    assert "12 000" in money.replace("\u202f", " ").replace("\xa0", " ")


def test_who_follows_the_person_reads_what_profiles_says_when_they_decide(
    ready: tuple[House, Employer, Browser],
) -> None:
    house, employer, leader = ready
    claim = begun(house, employer)
    boss, desk = house.boss(employer), house.counsellor()
    add_paper(boss, claim)
    act(boss, claim, "submit", reference_1="D-7")
    read_papers(desk, claim)
    assert "D'après son dossier : oui." in words(desk.get(claim))
    for other in (leader, boss):
        assert "D'après son dossier" not in words(other.get(claim))
    done = act(desk, claim, "approve", **{"checked:person": "1"})
    assert "Acceptée, contrat à signer" in words(done)
    assert "D'après son dossier" not in words(desk.get(claim))


def test_a_claim_is_handed_back_mended_and_refused(
    ready: tuple[House, Employer, Browser],
) -> None:
    house, employer, _ = ready
    claim = begun(house, employer)
    boss, desk = house.boss(employer), house.counsellor()
    add_paper(boss, claim)
    act(boss, claim, "submit", reference_1="")
    empty = act(desk, claim, "send_back", comment="")
    assert empty.status_code == 422
    assert 'id="e-comment"' in empty.text
    act(desk, claim, "send_back", comment="La référence manque.")
    seen = boss.get(claim)
    assert "La référence manque." in words(seen)
    act(boss, claim, "submit", reference_1="D-9")
    short = act(desk, claim, "refuse", reason="documents", justification="non")
    assert short.status_code == 422
    act(desk, claim, "refuse", reason="documents", justification="Le contrat n'est pas le bon.")
    refused = words(boss.get(claim))
    assert "Documents non conformes" in refused
    assert "Le contrat n'est pas le bon." in refused


def test_the_file_of_a_hire_is_followed_step_by_step(
    ready: tuple[House, Employer, Browser],
) -> None:
    house, employer, leader = ready
    hire_id = hired(house, employer)
    path, boss = f"/embauches/{hire_id}", house.boss(employer)
    page = boss.get(path)
    assert "Attestation d'activité, puis visa du contrat" in words(page)
    assert "Korvalan" in page.text  # the person said yes
    assert "permit" not in page.text
    assert "0 sur 2" in words(page), "alike for everybody"
    followed = act(boss, path, "follow")
    assert "Suivre ces démarches" not in words(followed)
    noted = act(boss, path, "step", step_id="check_stay", done="done", on=TODAY.isoformat())
    assert "1 sur 9" in words(noted)
    odd = act(boss, path, "step", step_id="visa", done="done", on="32/13/2026")
    assert odd.status_code == 422
    stuck = act(boss, path, "stuck", step_id="visa", reason="office_silent", note="Rien reçu")
    assert "L'administration n'a pas répondu" in words(stuck)
    desk = house.counsellor()
    assert "Où les dossiers bloquent" in words(desk.get("/embauches"))
    counted = words(leader.get(path))
    assert "Attestation d'activité" not in counted
    assert "L'administration n'a pas répondu" not in counted
    assert "Le dossier repart" in words(desk.get(path))
    act(desk, path, "resume", note="")
    until = (TODAY + timedelta(days=20)).isoformat()
    papers = act(desk, path, "papers", until=until)
    assert "Des papiers arrivent à leur fin" in words(papers)
    assert "Des papiers arrivent à leur fin" not in words(boss.get(path))
    low = act(boss, path, "terms", contract_type="CDD", contract_months="12", wage_month="100")
    assert low.status_code == 422
    assert 'id="e-wage_month"' in low.text
    gone = act(boss, path, "abandon", reason="person_left", note="")
    assert "Abandonné" in words(gone)


def test_a_version_that_cannot_be_comes_back_as_it_was_typed(house: House) -> None:
    leader = coordination(house)
    page = version(
        leader,
        reason="",
        amount_value="douze",
        **paid((3, "50"), (6, "20")),
        **{"statuses:martian": "1"},
    )
    assert page.status_code == 422
    for field in ("reason", "amount_value"):
        assert f'id="e-{field}"' in page.text, field
    assert "douze" in page.text
    assert 'name="share_pct_2" type="text" value="20"' in page.text
    page = version(leader, **paid((3, "50"), (6, "20")), **{"stacking:NOTHING": "allow"})
    for field in ("payment_schedule", "stacking"):
        assert f'id="e-{field}"' in page.text, field


def test_the_form_of_a_version_sent_as_it_is_changes_nothing(house: House) -> None:
    leader = coordination(house)
    sent = {**paid((0, "40"), (3, "60")), "stacking:MA_TAHFIZ": "forbid"}
    version(leader, **sent)
    form = leader.get(f"/aides/{SCHEME}/version")
    assert 'name="share_pct_1" type="text" value="40"' in form.text
    assert re.search(r'name="stacking:MA_TAHFIZ".*?value="forbid" selected', form.text, re.S)
    assert "العقد الموقع" in form.text
    version(leader, **sent)
    found = house.services.employers.scheme(leader_of(), SCHEME)
    assert found.versions[0].changes == ()
    shown = words(leader.get(f"/aides/{SCHEME}"))
    assert "Version 3" in shown
    assert "En vigueur" in shown


def leader_of() -> Caller:
    return Caller(coordinator(), "fr")


def test_the_ledger_is_a_file_too(ready: tuple[House, Employer, Browser]) -> None:
    house, _, leader = ready
    page = leader.get("/budgets")
    address = page.text.split('href="/budgets/')[1].split('"')[0]
    more = leader.post(f"/budgets/{address}", {"amount": "-500", "reason": "=1+1 reprise"})
    assert more.status_code == 200
    file = leader.get(f"/budgets/{address}/journal.csv")
    assert file.headers["content-type"].startswith("text/csv")
    lines = file.text.lstrip("\ufeff").splitlines()
    assert lines[0].startswith("at;kind;total")
    assert [line.split(";")[1:3] for line in lines[1:]] == [
        ["fund", "120000.00"],
        ["fund", "-500.00"],
    ]
    assert "'=1+1 reprise" in lines[2]
    refused = leader.post(
        f"/budgets/{address}", {"amount": "-900000", "reason": "Reprise du solde"}
    )
    assert refused.status_code == 422
    assert 'id="e-amount"' in refused.text
    doubled = envelope(leader)
    assert doubled.status_code == 422
    assert 'id="e-starts_on"' in doubled.text
    assert house.counsellor().get(f"/budgets/{address}").status_code == 200


def test_pages_are_for_those_they_concern(ready: tuple[House, Employer, Browser]) -> None:
    house, employer, _ = ready
    claim = begun(house, employer)
    stranger = house.boss(house.employer("Autre"))
    assert stranger.get(claim).status_code == 404
    assert act(stranger, claim, "submit").status_code == 404
    far = house.counsellor(agency=OTHER_AGENCY)
    assert far.get(claim).status_code == 404
    seeker = house.browser(Role.JOBSEEKER)
    for path in ("/embauches", "/demandes", "/aides", "/budgets"):
        assert seeker.get(path).status_code == 403, path
    boss = house.boss(employer)
    for path in ("/aides", "/budgets", f"/aides/{SCHEME}/version"):
        assert boss.get(path).status_code == 403, path
    assert boss.post_without_token(claim, {"action": "submit"}).status_code == 400
    assert act(boss, claim, "nothing").status_code == 400
    assert house.counsellor().get(f"/aides/{SCHEME}/version").status_code == 403
    assert coordination(house).get("/aides/nothing here").status_code == 404


@pytest.mark.parametrize("lang", ["fr", "ar", "en", "es"])
def test_every_page_opens_in_every_language(
    ready: tuple[House, Employer, Browser], lang: str
) -> None:
    house, employer, _ = ready
    claim = begun(house, employer)
    leader, boss = coordination(house, lang=lang), house.boss(employer, lang=lang)
    hire = boss.get(claim).text.split('href="/embauches/')[1].split('"')[0]
    for path in ("/embauches", f"/embauches/{hire}", "/demandes", claim):
        assert boss.get(path).status_code == 200, path
    found = leader.get("/budgets").text.split('href="/budgets/')[1].split('"')[0]
    pages = ("/aides", f"/aides/{SCHEME}", f"/aides/{SCHEME}/version", "/budgets")
    for path in (
        *pages,
        f"/budgets/{found}",
        claim,
        "/embauches?etat=open",
        "/demandes?etat=draft",
    ):
        page = leader.get(path)
        assert page.status_code == 200, path
        assert f'lang="{lang}"' in page.text


def test_the_public_api_takes_the_same_steps(ready: tuple[House, Employer, Browser]) -> None:
    house, employer, _ = ready
    hire_id = hired(house, employer)
    account = house.account(Role.EMPLOYER, employer_id=employer.id)
    client = api_client(house, account.login)
    assert client.get("/api/v1/hires").json()["total"] == 1
    made = client.post(f"/api/v1/hires/{hire_id}/claims", json={"scheme_id": SCHEME})
    assert made.status_code == 201
    claim = f"/api/v1/claims/{made.json()['id']}"
    page = {"key": str(uuid4()), "content": b64encode(photo()).decode()}
    paper = client.post(f"/api/v1/hires/{hire_id}/papers", json=page)
    assert paper.status_code == 201, paper.text
    body = {"documents": [{"number": 1, "papers": [paper.json()["id"]]}]}
    assert client.put(f"{claim}/documents", json=body).status_code == 200
    assert client.post(f"{claim}/submit").json()["state"] == "submitted"
    assert client.post(f"{claim}/approve", json={}).status_code == 403
    assert client.get("/api/v1/envelopes").status_code == 403


def api_client(house: House, login: str) -> TestClient:
    client = TestClient(house.app)
    token = client.post("/api/v1/sessions", json={"login": login, "password": PASSWORD}).json()[
        "token"
    ]
    client.headers["Authorization"] = f"Bearer {token}"
    return client
