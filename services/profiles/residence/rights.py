"""What follows from a residence title: where this service asks the rules about somebody.

The hiring incentives are those that `schemes.py` knows to be in force.

Where no title is known, or the rules no longer list the one that is stored, every answer is
"ask a counsellor": nothing is guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from amuddu.contracts.profiles.rights import RightChange, RightOut, RightsOut
from amuddu.contracts.types import HiringRouteCode, Lang, Verdict
from amuddu.rules.base import in_language
from amuddu.rules.book import Book, standing
from amuddu.rules.changes import Change, Kind, what_would_change
from amuddu.rules.hiring import route_for
from amuddu.rules.incentives import evaluation
from amuddu.rules.protection import ages
from amuddu.rules.residence import (
    Residence,
    Right,
    expired,
    overlays,
    resolve,
    right_facts,
    statuses,
)
from services.profiles.residence.schemes import InForce

_PROBES = (None, "SN", "SY", "MA")
"""Nationalities that rules may tell apart: none known, of a treaty State, of another, at home."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the other services may know: obligations and verdicts, never the ground for them."""

    route: HiringRouteCode
    schemes: Mapping[str, Verdict]
    review_on: date | None
    """First day on which the outcome may be another, because the title has ended."""


def is_status(code: str) -> bool:
    """Whether the rules know a base status of this id."""
    return code in statuses()


def is_overlay(code: str) -> bool:
    """Whether the rules know an overlay of this id."""
    return code in overlays()


def outcome(residence: Residence | None, *, on: date, schemes: InForce) -> Outcome:
    """Route and schemes that follow from a title on one day."""
    return _outcome(standing(), residence, on, schemes)


@lru_cache(maxsize=4096)
def _outcome(_book: Book, residence: Residence | None, on: date, schemes: InForce) -> Outcome:
    hiring = schemes.that_pay_for_a_hire(on)
    known = _known(residence)
    if known is None:
        unknown: dict[str, Verdict] = {scheme.id: "ask" for scheme in hiring}
        return Outcome("ask", unknown, review_on=None)
    found = resolve(known, on=on)
    return Outcome(
        route=route_for(found, known, on=on).code.value,
        schemes={
            scheme.id: evaluation.person_criterion(scheme, found, known, on=on).value
            for scheme in hiring
        },
        review_on=_review_on(known, on=on),
    )


def rights_out(residence: Residence | None, *, on: date, lang: Lang) -> RightsOut:
    """The thirteen rights as the person reads them."""
    known = _known(residence)
    if known is None:
        return RightsOut(rights=_all_to_ask(lang), route="ask")
    found = resolve(known, on=on)
    changes = what_would_change(known, on=on)
    return RightsOut(
        rights=tuple(_right_out(right, changes[right.id], lang) for right in found.rights.values()),
        route=route_for(found, known, on=on).code.value,
        expires_on=found.expires_on,
        expired=found.expired,
        renewal=in_language(found.renewal, lang) if found.renewal else None,
    )


def stamp(on: date, schemes: InForce) -> str:
    """Digest of what the rules answer on one day for each title, and of the ages they know.

    It changes when a rule begins or ends, when a version of a scheme changes a verdict, and when
    a new version of the rules is deployed or approved: whoever was judged under another stamp is
    judged again.
    """
    return _stamp(standing(), on, schemes)


@lru_cache(maxsize=8)
def _stamp(_book: Book, on: date, schemes: InForce) -> str:
    answers = repr(
        [
            (
                code,
                nationality,
                outcome(Residence(code, nationality=nationality), on=on, schemes=schemes),
            )
            for code in sorted(statuses())
            for nationality in _PROBES
        ]
    )
    limits = repr([ages.limit(name) for name in ("work", "adult", "domestic")])
    return hashlib.sha256(f"{answers} {limits} {_OF_AGE}".encode()).hexdigest()


_OF_AGE = "young, age_unknown"
"""What others learn of an age: whoever was told of before it was so is told of again."""


def _review_on(residence: Residence, *, on: date) -> date | None:
    if residence.valid_until is None or expired(residence, on=on):
        return None
    return residence.valid_until + timedelta(days=1)


def _known(residence: Residence | None) -> Residence | None:
    if residence is None:
        return None
    codes = [residence.status, *([residence.underlying] if residence.underlying else [])]
    listed = all(map(is_status, codes)) and all(map(is_overlay, residence.overlays))
    return residence if listed else None


def _all_to_ask(lang: Lang) -> tuple[RightOut, ...]:
    return tuple(
        RightOut(id=code, answer="ask", label=in_language(facts.label, lang))
        for code, facts in right_facts().items()
    )


def _right_out(right: Right, changes: tuple[Change, ...], lang: Lang) -> RightOut:
    return RightOut(
        id=right.id,
        answer=right.answer.value,
        label=in_language(right.label, lang),
        condition=in_language(right.condition, lang) if right.condition else None,
        proof=in_language(right.proof, lang) if right.proof else None,
        legal=right.legal,
        confidence=right.confidence,
        sources=right.sources,
        check_again=in_language(right.check_again, lang) if right.check_again else None,
        changes=tuple(_change_out(change, lang) for change in changes if change.within_reach),
    )


def _change_out(change: Change, lang: Lang) -> RightChange:
    settles = change.kind is Kind.CONFIRMATION and change.text is not None
    return RightChange(
        kind=change.kind.value,
        ids=change.ids,
        answer=change.answer.value if change.answer else None,
        who=in_language(change.text, lang) if settles and change.text else None,
    )
