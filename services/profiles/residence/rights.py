"""What follows from a residence title: where this service asks the rules about somebody.

Nothing that is answered here goes into an event or a list: see `services/profiles/hireability`.

Where no title is known, or the rules no longer list the one that is stored, every answer is
"ask a counsellor": nothing is guessed.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from amuddu.contracts.profiles.rights import RightChange, RightOut, RightsOut
from amuddu.contracts.types import HiringRouteCode, Lang, Verdict
from amuddu.rules.base import in_language
from amuddu.rules.book import Book, standing
from amuddu.rules.changes import Change, Kind, what_would_change
from amuddu.rules.hiring import route_for
from amuddu.rules.incentives import evaluation
from amuddu.rules.residence import Residence, Right, overlays, resolve, right_facts, statuses


def is_status(code: str) -> bool:
    """Whether the rules know a base status of this id."""
    return code in statuses()


def is_overlay(code: str) -> bool:
    """Whether the rules know an overlay of this id."""
    return code in overlays()


def route_of(residence: Residence | None, *, on: date) -> HiringRouteCode:
    """What hiring the holder of a title takes on a day."""
    return _route_of(standing(), residence, on)


@lru_cache(maxsize=4096)
def _route_of(_book: Book, residence: Residence | None, on: date) -> HiringRouteCode:
    known = _known(residence)
    if known is None:
        return "ask"
    return route_for(resolve(known, on=on), known, on=on).code.value


def verdict_of(residence: Residence | None, scheme: evaluation.Scheme, *, on: date) -> Verdict:
    """Whether the holder of a title meets what a scheme asks of a person."""
    known = _known(residence)
    if known is None:
        return "ask"
    found = resolve(known, on=on)
    return evaluation.person_criterion(scheme, found, known, on=on).value


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
