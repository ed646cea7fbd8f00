"""Shape of `data/residence.yaml`, validated when it is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import field_validator, model_validator

from amuddu.contracts.types import CountryCode
from amuddu.rules.base import (
    Dated,
    Datum,
    Finding,
    Meta,
    Sourced,
    Versions,
    Words,
    by_id,
    in_force,
    refuse,
    unknown_sources,
)
from amuddu.rules.book import standing

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
    `legal`: the text that rules it, null where none was read. `settled_by`: who can say in
    writing what nobody here is sure of.
    """

    label: Words
    proof: Words | None = None
    obligation: bool = False
    legal: str | None = None
    settled_by: Words


class AnswerFacts(Dated):
    """One answer to one question, shared by the titles that have it."""

    value: Value
    condition: Words | None = None
    proof: Words | None = None


class StatusFacts(Dated):
    """One base status, that is one kind of paper. `answers` names one answer for every right.

    Before `valid_from` there was no such paper. `leads_to`: papers that come next, as the
    sources tell it.
    """

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
    leads_to: tuple[str, ...] = ()
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
    legal: str | None = None
    nationalities: tuple[CountryCode, ...] = ()
    """Holds for these nationals, and for them alone."""
    by_right: Words | None = None
    """A card that this fact gives a right to."""
    leads_to: tuple[str, ...] = ()
    """That card's status, where it is one of the file."""
    effects: dict[str, EffectFacts]


class ResidenceFile(Datum):
    """The whole of `data/residence.yaml`."""

    meta: Meta
    sources: dict[str, str]
    rights: dict[str, RightFacts]
    answers: dict[str, dict[str, Versions[AnswerFacts]]]
    families: dict[str, dict[str, str]]
    statuses: dict[str, StatusFacts]
    overlays: dict[str, OverlayFacts]

    @field_validator("statuses", "overlays", mode="before")
    @classmethod
    def _by_id(cls, rows: Any) -> Any:
        return by_id(rows)

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        refuse((*self._unanswered(), *self._leads_nowhere(), *self._uncited()))
        return self

    def answer(self, status: str, right: str, *, on: date | None = None) -> AnswerFacts | None:
        """The answer that a status gives to a right on a day; `None` before the first one known."""
        return in_force(self.versions(status, right), on)

    def versions(self, status: str, right: str) -> tuple[AnswerFacts, ...]:
        """What a status has answered to a right, oldest first."""
        return self.answers[right][self.statuses[status].answers[right]]

    def change_days(self) -> tuple[date, ...]:
        """Every day on which some rule of the file begins, or has just ended."""
        return tuple(sorted({day for row in self._dated() for day in row.change_days()}))

    def _unanswered(self) -> Iterator[Finding]:
        if self.answers.keys() != self.rights.keys():
            yield Finding("rights_and_answers_differ", ("answers",))
        for status in self.statuses.values():
            at = ("statuses", status.id, "answers")
            for right in self.rights.keys() - status.answers.keys():
                yield Finding("right_unanswered", at, {"right": right})
            for right, name in status.answers.items():
                if name not in self.answers.get(right, {}):
                    yield Finding("unknown_answer", (*at, right), {"id": name})

    def _leads_nowhere(self) -> Iterator[Finding]:
        for kind, rows in (("statuses", self.statuses), ("overlays", self.overlays)):
            for row in rows.values():
                for place, target in enumerate(row.leads_to):
                    if target not in self.statuses:
                        yield Finding(
                            "unknown_status", (kind, row.id, "leads_to", place), {"id": target}
                        )
        for overlay in self.overlays.values():
            for right in overlay.effects.keys() - self.rights.keys():
                yield Finding(
                    "unknown_right", ("overlays", overlay.id, "effects", right), {"id": right}
                )

    def _uncited(self) -> Iterator[Finding]:
        for kind, rows in (("statuses", self.statuses), ("overlays", self.overlays)):
            for row in rows.values():
                yield from unknown_sources(self.sources, row, kind, row.id)
        for right, answers in self.answers.items():
            for name, versions in answers.items():
                for place, version in enumerate(versions):
                    at = (place,) if len(versions) > 1 else ()
                    yield from unknown_sources(self.sources, version, "answers", right, name, *at)

    def _dated(self) -> Iterator[Dated]:
        yield from self.statuses.values()
        for answers in self.answers.values():
            for versions in answers.values():
                yield from versions


def residence_file() -> ResidenceFile:
    """The facts of the book by which questions are answered."""
    return standing().file("residence.yaml", ResidenceFile)
