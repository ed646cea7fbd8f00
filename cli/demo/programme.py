"""The programme in the demonstration: a scheme with amounts, an envelope, hires and claims.

Nobody published the amounts of the programme's measure: those here are invented, and the version
says so. Hires and claims come after the story, from the people who were told by e-mail.
"""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from typing import Any

import httpx2

from cli.client import Api
from cli.demo import papers
from cli.demo.seed import ADMINISTRATOR, COORDINATOR, COUNSELLOR, EMPLOYER, PASSWORD, ranked
from cli.demo.sink import Mailbox
from cli.demo.story import PLACES, answer_yes

SCHEME = "AMUDDU_HIRING"
PEOPLE = 4
MOST = 60
"""As many are looked through for them."""
_LINK = re.compile(r"https?://\S+/r/[A-Za-z0-9_-]+")
_TERMS = {
    "active_to": None,
    "amount_kind": "fixed_month",
    "amount_value": "1800",
    "amount_invented": True,
    "duration_months": 6,
    "statuses": None,
    "apply_before_start": True,
    "retention_months": 3,
    "clawback_share_pct": "50",
    "clawback_pro_rata": True,
    "clawback_exceptions": ["worker_fault", "worker_resigned"],
    "documents": [
        {
            "fr": "Contrat de travail signé",
            "ar": "عقد شغل موقع",
            "en": "Signed work contract",
            "es": "Contrato de trabajo firmado",
        },
        {
            "fr": "Attestation de régularité CNSS",
            "ar": "شهادة بسلامة الوضعية لدى الصندوق (CNSS)",
            "en": "CNSS regularity statement",
            "es": "Certificado de estar al día con la CNSS",
        },
    ],
}


def release_figures(url: str, *, today: date) -> None:
    """The report of this month at once: the people of a demonstration all came today."""
    Api(url).sign_in(ADMINISTRATOR, PASSWORD).put(f"/report/releases/{today:%Y-%m}/1", None)


def open_programme(url: str, *, today: date) -> None:
    """A version of the scheme with invented amounts, and money for it; once."""
    api = Api(url).sign_in(COORDINATOR, PASSWORD)
    found = api.get(f"/schemes/{SCHEME}")
    if found["version"] > 1:
        return
    body = {
        "valid_from": today.isoformat(),
        "reason": "Démonstration : montants et durée inventés.",
        "terms": {**found["terms"], **_TERMS},
    }
    made = api.post(f"/schemes/{SCHEME}/versions", body)
    approved = {"reason": "Démonstration : acceptée par une autre personne."}
    other = Api(url).sign_in(ADMINISTRATOR, PASSWORD)
    other.post(f"/schemes/proposals/{made['id']}/approve", approved)
    api.post(
        "/envelopes",
        {
            "scheme_id": SCHEME,
            "label": f"Enveloppe de démonstration {today.year}",
            "starts_on": date(today.year, 1, 1).isoformat(),
            "ends_on": date(today.year + 1, 12, 31).isoformat(),
            "total": "162000",
        },
    )


def play_on(url: str, mailbox: Mailbox, vacancy_id: str, *, today: date) -> int:
    """Hire some of those who say yes, and take their claims to different states; how many were
    begun. One place stays free."""
    employer = Api(url).sign_in(EMPLOYER, PASSWORD)
    told = len(mailbox.wait(0, seconds=0))
    chosen = _put_forward(Api(url).sign_in(COUNSELLOR, PASSWORD), vacancy_id)
    for link in _links(mailbox, at_least=told + chosen):
        try:
            answer_yes(link)
        except httpx2.HTTPError:
            continue
    taken_on = _accepted(employer, vacancy_id)[: PLACES - 1]
    hires = [_hired(employer, each["id"]) for each in taken_on]
    claims = [_claim(employer, hire, today=today) for hire in hires]
    _decide(url, claims, today=today)
    return len(claims)


def _put_forward(counsellor: Api, vacancy_id: str) -> int:
    """A few more people of the agency who read e-mail; how many were found."""
    chosen = 0
    items = ranked(counsellor, vacancy_id, at_least=MOST)
    closed = counsellor.closed_now(items)
    for item in items:
        if item["state"] != "proposed" or item["profile_id"] in closed or not item["contactable"]:
            continue
        person = counsellor.find(f"/profiles/{item['profile_id']}")  # none of another agency
        if person and person["channel"] == "email":
            path = f"/vacancies/{vacancy_id}/candidates/{item['profile_id']}/shortlist"
            counsellor.post(path)
            chosen += 1
        if chosen == PEOPLE:
            break
    return chosen


def _links(mailbox: Mailbox, *, at_least: int) -> list[str]:
    messages = mailbox.wait(at_least, seconds=10)
    bodies = (message.get_body(("plain",)) for message in messages)
    found = (_LINK.search(body.get_content()) for body in bodies if body)
    return [match.group() for match in found if match]


def _accepted(employer: Api, vacancy_id: str) -> list[dict[str, Any]]:
    """The people of the vacancy who said yes, once their answers came through."""
    found: list[dict[str, Any]] = []
    for _ in range(20):
        path = f"/vacancies/{vacancy_id}/candidacies"
        items: list[dict[str, Any]] = employer.get(path, state="accepted")["items"]
        if items and len(items) == len(found):
            return items
        found = items
        time.sleep(0.3)
    return found


def _hired(employer: Api, candidacy_id: str) -> dict[str, Any]:
    employer.post(f"/candidacies/{candidacy_id}/hire")
    deadline = time.monotonic() + 15
    while True:
        found: dict[str, Any] | None = employer.find(f"/hires/{candidacy_id}")
        if found is not None:
            return _followed(employer, found)
        if time.monotonic() > deadline:
            raise TimeoutError("the file of a hire did not open in time")
        time.sleep(0.1)


def _followed(employer: Api, hire: dict[str, Any]) -> dict[str, Any]:
    """The file with the steps that profiles opens to this employer, where they are settled."""
    opened = employer.post("/hireability/opened", {"candidacies": [hire["id"]]})["routes"]
    route = opened.get(hire["id"], "ask")
    if route == "ask" or hire["route"] != "ask":
        return hire
    followed: dict[str, Any] = employer.post(f"/hires/{hire['id']}/follow")
    return followed


def _claim(employer: Api, hire: dict[str, Any], *, today: date) -> dict[str, Any]:
    """A claim of a hire whose first steps are done, with its documents."""
    for step in hire["steps"][:2]:
        path = f"/hires/{hire['id']}/steps/{step['id']}/finish"
        employer.post(path, {"on": today.isoformat(), "note": ""})
    made: dict[str, Any] = employer.post(f"/hires/{hire['id']}/claims", {"scheme_id": SCHEME})
    papers.add(employer, made)
    return made


def _done_before_signing(counsellor: Api, hire_id: str, *, today: date) -> None:
    """What comes before the signature, in order."""
    for step in counsellor.get(f"/hires/{hire_id}")["steps"]:
        if step["signs"] or step["id"] == "cnss":
            return
        if step["state"] != "done":
            path = f"/hires/{hire_id}/steps/{step['id']}/finish"
            counsellor.post(path, {"on": today.isoformat(), "note": ""})


def _decide(url: str, claims: list[dict[str, Any]], *, today: date) -> None:
    """The first claim is approved and its contract signed, the second waits, the third goes back;
    others stay drafts."""
    employer = Api(url).sign_in(EMPLOYER, PASSWORD)
    counsellor = Api(url).sign_in(COUNSELLOR, PASSWORD)
    for claim in claims[:3]:
        employer.post(f"/claims/{claim['id']}/submit")
    if claims:
        path = f"/claims/{claims[0]['id']}"
        to_check = [each["id"] for each in claims[0]["criteria"] if each["verdict"] == "ask"]
        papers.read(counsellor, claims[0])
        counsellor.post(f"{path}/approve", {"checked": to_check})
        _done_before_signing(counsellor, claims[0]["hire_id"], today=today)
        start = today + timedelta(days=7)
        days = {
            "signed_on": today.isoformat(),
            "starts_on": start.isoformat(),
            "although": "Démonstration",
        }
        counsellor.post(f"{path}/sign-contract", days)
    if len(claims) > 2:
        comment = {"comment": "La référence du contrat manque : ajoutez-la, puis renvoyez."}
        counsellor.post(f"/claims/{claims[2]['id']}/send-back", comment)
    if claims:
        hire = counsellor.get(f"/hires/{claims[-1]['hire_id']}")
        stuck = {"step_id": hire["steps"][-1]["id"], "reason": "documents_missing"}
        if hire["state"] == "open":
            counsellor.post(f"/hires/{hire['id']}/stuck", stuck)
