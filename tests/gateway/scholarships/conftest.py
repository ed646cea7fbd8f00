"""A call for scholarships over an envelope, made by the coordination through its own pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from amuddu.contracts.profiles import Profile
from amuddu.contracts.support.calls import CallIn, CommitteeIn
from amuddu.contracts.support.catalogue import CentreIn, Course, CourseIn, SessionIn
from amuddu.contracts.support.judging import ScoreIn
from amuddu.contracts.support.money import PurseIn
from amuddu.contracts.support.scholarships import ApplicationIn, ApplicationWriteIn, SubmitIn
from amuddu.kit import clock
from amuddu.kit.auth import Role
from gateway.clients.base import Caller
from gateway.sessions.tables import Account
from tests.gateway.conftest import Browser, House, themselves, words
from tests.gateway.training.test_story import KEEPER, ask
from tests.support import OTHER_AGENCY, counsellor

HOME = "/bourses"
MONTHLY, MONTHS = 1000, 2
WHY = "Le trajet est long et cher."
POINTS = {"need": "5", "benefit": "4", "chance": "3"}
_CODE = re.compile(r'class="code" dir="ltr">(AM[0-9A-Z]{10})<')


def in_days(number: int) -> str:
    return (clock.today() + timedelta(days=number)).isoformat()


@dataclass
class Fund:
    """An open call, and short ways through it."""

    house: House
    total: int = 10_000
    terms: dict[str, str] = field(default_factory=dict)
    keeper: Browser = field(init=False)
    members: list[Account] = field(init=False)
    envelope: str = ""
    call: str = ""

    def __post_init__(self) -> None:
        self.keeper = self.house.browser(Role.COORDINATOR)
        support = self.house.services.support
        self.members = [
            self.house.account(Role.COUNSELLOR, agency_id=OTHER_AGENCY) for _ in range(3)
        ]
        body = PurseIn.model_validate({**self.purse(), "currency": "MAD"})
        self.envelope = str(support.open_purse(KEEPER, body).id)
        self.call = self.add()

    def purse(self) -> dict[str, str]:
        """An envelope as it is typed."""
        return {
            "label": "Fonds de formation",
            "funder": "Fonds d'essai",
            "starts_on": in_days(0),
            "ends_on": in_days(400),
            "total": str(self.total),
            "currency": "mad",
        }

    def add(self) -> str:
        """An open call with its committee."""
        support = self.house.services.support
        said = {name: v for name, v in self.said().items() if name in CallIn.model_fields}
        body = CallIn.model_validate({**said, "terms": self.terms})
        made = support.add_call(KEEPER, body).id
        members = CommitteeIn(members=tuple(each.id for each in self.members))
        support.appoint(KEEPER, made, members)
        support.open_call(KEEPER, made)
        return str(made)

    def said(self, **changes: str) -> dict[str, str]:
        """A call as it is typed."""
        return {
            "title": "Tenir pendant la formation",
            "envelope_id": self.envelope,
            "closes_on": in_days(30),
            "monthly": str(MONTHLY),
            "months": str(MONTHS),
            "quorum": "3",
            "one_per_household": "1",
            "one_per_course": "1",
            **self.terms,
            **changes,
        }

    def member(self, number: int) -> Browser:
        return self.house._let_in(self.members[number], "fr")

    def begun(self, browser: Browser, place_id: UUID, **of: str) -> str:
        """An application with all that it needs, not sent in; its id."""
        first = browser.post(f"{HOME}/appels/{self.call}", of)
        assert first.status_code == 200, words(first)
        one = first.url.path.split("/")[2]
        for step, fields in (("place", {"place_id": str(place_id)}), ("pourquoi", {"why": WHY})):
            page = browser.post(f"{HOME}/{one}/pas/{step}", fields)
            assert page.status_code == 200, words(page)
        return one

    def sent(self, browser: Browser, place_id: UUID, **of: str) -> str:
        one = self.begun(browser, place_id, **of)
        page = browser.post(f"{HOME}/{one}/pas/envoyer", {})
        assert page.status_code == 200, words(page)
        return one

    def quick(self, person: Profile, place_id: UUID) -> str:
        """An application that was sent in and fits, without the pages that tests of their own
        look at."""
        support, me = self.house.services.support, themselves(person.id)
        made = support.apply(me, UUID(self.call), ApplicationIn()).id
        support.follow(me, "write", made, ApplicationWriteIn(place_id=place_id, why=WHY))
        support.follow(me, "submit", made, SubmitIn())
        support.follow(self.house.staff, "admit", made)
        return str(made)

    def points(self, one: str) -> None:
        """The whole committee gives points."""
        for account in self.members:
            member = counsellor(agency=OTHER_AGENCY).model_copy(update={"id": account.id})
            said = ScoreIn.model_validate(POINTS)
            self.house.services.support.score(Caller(member, "fr"), UUID(one), said)

    def scored(self, person: Profile, made: Course) -> str:
        """The application of somebody that the whole committee gave points."""
        one = self.quick(person, ask(self.house, made, person).id)
        self.points(one)
        return one

    def awarded(self, person: Profile, place_id: UUID) -> str:
        one = self.quick(person, place_id)
        self.points(one)
        self.house.services.support.decide(KEEPER, "award", UUID(one))
        return one

    def signed(self, person: Profile, one: str) -> None:
        self.house.services.support.follow(themselves(person.id), "agree", UUID(one))

    def admit(self, one: str) -> None:
        page = self.house.counsellor().post(f"{HOME}/{one}", {"action": "admit"})
        assert page.status_code == 200, words(page)

    def score(self, number: int, one: str, **changes: str) -> httpx2.Response:
        address = f"{HOME}/comite/{self.call}/{one}"
        return self.member(number).post(address, {**POINTS, **changes})

    def decide(self, one: str, action: str, **fields: str) -> httpx2.Response:
        address = f"{HOME}/appels/{self.call}/decisions/{one}"
        return self.keeper.post(address, {"action": action, **fields})

    def agree(self, browser: Browser, one: str) -> httpx2.Response:
        return browser.post(f"{HOME}/{one}/convention", {"read": "1"})

    def own(self, person: Profile) -> Browser:
        return self.house.browser(Role.JOBSEEKER, profile_id=person.id)

    def references(self) -> list[str]:
        """What the bank is to pay, by reference."""
        page = self.keeper.get(f"{HOME}/enveloppes/{self.envelope}")
        waiting = page.text.partition('id="h-bank"')[2].partition("<form")[0]
        return _CODE.findall(waiting)

    def bank(self, *lines: tuple[str, str]) -> httpx2.Response:
        rows = "\n".join(f"{in_days(0)};{reference};{amount}" for reference, amount in lines)
        file = f"date;référence;montant\n{rows}".encode()
        return self.keeper.upload(f"{HOME}/enveloppes/{self.envelope}/banque", {}, file)

    def money(self) -> tuple[float, ...]:
        """Reserved, committed, paid, free; each explained by the entries that its page shows."""
        support, envelope = self.house.services.support, UUID(self.envelope)
        whole = support.purse(KEEPER, envelope)
        names = ("reserved", "committed", "paid")
        for name in names:
            found = support.purse(KEEPER, envelope, balance=name)
            told = sum(getattr(line, name) for line in found.items)
            assert told == getattr(whole.envelope, name)
        return tuple(float(getattr(whole.envelope, name)) for name in (*names, "free"))


def course(house: House, *, places: int = 1) -> Course:
    """A course of a centre of its own, with a session to come."""
    support = house.services.support
    centre = CentreIn(name=f"Centre {uuid4().hex[:6]}", operator="ofppt", source="ofppt.ma")
    body = CourseIn.model_validate(
        {
            "centre_id": support.add_centre(KEEPER, centre).id,
            "title": "Maçonnerie",
            "skills": [{"text": "gâcher le mortier", "concept": "mix-mortar"}],
            "criteria": {"towns": ["rabat"]},
            "source": "ofppt.ma",
        }
    )
    made = support.add_course(KEEPER, body)
    start = clock.today() + timedelta(days=30)
    return support.add_session(KEEPER, made.id, SessionIn(starts_on=start, places=places))


@pytest.fixture
def fund(house: House) -> Fund:
    return Fund(house)


def somebody(house: House, **changes: Any) -> tuple[Profile, Course, UUID]:
    """A person with a place in training."""
    person, made = house.person(**changes), course(house)
    return person, made, ask(house, made, person).id
