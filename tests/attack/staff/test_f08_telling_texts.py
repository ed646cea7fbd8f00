"""A counsellor in a hurry writes a title, an illness and an origin into every text field there is.

Whoever dumps a database, reads the logs or listens to the bus afterwards wants to read it there.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from amuddu.contracts import follow_up
from amuddu.contracts.claims import TICK
from amuddu.contracts.operations import Operation
from amuddu.contracts.postings.reports import ReportIn
from amuddu.contracts.profiles import corrections
from amuddu.contracts.types import ConceptRef
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.web.telling import mark_of, telling
from amuddu.reference.text import fold
from tests.attack.inside.dumps import dump, read
from tests.contracts.test_operations import declared
from tests.gateway.conftest import House, words
from tests.support import AGENCY, headers_for, jobseeker

TELLING = "Réfugiée syrienne, enceinte de six mois, diabétique, musulmane, tél. +212 661 23 45 67."
TOLD = ("refugiee", "syrienne", "enceinte", "diabetique", "musulmane", "661 23 45 67")
OTHERS = ("employers", "matching", "notifications", "support", "gateway", "profiles")


@dataclass
class Heard:
    """All that passed over the bus, and all that was logged."""

    events: list[str]
    log: io.StringIO

    def telling(self) -> list[str]:
        """What of it tells."""
        return [text for text in (*self.events, *self.log.getvalue().splitlines()) if told(text)]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Heard]:
    """All that is logged, and all that passes over the bus."""
    kept: list[str] = []
    publish = MemoryBus.publish

    def keeping(self: MemoryBus, envelopes: Any, *args: Any, **kwargs: Any) -> Any:
        kept.extend(envelope.model_dump_json() for envelope in envelopes)
        return publish(self, envelopes, *args, **kwargs)

    monkeypatch.setattr(MemoryBus, "publish", keeping)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield Heard(kept, stream)
    root.removeHandler(handler)
    root.setLevel(level)


def told(text: str) -> list[str]:
    folded = fold(text)
    return [word for word in TOLD if word in folded]


def stored(house: House) -> set[tuple[str, str]]:
    return {(name, word) for name in OTHERS for word in told(read(dump(house.databases[name])))}


_TALK = {
    "times": [(clock.now() + timedelta(days=2)).isoformat()],
    "how": "place",
    "address": "Rue des Orangers, Rabat",
}
SAMPLES: dict[str, dict[str, Any]] = {
    "NoteIn": {},
    "SendBackIn": {},
    "RefuseClaimIn": {"reason": "late"},
    "ApproveIn": {},
    "SignContractIn": {"signed_on": "2026-01-05", "starts_on": "2026-01-12"},
    "EndIn": {"ended_on": "2026-01-05", "cause": "other"},
    "MarkDueIn": {},
    "PayIn": {"paid_on": "2026-01-05"},
    "RecoverIn": {"amount": "10"},
    "DocumentsIn": {},
    "FinishStepIn": {"on": "2026-01-05"},
    "StuckIn": {"step_id": "visa", "reason": "office_silent"},
    "ResumeIn": {},
    "AbandonIn": {"reason": "other"},
    "BulkIn": {
        "key": str(uuid4()),
        "action": "set_aside",
        "profile_ids": [str(uuid4())],
        "reason": "skills",
    },
    "SetAsideIn": {"reason": "skills"},
    "RefuseIn": {"reason": "other"},
    "DropIn": {"reason": "other"},
    "SuspendIn": {"reason": "other"},
    "ToMendIn": {"reasons": ["ice"]},
    "ProposeIn": _TALK,
    "MoneyBackIn": {"reference": "AM23456789AB", "amount": "10"},
    "ApplicationWriteIn": {},
    "DeclineIn": {"reason": "conditions"},
    "AwardRefuseIn": {"reason": "scores"},
    "AppealIn": {},
    "SuspendScholarshipIn": {"reason": "absences"},
    "EndScholarshipIn": {"reason": "absences"},
    "MoveIn": _TALK,
}
"""The rest of each body that has a marked text."""


def marked(operation: Operation[Any]) -> list[str]:
    """Fields of an operation's body that are screened."""
    fields = operation.body.model_fields if operation.body else {}
    return [name for name, info in fields.items() if mark_of(info)]


def bodies() -> Iterator[tuple[Operation[Any], str, dict[str, Any]]]:
    """Each marked text of each operation, with a body that tells everything in it."""
    for operation in declared().values():
        for name in marked(operation):
            assert operation.body is not None
            yield operation, name, {**SAMPLES[operation.body.__name__], name: TELLING}
    within = {"number": 1, "given_on": "2026-01-05", "reference": TELLING}
    yield TICK, "documents.0.reference", {"documents": [within]}


def test_what_tells_is_refused_at_every_door_of_every_service(house: House, heard: Heard) -> None:
    http = {
        "profiles": house.services.profiles._http,
        "matching": house.services.matching._http,
        "employers": house.services.employers._http,
        "support": house.services.support._http,
    }
    asked = list(bodies())
    assert len(asked) > 20
    for operation, name, body in asked:
        path = re.sub(r"\{\w+\}", lambda _: str(uuid4()), operation.path)
        path = re.sub(r"/steps/[\w-]+", "/steps/visa", path)
        path = re.sub(r"/instalments/[\w-]+", "/instalments/1", path)
        role = next(iter(operation.roles or ()))
        actor = Actor(id=uuid4(), role=role, agency_id=AGENCY, employer_id=uuid4())
        answer = http[operation.service].request(
            operation.method, f"/v1{path}", json=body, headers=headers_for(actor)
        )
        assert answer.status_code == 422, (operation.name, answer.text)
        assert [each["field"] for each in answer.json()["errors"]] == [name]
        assert "Réfugiée" in answer.json()["errors"][0]["message"]
    house.pump()
    assert stored(house) == set()
    assert heard.telling() == []


def test_a_profile_and_its_notes_tell_nothing_outside_the_vault(house: House, heard: Heard) -> None:
    assert told(TELLING) == list(TOLD), "the search itself works"
    house.vacancy(house.employer())
    someone = house.person(about=TELLING, experience=[{"title": "x", "description": TELLING}])
    boss = headers_for(house.staff.actor)
    profiles = house.services.profiles._http
    path = f"/v1/profiles/{someone.id}/notes"
    note = {"key": str(uuid4()), "text": f"Ponctuelle. {TELLING}"}
    assert profiles.request("POST", path, json=note, headers=boss).status_code == 422
    kept = profiles.request("POST", path, json={**note, "replace": True}, headers=boss)
    assert kept.status_code < 300
    assert "Ponctuelle." in kept.text
    assert told(kept.text) == []
    house.pump()
    assert stored(house) == set()
    themselves = headers_for(jobseeker(profile_id=someone.id))
    erased = profiles.request("DELETE", f"/v1/profiles/{someone.id}", headers=themselves)
    assert erased.status_code == 200
    house.pump()
    assert stored(house) == set()
    assert "Ponctuelle" not in read(dump(house.databases["profiles"]))
    assert heard.telling() == []


def test_a_form_comes_back_with_what_was_found(house: House) -> None:
    someone = house.person()
    browser = house.counsellor()
    path = f"/personnes/{someone.id}/notes"
    browser.get(path)
    typed = {"key": str(uuid4()), "text": f"Ponctuelle. {TELLING}"}
    page = browser.post(path, typed)
    assert page.status_code == 422
    assert "Retirez ces mots : Réfugiée, syrienne, enceinte de, diabétique" in words(page)
    assert "Ponctuelle. Réfugiée" in page.text, "nothing typed is lost"
    kept = browser.post(path, {**typed, "replace": "1"})
    assert kept.status_code == 200
    assert "Ponctuelle." in words(kept)
    assert told(kept.text) == []


def test_it_is_said_while_it_is_typed(house: House) -> None:
    browser = house.counsellor()
    browser.get("/personnes")
    said = browser.post("/textes", {"text": TELLING}).json()
    assert "Réfugiée" in said["found"]
    assert "Retirez ces mots" in said["said"]
    assert browser.post("/textes", {"text": "Préfère le matin."}).json() == {
        "found": [],
        "said": "",
    }
    assert house.browser().post("/textes", {"text": "x"}).status_code in (200, 401)


@pytest.mark.parametrize(
    "reference", ["VIR 0012345678", "CNSS 10/2026", "ANAPEC/2026/8812", "00 44 12", "Visa 2026/11"]
)
def test_the_reference_of_a_paper_is_no_contact(reference: str) -> None:
    assert telling(reference, of_paper=True) == ()


@pytest.mark.parametrize(
    "reference",
    ["06 61 23 45 67", "appeler le +212 661 23 45 67", "x@exemple.ma", "carte HCR 12", "Syrie"],
)
def test_a_contact_or_a_status_under_the_name_of_a_reference(reference: str) -> None:
    found = " ".join(telling(reference, of_paper=True))
    assert found in reference


SENTENCES = {"note", "comment", "justification", "although", "reason", "text", "remark"}
SENTENCES |= {"reference", "proof"}
OF_RULES_AND_MONEY = {
    "RuleVersionIn.reason",
    "DecisionIn.reason",
    "SchemeIn.reason",
    "SchemeVersionIn.reason",
    "SchemeDecisionIn.reason",
    "FundIn.reason",
    "PurseFundIn.reason",
    "MoneyBackIn.reference",
    "BankFileIn.text",
}
"""Why a rule, a scheme or a budget changes, the reference of a payment, and a bank's file, of which
references, days and amounts alone are kept: about nobody."""


def texts_of(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """Every sentence of a body and of what it holds."""
    for name, info in model.model_fields.items():
        parts = (info.annotation, *get_args(info.annotation))
        if name in SENTENCES and any(get_args(part)[:1] == (str,) or part is str for part in parts):
            yield f"{model.__name__}.{name}", info
        for part in parts:
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from texts_of(part)


def test_no_sentence_about_somebody_is_taken_unscreened() -> None:
    found = {
        name: mark_of(info) is not None
        for one in declared().values()
        if one.body is not None
        for name, info in texts_of(one.body)
    }
    assert {"DocumentIn.reference", "SignContractIn.reference"} <= found.keys()
    assert len(found) > 12
    # The note about a person is screened by its own use case, with the person's names.
    screened_with_names = {f"{follow_up.NoteIn.__name__}.text"}
    # What a person asks to be corrected is their own word, and sealed with their profile.
    own_words = {f"{corrections.CorrectionIn.__name__}.text"}
    # The words of a trade are redacted where they leave, with the person's names.
    screened_with_names |= {f"{ConceptRef.__name__}.text"}
    # What somebody reports is taken without what looks like a name, whoever wrote it.
    screened_with_names |= {f"{ReportIn.__name__}.text"}
    left = {name for name, is_marked in found.items() if not is_marked}
    assert left == OF_RULES_AND_MONEY | screened_with_names | own_words
