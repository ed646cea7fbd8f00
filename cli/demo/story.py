"""The main job, once, as its users do it: from the posted vacancy to the contact that is shown.

Each step holds or raises `StoryBroken` with what was seen.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import httpx2

from cli.client import Api, ApiProblem
from cli.demo.seed import COUNSELLOR, EMPLOYER, PASSWORD, ranked, wait_until_ranked
from cli.demo.sink import Mailbox

_LINK = re.compile(r"https?://\S+/r/[A-Za-z0-9_-]+")


PLACES = 5
"""Of the posted vacancy: one more than are hired, so that it stays open."""
FEW = 5
"""As many as are shortlisted."""
LOOKED_AT = 20


class StoryBroken(Exception):
    """A step of the main job did not hold."""


@dataclass(slots=True)
class Story:
    """What happened, for the screen and for the last line of JSON."""

    tell: Callable[[str], None]
    steps: dict[str, float] = field(default_factory=dict)
    ranked: int = 0
    considered: int = 0
    shortlisted: int = 0
    notified: int = 0
    vacancy_id: str = ""

    @contextmanager
    def step(self, name: str, sentence: str) -> Iterator[None]:
        """Time a step and say it."""
        started = time.perf_counter()
        yield
        self.took(name, time.perf_counter() - started, sentence)

    def took(self, name: str, seconds: float, sentence: str) -> None:
        """Say a step that was timed elsewhere."""
        self.steps[name] = round(seconds, 3)
        self.tell(f"{seconds:7.2f} s  {sentence}")


def play(story: Story, url: str, mailbox: Mailbox, *, people: int, today: date) -> None:
    """Play the story through the public API and the signed link."""
    employer = Api(url).sign_in(EMPLOYER, PASSWORD)
    counsellor = Api(url).sign_in(COUNSELLOR, PASSWORD)
    with story.step("post_vacancy", "l'employeur publie une offre avec une aide à l'embauche"):
        vacancy = employer.post("/vacancies", _vacancy(today))
        story.vacancy_id = vacancy["id"]
        _hold(vacancy["incentive"] is not None, "the incentive is attached to the vacancy")
    with story.step("ranking", "les personnes sont classées, avec les raisons"):
        ranking = wait_until_ranked(counsellor, vacancy["id"], at_least=people, seconds=60)
        whole = counsellor.get(f"/vacancies/{vacancy['id']}/ranking", part="all", limit=1)
        story.ranked, story.considered = whole["total"], ranking["considered"]
        items = ranked(counsellor, vacancy["id"], at_least=LOOKED_AT)
        _hold(bool(items[0]["reasons"]["features"]), "the first candidate has reasons")
    with story.step("shortlist", "la conseillère présélectionne"):
        candidacies = _shortlist(counsellor, vacancy["id"], items)
        story.shortlisted = len(candidacies)
    with story.step("pseudonymous", "l'employeur voit des codes, aucun nom"):
        _hold_hidden(employer, vacancy["id"], candidacies)
    with story.step("notified", "les personnes sont prévenues dans leur langue"):
        story.notified = _wait_told(counsellor, vacancy["id"], len(candidacies))
        link = _link(mailbox, sent_by_mail(candidacies))
    with story.step("answered", "une personne répond oui par le lien signé, sans compte"):
        answer_yes(link)
    with story.step("contact", "l'employeur voit maintenant le contact de cette personne"):
        _wait_contact(employer, vacancy["id"])


def sent_by_mail(candidacies: dict[str, str]) -> int:
    """How many of the shortlisted are told by e-mail."""
    return sum(channel == "email" for channel in candidacies.values())


def _vacancy(today: date) -> dict[str, Any]:
    return {
        "title": "Maçon / maçonne",
        "description": "Rénovation de maisons à Rabat : murs, enduits, petites dalles. "
        "Équipe de quatre personnes, outillage fourni.",
        "occupation": {"text": "maçon"},
        "essential_skills": [{"text": "monter un mur"}, {"text": "lire un plan"}],
        "wanted_skills": [{"text": "travailler en équipe"}],
        "languages": [{"code": "fr", "level": "A2"}],
        "place": "rabat",
        "contract_type": "CDD",
        "contract_months": 12,
        "wage_month": "4200",
        "starts_on": (today + timedelta(days=21)).isoformat(),
        "places": PLACES,
        "incentive_scheme": "MA_PRIME_APPUI_EMPLOI",
        "new_hire": True,
    }


def _shortlist(counsellor: Api, vacancy_id: str, items: list[dict[str, Any]]) -> dict[str, str]:
    """Shortlist up to five people of the agency who can be told; candidacy id -> channel."""
    chosen: dict[str, str] = {}
    closed = counsellor.closed_now(items)
    for item in items:
        if len(chosen) >= FEW and sent_by_mail(chosen):
            break
        if item["profile_id"] in closed or not item["contactable"]:
            continue
        channel = _channel(counsellor, item["profile_id"])
        if channel is None or (len(chosen) >= 4 and channel != "email"):
            continue
        path = f"/vacancies/{vacancy_id}/candidates/{item['profile_id']}/shortlist"
        chosen[counsellor.post(path)["id"]] = channel
    _hold(sent_by_mail(chosen) > 0, "somebody who reads e-mail is on the shortlist")
    return chosen


def _channel(counsellor: Api, profile_id: str) -> str | None:
    """How a person wants to be told; `None` for people of another agency."""
    person = counsellor.find(f"/profiles/{profile_id}")
    return str(person["channel"]) if person else None


def _hold_hidden(employer: Api, vacancy_id: str, candidacies: dict[str, str]) -> None:
    seen = employer.get(f"/vacancies/{vacancy_id}/candidacies")["items"]
    _hold(len(seen) == len(candidacies), "the employer sees the whole shortlist")
    _hold(all(each["profile_id"] is None for each in seen), "no profile is shown to the employer")
    for each in seen:
        try:
            employer.get(f"/candidacies/{each['id']}/contact")
        except ApiProblem as problem:
            _hold(problem.status == 404, "a contact is hidden before the yes")
        else:
            raise StoryBroken("a contact was shown before the yes")


def _wait_told(counsellor: Api, vacancy_id: str, expected: int) -> int:
    """How many were told, once all of them are (an agent who will call counts)."""

    def told() -> int:
        items = counsellor.get(f"/vacancies/{vacancy_id}/candidacies")["items"]
        return sum(each["state"] == "told" for each in items)

    _wait(lambda: told() >= expected, "everybody on the shortlist is told", seconds=30)
    return told()


def _link(mailbox: Mailbox, expected: int) -> str:
    messages = mailbox.wait(expected, seconds=15)
    _hold(len(messages) >= expected, "the e-mail arrived over SMTP")
    part = messages[-1].get_body(("plain",))
    found = _LINK.search(part.get_content() if part else "")
    if found is None:
        raise StoryBroken("the message holds no signed link")
    return found.group()


class _Fields(HTMLParser):
    """The hidden fields of a page's first form."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "input" and named.get("type") == "hidden":
            self.found.setdefault(str(named["name"]), str(named.get("value", "")))


def answer_yes(link: str) -> None:
    """Open the page behind the link as a phone does, and press yes."""
    with httpx2.Client(follow_redirects=True, timeout=30) as phone:
        page = phone.get(link)
        _hold(page.status_code == 200, "the signed link opens")
        fields = _Fields()
        fields.feed(page.text)
        done = phone.post(link, data={**fields.found, "answer": "yes"})
        _hold(done.status_code == 200, "the answer is taken")


def _wait_contact(employer: Api, vacancy_id: str) -> None:
    def contact() -> dict[str, Any] | None:
        items = employer.get(f"/vacancies/{vacancy_id}/candidacies", state="accepted")["items"]
        contacts = (employer.find(f"/candidacies/{each['id']}/contact") for each in items)
        return next((found for found in contacts if found), None)

    _wait(lambda: contact() is not None, "the contact is shown after the yes", seconds=15)
    seen = contact()
    _hold(
        bool(seen and seen["display_name"] and seen["email"]), "the contact has a name and address"
    )


def _wait(holds: Callable[[], bool], what: str, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise StoryBroken(f"did not happen in {seconds:.0f} s: {what}")
        time.sleep(0.05)


def _hold(condition: bool, what: str) -> None:
    if not condition:
        raise StoryBroken(f"did not hold: {what}")
