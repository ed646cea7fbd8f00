"""A programme in motion: a scheme with known amounts, an envelope, hires that may claim it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from amuddu.contracts.matching import CandidateHired
from amuddu.contracts.types import HiringRouteCode
from amuddu.kit.auth import Actor
from services.employers.consumers import HANDLERS
from tests.services.employers.conftest import TODAY, House
from tests.support import AGENCY, coordinator, counsellor, employer

SCHEME = "AMUDDU_HIRING"


def terms(house: House, by: Actor, **changes: Any) -> dict[str, Any]:
    """The terms in force of the programme's scheme, with changes."""
    found = house.ok("GET", f"/schemes/{SCHEME}", by=by)["terms"]
    return {**found, **changes}


CHECKED = {"checked": ["person"]}
"""What concerns the person is checked by who decides, of everybody alike."""


@dataclass
class Programme:
    """The programme's scheme paying 2,000 a month for six months, and who works on it."""

    house: House
    envelope_id: str = ""
    leader: Actor = field(default_factory=coordinator)
    adviser: Actor = field(default_factory=counsellor)
    boss: Actor = field(default_factory=employer)

    def open_scheme(self, **changes: Any) -> Any:
        """A new version of the scheme, from today on."""
        values = {
            "active_to": None,
            "amount_value": "2000",
            "duration_months": 6,
            "documents": [{"fr": "Contrat signé"}, {"fr": "Attestation CNSS"}],
            "apply_before_start": True,
            "retention_months": 3,
            "clawback_share_pct": "50",
            "clawback_exceptions": ["worker_resigned"],
            **changes,
        }
        body = {
            "valid_from": TODAY.isoformat(),
            "reason": "Convention signée pour l'année",
            "terms": terms(self.house, self.leader, **values),
        }
        path = f"/schemes/{SCHEME}/versions"
        return self.house.approved(self.house.call("POST", path, by=self.leader, body=body)).json()

    def fund(self, total: str = "120000") -> str:
        """An envelope of the scheme around today."""
        body = {
            "scheme_id": SCHEME,
            "label": "Année en cours",
            "starts_on": (TODAY - timedelta(days=200)).isoformat(),
            "ends_on": (TODAY + timedelta(days=900)).isoformat(),
            "total": total,
        }
        made = self.house.ok("POST", "/envelopes", by=self.leader, body=body)
        self.envelope_id = made["id"]
        return self.envelope_id

    def balances(self) -> dict[str, Decimal]:
        """Balances of the envelope."""
        page = self.house.ok("GET", "/envelopes", by=self.leader)
        (found,) = (each for each in page["items"] if each["id"] == self.envelope_id)
        names = ("total", "reserved", "committed", "paid", "free")
        return {name: Decimal(found[name]) for name in names}

    def hired(self, **changes: Any) -> UUID:
        """A person was hired on a new vacancy of the boss: the id of the file."""
        vacancy = self.house.new_vacancy(by=self.boss, incentive_scheme=SCHEME, **changes)
        return self.hired_on(UUID(vacancy["id"]))

    def hired_on(self, vacancy_id: UUID, *, route: HiringRouteCode = "visa", **more: Any) -> UUID:
        """A person of the agency was hired on a vacancy, and the file follows a route."""
        event = CandidateHired.model_validate(
            {
                "candidacy_id": uuid4(),
                "vacancy_id": vacancy_id,
                "profile_id": uuid4(),
                "employer_id": self.boss.employer_id,
                "code": "K7-4QX",
                "agency_id": AGENCY,
                "scheme_id": SCHEME,
                "hired_on": TODAY,
                **more,
            }
        )
        with self.house.database.session() as session:
            HANDLERS[CandidateHired](session, event)
        if route != "ask":
            self.house.profiles.routes[event.candidacy_id] = route
            self.house.ok("POST", f"/hires/{event.candidacy_id}/follow", by=self.boss)
        return event.candidacy_id

    def draft(self, hire_id: UUID | None = None, *, by: Actor | None = None) -> dict[str, Any]:
        """A claim that was begun."""
        path = f"/hires/{hire_id or self.hired()}/claims"
        body = {"scheme_id": SCHEME}
        made: dict[str, Any] = self.house.ok("POST", path, by=by or self.boss, body=body)
        return made

    def complete(self, claim: dict[str, Any], *, by: Actor | None = None) -> None:
        """A paper for every document of a claim, read by the agency."""
        hire_id = UUID(claim["hire_id"])
        documents = [
            {
                "number": each["number"],
                "papers": [str(self.house.profiles.keep(hire_id))],
                "reference": "D-1",
            }
            for each in claim["documents"]
        ]
        body = {"documents": documents}
        path = f"/claims/{claim['id']}/documents"
        self.house.ok("PUT", path, by=by or self.boss, body=body)

    def submitted(self, *, by: Actor | None = None, hire_id: UUID | None = None) -> str:
        """A claim that was sent in: its id."""
        claim = self.draft(hire_id, by=by)
        self.complete(claim, by=by)
        self.step(claim["id"], "submit", by=by or self.boss)
        return str(claim["id"])

    def approved(self) -> str:
        """A claim that was approved: its id."""
        claim_id = self.submitted()
        self.step(claim_id, "approve", by=self.leader, body=CHECKED)
        return claim_id

    def signed(self, *, starts_on: date | None = None) -> str:
        """A claim whose contract is signed: its id."""
        claim_id = self.approved()
        begins = starts_on or TODAY + timedelta(days=2)
        body = {"signed_on": TODAY.isoformat(), "starts_on": begins.isoformat()}
        self.ready_to_sign(claim_id)
        self.step(claim_id, "sign-contract", by=self.adviser, body=body)
        return claim_id

    def ready_to_sign(self, claim_id: str) -> None:
        """Every step before the signature of the claim's hire is done."""
        hire_id = self.claim(claim_id)["hire_id"]
        for step in self.house.ok("GET", f"/hires/{hire_id}", by=self.boss)["steps"]:
            if step["signs"]:
                return
            if step["state"] != "done":
                path = f"/hires/{hire_id}/steps/{step['id']}/finish"
                self.house.ok("POST", path, by=self.boss, body={"on": TODAY.isoformat()})

    def step(self, claim_id: str, name: str, *, by: Actor, body: Any = None) -> Any:
        """Take a step of a claim."""
        return self.house.ok("POST", f"/claims/{claim_id}/{name}", by=by, body=body)

    def refused(self, claim_id: str, name: str, *, by: Actor, body: Any = None) -> Any:
        """Try a step of a claim that is refused: the answer."""
        response = self.house.call("POST", f"/claims/{claim_id}/{name}", by=by, body=body)
        assert response.status_code >= 400, response.text
        return response

    def claim(self, claim_id: str, *, by: Actor | None = None) -> dict[str, Any]:
        found: dict[str, Any] = self.house.ok("GET", f"/claims/{claim_id}", by=by or self.boss)
        return found


def programme(house: House, boss: Actor, **scheme: Any) -> Programme:
    """A programme with its scheme open and its envelope funded."""
    made = Programme(house, boss=boss)
    made.open_scheme(**scheme)
    made.fund()
    return made
