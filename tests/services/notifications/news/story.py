"""A candidacy with everybody around it, driven event by event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from amuddu.contracts.matching import (
    CandidateCancelled,
    CandidateHired,
    CandidateMeetAsked,
    CandidateShortlisted,
)
from amuddu.contracts.news import Addressee, Choices
from amuddu.contracts.profiles import ContactRoute
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor
from services.notifications.invitations import links
from tests import support
from tests.services.notifications.conftest import House

EMPLOYER_NAME, TITLE = "Bâtisseurs du Bouregreg", "Maçon"


def reached(house: House, profile_id: UUID, **route: Any) -> None:
    """Let profiles say how somebody is reached: by e-mail, in French, unless said otherwise."""
    usual = {"channel": "email", "address": "sara@example.ma", "language": "fr", **route}
    house.profiles.routes[profile_id] = ContactRoute(agency_id="rabat", **usual)


@dataclass
class Story:
    """Somebody put forward, whose offer went out, and who may read of what follows."""

    house: House
    asked: CandidateShortlisted
    person: Actor
    boss: Actor
    counsellor: Actor = field(default_factory=support.counsellor)

    @classmethod
    def begun(cls, house: House, **how: Any) -> Story:
        asked = house.invite(**how)
        house.send_all()
        house.mail.received.clear()
        return cls(
            house,
            asked,
            person=support.jobseeker(profile_id=asked.profile_id),
            boss=support.employer(employer_id=asked.employer_id),
        )

    # --- what happens -------------------------------------------------------------------------

    def answer(self, answer: str, reason: str | None = None) -> None:
        invitation_id = self.house.message(self.asked.candidacy_id).invitation_id
        token = links.token(invitation_id, key=self.house.settings.signing_key)
        said = self.house.client.post(
            f"/v1/invitations/{token}/answer", json={"answer": answer, "reason": reason}
        )
        assert said.status_code == 200, said.text

    def _ids(self) -> dict[str, UUID]:
        asked = self.asked
        return {
            "candidacy_id": asked.candidacy_id,
            "vacancy_id": asked.vacancy_id,
            "profile_id": asked.profile_id,
        }

    def meet(self) -> CandidateMeetAsked:
        event = CandidateMeetAsked(**self._ids())
        self.house.handle(event)
        return event

    def end(self, reason: str = "counsellor", **more: Any) -> CandidateCancelled:
        event = CandidateCancelled.model_validate({**self._ids(), "reason": reason, **more})
        self.house.handle(event)
        return event

    def hire(self, on: date) -> None:
        self.house.handle(
            CandidateHired(
                **self._ids(),
                employer_id=self.asked.employer_id,
                code="K7-4QX",
                agency_id="rabat",
                hired_on=on,
            )
        )

    # --- what is seen -------------------------------------------------------------------------

    def call(self, reader: Actor, method: str, path: str, **more: Any) -> Any:
        headers = support.headers_for(reader, lang=more.pop("lang", "fr"))
        return self.house.client.request(method, f"/v1{path}", headers=headers, **more)

    def page(self, reader: Actor, **params: Any) -> dict[str, Any]:
        found = self.call(reader, "GET", "/news", params=params)
        assert found.status_code == 200, found.text
        page: dict[str, Any] = found.json()
        return page

    def kinds(self, reader: Actor) -> list[str]:
        return [line["kind"] for line in self.page(reader)["items"]]

    def choose(self, reader: Actor, **choices: Any) -> dict[str, Any]:
        body = Choices(**choices).model_dump(mode="json")
        found = self.call(reader, "PUT", "/news/choices", json=body)
        assert found.status_code == 200, found.text
        chosen: dict[str, Any] = found.json()
        return chosen

    def works(self, reader: Actor, address: str, *, language: Lang = "fr") -> None:
        """Somebody at work confirmed an address."""
        place = str(reader.employer_id) if reader.employer_id else reader.agency_id
        one = Addressee(account_id=reader.id, address=address, language=language)
        self.house.officers.at_work.setdefault((reader.role.value, place), []).append(one)

    def bodies(self) -> list[str]:
        """What went out since, with its subject."""
        found = []
        for mail in self.house.mail.received:
            part = mail.get_body(("plain",))
            assert part is not None
            found.append(f"{mail['subject']}\n{part.get_content()}")
        return found

    def addresses(self) -> list[str]:
        return sorted(str(mail["to"]) for mail in self.house.mail.received)


def stranger_boss() -> Actor:
    return support.employer(employer_id=uuid4())
