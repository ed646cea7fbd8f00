"""Somebody who left traces everywhere, and what there is to look for once they are erased."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from sqlmodel import select

from amuddu.contracts.events.envelope import UNREADABLE, Envelope
from amuddu.contracts.matching import CandidateShortlisted
from amuddu.contracts.matching.candidacies import SetAsideIn
from amuddu.contracts.profiles import Profile
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.events import dead_letters
from gateway.imports.tables import ImportJob
from gateway.sessions.tables import Account
from services.employers.claims.tables import ClaimLogRow, ClaimRow
from services.employers.hires.tables import HireRow
from services.notifications.invitations.tables import Invitation
from tests.attack.inside.dumps import dump, whole
from tests.attack.inside.retained import Retaining
from tests.gateway.access.support import reached_at
from tests.gateway.conftest import Browser, House
from tests.gateway.training.test_story import ask, course
from tests.keys import sealed

WORDS = ("Zibounda", "Korvalan", "zibounda@exemple.ma", "661234567", "DOS-KORVALAN-17")


@dataclass
class Left:
    """A person with traces in every service, and their browser."""

    house: House
    log: Retaining
    person: Profile = field(init=False)
    account: Account = field(init=False)
    browser: Browser = field(init=False)
    ids: set[UUID] = field(init=False)

    def __post_init__(self) -> None:
        house = self.house
        house.bus = self.log  # type: ignore[assignment]  # publishes as the one that it wraps
        self.person = house.person(external_ref="DOS-KORVALAN-17")
        self.account = house.account(
            Role.JOBSEEKER, login="zibounda@exemple.ma", profile_id=self.person.id
        )
        reached_at(house, self.account, "zibounda.korvalan@exemple.ma", "+212 6 61 23 45 67")
        self.browser = Browser(house.app).sign_in(self.account.login)
        firm = house.employer()
        vacancies = [house.vacancy(firm) for _ in range(2)]
        hired = house.shortlisted(vacancies[0], self.person)
        house.answer()
        house.services.matching.hire(house.staff, hired)
        aside = house.services.matching.set_aside(
            house.staff,
            vacancies[1].id,
            self.person.id,
            SetAsideIn(reason="other", note="déjà vu au chantier"),
        )
        house.pump()
        self.ids = {self.person.id, hired, aside.id}
        self._claim(hired)
        self.ids |= {ask(house, course(house), self.person).id}
        self._letters(hired)
        self._left_by_staff()
        with house.databases["notifications"].session() as session:
            self.ids |= set(session.exec(select(Invitation.id)).all())

    def _claim(self, hire_id: UUID) -> None:
        """Money was asked for, with the person named in every free text."""
        with self.house.databases["employers"].session() as session:
            hire = session.get(HireRow, hire_id)
            assert hire is not None
            claim = ClaimRow(
                hire_id=hire.id,
                employer_id=hire.employer_id,
                scheme_id="idmaj",
                scheme_version=1,
                state="submitted",
                comment="Pour Zibounda Korvalan",
                justification="Korvalan, vue le 3",
                documents=[{"number": 1, "name": {}, "given_on": None, "reference": "KORVALAN-1"}],
                written_by=uuid4(),
                submitted_at=clock.now(),
            )
            session.add(claim)
            session.flush()
            line = ClaimLogRow(
                claim_id=claim.id,
                name="submit",
                to_state="submitted",
                note="appelé Zibounda",
                actor_id=uuid4(),
                actor_role="employer",
            )
            hire.papers_until = date(2099, 6, 30)
            session.add(line)

    def _letters(self, candidacy: UUID) -> None:
        """Events that were buried: one forged, one whose bytes nobody could read."""
        event = CandidateShortlisted(
            candidacy_id=candidacy,
            vacancy_id=uuid4(),
            profile_id=self.person.id,
            employer_id=uuid4(),
        )
        self.log.publish([sealed(Envelope.wrap(event), by="employers")])
        raw = f'{{"profile_id": "{str(self.person.id).upper()}", "name": "Korvalan"'.encode()
        packed = b64encode(raw).decode()
        unread = Envelope(
            type=UNREADABLE, version=0, topic="matching.hires", key="?", data={"value": packed}
        )
        for name in ("employers", "matching", "notifications", "profiles", "support"):
            with self.house.databases[name].session() as session:
                dead_letters.bury(session, name, unread, reason="Unreadable: ValueError")

    def _left_by_staff(self) -> None:
        """A form that led to the person's page; a report of an import that names their code."""
        self.house.counsellor().post(f"/personnes/{self.person.id}/effacer", {"confirm": "1"})
        notes = [{"line": 2, "column": "", "message": f"le dossier {self.person.code} : ?"}]
        job = ImportJob(
            organisation="agency:rabat",
            kind="profiles",
            account_id=uuid4(),
            lang="fr",
            state="done",
            counts={},
            report={"rows": 1, "notes": notes},
            ended_at=clock.now(),
        )
        with self.house.databases["gateway"].session() as session:
            session.add(job)

    # --- looking ---

    def sought(self) -> list[str]:
        """All that nobody may find any more."""
        ids = [form for each in self.ids for form in (str(each), each.hex)]
        return [each.lower() for each in (*WORDS, self.person.code, *ids)]

    def found(self) -> dict[str, list[str]]:
        """What is found, by place: each database whole, and what the broker retains."""
        places = {name: whole(dump(each)) for name, each in self.house.databases.items()}
        places["broker"] = self.log.text()
        found = {
            name: [each for each in self.sought() if each in text.lower()]
            for name, text in places.items()
        }
        return {name: each for name, each in found.items() if each}

    def erase(self) -> str:
        """The person erases themselves; the address that they are led to."""
        self.browser.get("/profil/effacer")
        fields = {"csrf_token": self.browser.csrf, "confirm": "1"}
        answer = self.browser.post_without_token("/profil/effacer", fields, follow=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]
