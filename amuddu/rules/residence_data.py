"""Shape of `data/residence.yaml`, validated when it is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Literal, Self

from pydantic import field_validator, model_validator

from amuddu.contracts.types import CountryCode
from amuddu.rules.base import Datum, Meta, Sourced, Words, broken, by_id, check_sources, load

Value = Literal["yes", "no", "conditional", "unclear", "not_obtainable"]

WORK = "work_employee"
VISA = "cte_visa_required"
EXEMPT = "anapec_attestation_exempt"


class LawfulStay(StrEnum):
    """Whether the stay is lawful. `tolerated`: protected from return, without a title."""

    YES = "yes"
    NO = "no"
    TOLERATED = "tolerated"


class RightFacts(Datum):
    """One of the thirteen questions, and the written proof usually asked.

    `obligation`: a yes is a duty (the visa on the contract), not something that opens.
    """

    label: Words
    proof: Words | None = None
    obligation: bool = False
    valid_from: date | None = None


class AnswerFacts(Sourced):
    """One answer to one question, shared by the titles that have it."""

    value: Value
    condition: Words | None = None
    proof: Words | None = None


class StatusFacts(Sourced):
    """One base status, that is one kind of paper. `answers` names one answer for every right."""

    id: str
    label: Words
    lawful_stay: LawfulStay
    legal_basis: str
    document: Words
    validity: Words | None = None
    notes: str | None = None
    receipt: bool = False
    """A receipt stands for the title asked or renewed."""
    closed_work_route: Literal["not_now", "ask"] = "not_now"
    """What to answer an employer when this paper does not open salaried work."""
    valid_from: date | None = None
    valid_to: date | None = None
    answers: dict[str, str]


class EffectFacts(Datum):
    """What an overlay changes of one right."""

    value: Value
    condition: Words | None = None


class OverlayFacts(Sourced):
    """A fact about the person that comes on top of the paper, with the proof to bring."""

    id: str
    label: Words
    proof: Words
    notes: str | None = None
    nationalities: tuple[CountryCode, ...] = ()
    """Holds for these nationals, and for them alone."""
    effects: dict[str, EffectFacts]


class ResidenceFile(Datum):
    """The whole of `data/residence.yaml`."""

    meta: Meta
    sources: dict[str, str]
    rights: dict[str, RightFacts]
    answers: dict[str, dict[str, AnswerFacts]]
    families: dict[str, dict[str, str]]
    statuses: dict[str, StatusFacts]
    overlays: dict[str, OverlayFacts]

    @field_validator("statuses", "overlays", mode="before")
    @classmethod
    def _by_id(cls, rows: Any) -> Any:
        return by_id(rows)

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        for status in self.statuses.values():
            if status.answers.keys() != self.rights.keys():
                raise broken(f"{status.id} does not answer every right")
            for right, name in status.answers.items():
                if name not in self.answers[right]:
                    raise broken(f"{status.id}: no answer {name} to {right}")
        for overlay in self.overlays.values():
            if not overlay.effects.keys() <= self.rights.keys():
                raise broken(f"{overlay.id} changes an unknown right")
        check_sources(self.sources, self._sourced())
        return self

    def answer(self, status: str, right: str) -> AnswerFacts:
        """The answer that a status gives to a right."""
        return self.answers[right][self.statuses[status].answers[right]]

    def _sourced(self) -> Iterator[Sourced]:
        yield from self.statuses.values()
        yield from self.overlays.values()
        for answers in self.answers.values():
            yield from answers.values()


@cache
def residence_file() -> ResidenceFile:
    """The facts, read once."""
    return load("residence.yaml", ResidenceFile)
