"""What a residence title opens: from the paper shown to thirteen rights.

The paper gives a base status; facts about the person (marriage, birth in Morocco, a treaty
nationality...) come on top as overlays. Five rules, in this order:

1. An expired paper without a receipt counts as no paper. A paper of protection does not: its
   holder stays protected, what asks for a valid paper waits, and the renewal comes first.
2. Overlays apply, and one that exempts from the activity attestation wins over the paper's no.
   Where there is no lawful stay the exemption exists but is of use only once there is a title.
3. Without lawful stay nothing here leads to direct hiring (see `amuddu.rules.hiring`).
4. An answer that is unclear, or of low confidence, becomes "ask a counsellor".
5. People are warned 90 days before the paper ends: a renewal is asked before that day.

A receipt inherits from the title asked or renewed, with low certainty: what that title closes
stays closed, its conditions go on, and what the receipt alone does not open is asked to a
counsellor.

Nationality counts through one overlay alone, that of the treaty States (Morocco's conventions
with Senegal 1964, Tunisia 1964 and Algeria 1963).

- LookupError
  - UnknownStatus, UnknownOverlay: no such id in `data/residence.yaml`
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from types import MappingProxyType

from amuddu.contracts.types import Lang
from amuddu.rules.base import Confidence, Words, cite, in_force
from amuddu.rules.residence_data import (
    EXEMPT,
    LawfulStay,
    OverlayFacts,
    ResidenceFile,
    RightFacts,
    StatusFacts,
    Value,
    residence_file,
)

NO_TITLE = "irregular"
WARNING = timedelta(days=90)


class UnknownStatus(LookupError):
    """No base status has this id."""


class UnknownOverlay(LookupError):
    """No overlay has this id."""


class Answer(StrEnum):
    """`ask`: the source is unclear or unsure, a counsellor says."""

    YES = "yes"
    NO = "no"
    CONDITIONAL = "conditional"
    ASK = "ask"


@dataclass(frozen=True, slots=True, repr=False)
class Residence:
    """The paper somebody holds. It stays inside the profiles service, and shows itself in no log.

    `underlying` is the title asked or renewed, for a receipt. `valid_until` is the last day of
    validity, `None` where it is not known.
    """

    status: str
    overlays: frozenset[str] = frozenset()
    nationality: str | None = None
    valid_until: date | None = None
    underlying: str | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """One right and its answer, with the condition, the written proof to bring, the sources.

    For `cte_visa_required` a yes is a duty: the contract must carry the ministry's visa.
    `legal` is the text that rules it, `None` where none was read.
    """

    id: str
    label: Mapping[Lang, str] = field(hash=False)
    answer: Answer
    condition: Mapping[Lang, str] | None = field(hash=False)
    proof: Mapping[Lang, str] | None = field(hash=False)
    legal: str | None
    sources: tuple[str, ...]
    confidence: Confidence
    checked_on: date
    check_again: Mapping[Lang, str] | None = field(hash=False, default=None)
    """Who is to check it again, where its last check is more than a year old."""


@dataclass(frozen=True, slots=True, repr=False)
class Rights:
    """What is open on one day. `status` and `overlays` are those that were applied.

    `expired`: the paper's last day is past. `renewal` then tells how it is renewed, where that is
    known.
    """

    status: str
    overlays: frozenset[str]
    lawful_stay: LawfulStay
    rights: Mapping[str, Right] = field(hash=False)
    expires_on: date | None
    warn_from: date | None
    expired: bool = False
    renewal: Mapping[Lang, str] | None = field(hash=False, default=None)

    def answer(self, right: str) -> Answer:
        """Answer to one right, e.g. `rights.answer("ofppt_training")`."""
        return self.rights[right].answer


def statuses() -> Mapping[str, StatusFacts]:
    """The base statuses by id, to choose from in a form."""
    return MappingProxyType(residence_file().statuses)


def overlays() -> Mapping[str, OverlayFacts]:
    """The overlays by id, to choose from in a form."""
    return MappingProxyType(residence_file().overlays)


def right_facts() -> Mapping[str, RightFacts]:
    """The thirteen rights by id, with their labels."""
    return MappingProxyType(residence_file().rights)


def expired(residence: Residence, *, on: date) -> bool:
    """Whether the paper's last day is past."""
    return residence.valid_until is not None and residence.valid_until < on


def resolve(residence: Residence, *, on: date, data: ResidenceFile | None = None) -> Rights:
    """The rights that a paper opens on one day, by the facts of the product or by those of `data`.

    >>> found = resolve(Residence("permit_work"), on=date(2026, 11, 23))
    >>> found.answer("work_employee"), found.answer("anapec_attestation_exempt")
    (<Answer.YES: 'yes'>, <Answer.NO: 'no'>)
    """
    facts = data or residence_file()
    _check_known(facts, residence)
    paper = _paper(facts, residence, on=on)
    added = _overlays_in_force(facts, residence)
    base = {right: _base(paper, right) for right in facts.rights}
    return Rights(
        status=paper.status,
        overlays=frozenset(overlay.id for overlay in added),
        lawful_stay=paper.lawful_stay,
        rights=MappingProxyType(_with_overlays(paper, base, added)),
        expires_on=residence.valid_until,
        warn_from=residence.valid_until - WARNING if residence.valid_until else None,
        expired=expired(residence, on=on),
        renewal=facts.statuses[paper.status].renewal if paper.lapsed else None,
    )


def _check_known(facts: ResidenceFile, residence: Residence) -> None:
    for status in (residence.status, residence.underlying):
        if status is not None and status not in facts.statuses:
            raise UnknownStatus(status)
    for overlay in residence.overlays:
        if overlay not in facts.overlays:
            raise UnknownOverlay(overlay)


def _overlays_in_force(facts: ResidenceFile, residence: Residence) -> tuple[OverlayFacts, ...]:
    return tuple(
        overlay
        for overlay in facts.overlays.values()
        if _in_force(overlay, residence.overlays, residence.nationality)
    )


def _in_force(overlay: OverlayFacts, chosen: frozenset[str], nationality: str | None) -> bool:
    """A nationality that is known decides alone on the overlay of treaty nationals."""
    if overlay.nationalities and nationality is not None:
        return nationality in overlay.nationalities
    return overlay.id in chosen


# --- the paper ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Paper:
    """The paper that counts on a day. `lapsed`: one of protection, past its date."""

    facts: ResidenceFile
    on: date
    status: str
    underlying: str | None
    lapsed: bool

    @property
    def lawful_stay(self) -> LawfulStay:
        return LawfulStay.TOLERATED if self.lapsed else self.facts.statuses[self.status].lawful_stay


def _paper(facts: ResidenceFile, residence: Residence, *, on: date) -> _Paper:
    if not expired(residence, on=on):
        return _Paper(facts, on, residence.status, residence.underlying, lapsed=False)
    receipt = facts.statuses[residence.status].receipt
    for status in (residence.status, residence.underlying if receipt else None):
        if status is not None and facts.statuses[status].protection:
            return _Paper(facts, on, status, None, lapsed=True)
    return _Paper(facts, on, NO_TITLE, None, lapsed=False)


def _base(paper: _Paper, right: str) -> Right:
    own = _right(paper, right, paper.status)
    known = paper.facts.statuses
    if not known[paper.status].receipt or paper.underlying is None:
        return own
    former = known[paper.underlying]
    if former.receipt or former.lawful_stay is not LawfulStay.YES:
        return own  # not a title that a receipt can stand for: nothing is inherited
    return _inherited(own, _right(paper, right, paper.underlying))


def _right(paper: _Paper, right: str, status: str) -> Right:
    """What a paper says of a right on a day.

    On a day before the first rule known, or before there was such a paper, what is closed stays
    closed and the rest is asked.
    """
    data, on = paper.facts, paper.on
    definition = data.rights[right]
    versions = data.versions(status, right, lapsed=paper.lapsed)
    found = in_force(versions, on)
    facts = found or versions[0]
    answer = _answer(facts.value, facts.confidence)
    if answer is not Answer.NO and (found is None or not data.statuses[status].holds(on)):
        answer = Answer.ASK
    return Right(
        id=right,
        label=definition.label,
        answer=answer,
        condition=facts.condition,
        proof=None if answer is Answer.NO else facts.proof or definition.proof,
        legal=definition.legal,
        sources=cite(data.sources, facts),
        confidence=facts.confidence,
        checked_on=data.meta.last_check(facts),
        check_again=data.meta.check_again(facts, on=on),
    )


def _answer(value: Value, confidence: Confidence) -> Answer:
    if value == "unclear" or confidence == "low":
        return Answer.ASK
    return Answer.NO if value == "not_obtainable" else Answer(value)


_LEAST_OPEN_FIRST = (Answer.NO, Answer.ASK, Answer.CONDITIONAL, Answer.YES)


def _inherited(own: Right, former: Right) -> Right:
    """A receipt's answer, knowing the title it stands for, whose conditions go on."""
    if former.answer is Answer.NO:
        return replace(former, confidence="low")
    if own.answer in (Answer.NO, Answer.ASK):
        return replace(former, answer=Answer.ASK, confidence="low")
    least = min(own, former, key=lambda right: _LEAST_OPEN_FIRST.index(right.answer))
    return replace(
        least,
        condition=_both(own.condition, former.condition),
        sources=tuple(dict.fromkeys((*own.sources, *former.sources))),
    )


def _both(one: Words | None, other: Words | None) -> Words | None:
    """Two conditions that hold together."""
    if one is None or other is None or one == other:
        return one or other
    return MappingProxyType({lang: f"{one[lang]} {other[lang]}" for lang in one if lang in other})


# --- what comes on top ----------------------------------------------------------------------------

# An exemption that may hold outright (ask) is worth more than one for the own company only.
_LEAST_EXEMPT_FIRST = (Answer.NO, Answer.CONDITIONAL, Answer.ASK, Answer.YES)


def _with_overlays(
    paper: _Paper, base: Mapping[str, Right], added: Iterable[OverlayFacts]
) -> dict[str, Right]:
    rights = dict(base)
    for overlay in added:
        for right in overlay.effects:
            offered = _offered(paper, overlay, rights[right])
            obligation = paper.facts.rights[right].obligation
            rights[right] = max(rights[right], offered, key=partial(_lightness, obligation))
    return rights


def _offered(paper: _Paper, overlay: OverlayFacts, current: Right) -> Right:
    """A right as an overlay would have it."""
    effect, told = overlay.effects[current.id], overlay.told(current.id)
    answer, condition = _answer(effect.value, told.confidence), effect.condition
    if paper.lawful_stay is not LawfulStay.YES:
        if current.id != EXEMPT:
            return current
        waiting = paper.facts.answers[EXEMPT]["useless_before_title"][-1]
        answer, condition = min(answer, Answer.CONDITIONAL, key=_exemption_rank), waiting.condition
    return replace(
        current,
        answer=answer,
        condition=condition,
        proof=overlay.proof,
        legal=overlay.legal or current.legal,
        sources=cite(paper.facts.sources, told),
        confidence=told.confidence,
        checked_on=paper.facts.meta.last_check(told),
        check_again=paper.facts.meta.check_again(told, on=paper.on),
    )


def _lightness(obligation: bool, right: Right) -> int:
    """How little is asked: exemption rises with its answer, a duty with its absence."""
    if obligation:
        return -_LEAST_OPEN_FIRST.index(right.answer)
    return _exemption_rank(right.answer)


def _exemption_rank(answer: Answer) -> int:
    return _LEAST_EXEMPT_FIRST.index(answer)
