"""What would change an answer about a residence title, and what ends when.

Nothing here is written down a second time: each change is tried on the rules themselves. A fact
about the person, another paper, the paper behind a receipt or a renewal is put in place of what
is known, everything is resolved again, and what moves towards more open is told. Whatever is
"ask a counsellor" also has somebody who can settle it in writing.

Changes that are within reach (a fact to say, the next paper as the sources tell it, a renewal, a
confirmation) come first; the other papers that would answer better are told after them, so that a
counsellor sees the whole picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from amuddu.contracts.types import Lang
from amuddu.rules.residence import (
    Answer,
    Residence,
    Rights,
    expired,
    overlays,
    resolve,
    right_facts,
    statuses,
)
from amuddu.rules.residence_data import EXEMPT, LawfulStay, residence_file


class Kind(StrEnum):
    """What would change. `title`: another paper; `receipt`: the receipt of its application."""

    OVERLAY = "overlay"
    BEHIND_RECEIPT = "behind_receipt"
    RENEWAL = "renewal"
    TITLE = "title"
    RECEIPT = "receipt"
    CONFIRMATION = "confirmation"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would move an answer. `ids` are overlays or statuses, by `kind`.

    `answer` is what it would become; `None` for a confirmation, which may go either way.
    `text` is the proof to bring, or who confirms.
    """

    kind: Kind
    ids: tuple[str, ...]
    answer: Answer | None
    within_reach: bool
    text: Mapping[Lang, str] | None = field(hash=False, default=None)


@dataclass(frozen=True, slots=True)
class Ending:
    """On this day the paper no longer holds, or a rule changes: these answers become others."""

    on: date
    of_paper: bool
    answers: Mapping[str, tuple[Answer, Answer]] = field(hash=False)
    """Right to what it was the day before and what it is from this day on."""


def what_would_change(residence: Residence, *, on: date) -> Mapping[str, tuple[Change, ...]]:
    """For each right, what would open it more, the nearest at hand first."""
    now = resolve(residence, on=on)
    found: dict[str, list[Change]] = {right: [] for right in now.rights}
    for kind, tried, near in _trials(residence, now):
        for right, moved in _moved(now, tried, on=on).items():
            found[right] += _changes_of(kind, moved, near)
    for right, answer in now.rights.items():
        if answer.answer is Answer.ASK:
            text = right_facts()[right].settled_by
            found[right].append(Change(Kind.CONFIRMATION, (), None, within_reach=True, text=text))
    return MappingProxyType({right: _nearest_first(changes) for right, changes in found.items()})


def what_ends(residence: Residence, *, on: date) -> tuple[Ending, ...]:
    """The days after this one on which an answer becomes another, soonest first."""
    last = residence.valid_until
    after_paper = last + timedelta(days=1) if last and not expired(residence, on=on) else None
    days = {day for day in residence_file().change_days() if day > on}
    if after_paper:
        days.add(after_paper)
    endings = (_ending(residence, day, of_paper=day == after_paper) for day in sorted(days))
    return tuple(ending for ending in endings if ending.answers)


def opens_more(right: str, before: Rights, after: Rights) -> bool:
    """Whether a right is more open after than before; of a duty, whether less is asked.

    A visa that cannot be had for want of a lawful stay is no lighter duty: there, being asked
    for it is the better answer.
    """
    old, new = before.answer(right), after.answer(right)
    if not right_facts()[right].obligation:
        order = _EXEMPTION if right == EXEMPT else _OPENING
        return order.index(new) > order.index(old)
    was, will = (rights.lawful_stay is LawfulStay.YES for rights in (before, after))
    if was and will:
        return _OPENING.index(new) < _OPENING.index(old)
    return will and not was and old is Answer.NO


_OPENING = (Answer.NO, Answer.ASK, Answer.CONDITIONAL, Answer.YES)
_EXEMPTION = (Answer.NO, Answer.CONDITIONAL, Answer.ASK, Answer.YES)

Trial = tuple[Kind, Mapping[str, Residence], frozenset[str]]
"""What is tried by its id, and which of them are within reach."""


def _trials(residence: Residence, now: Rights) -> Iterator[Trial]:
    facts = _untold_overlays(residence, now)
    more = {one: replace(residence, overlays=residence.overlays | {one}) for one in facts}
    yield Kind.OVERLAY, more, frozenset(more)
    if statuses()[now.status].receipt and residence.underlying is None:
        behind = {title: replace(residence, underlying=title) for title in _lawful_titles()}
        yield Kind.BEHIND_RECEIPT, behind, frozenset(behind)
    if now.expired:
        yield Kind.RENEWAL, {residence.status: replace(residence, valid_until=None)}, _ANY
    titles = [title for title in statuses() if not statuses()[title].receipt]
    other = {title: _with_title(residence, title) for title in titles if title != now.status}
    next_ones = frozenset(_leads_to(now))
    yield Kind.TITLE, other, next_ones
    # A receipt stands for a title of residence: an application to UNHCR gives none.
    lawful = next_ones & set(_lawful_titles())
    receipts = {title: _with_receipt(residence, title) for title in lawful}
    yield Kind.RECEIPT, receipts, lawful


_ANY = frozenset(statuses())


def _untold_overlays(residence: Residence, now: Rights) -> Iterator[str]:
    """Facts not said yet; the treaty one is settled once the nationality is known."""
    for code, facts in overlays().items():
        settled = facts.nationalities and residence.nationality is not None
        if code not in now.overlays and not settled:
            yield code


def _lawful_titles() -> Iterator[str]:
    for code, facts in statuses().items():
        if facts.lawful_stay is LawfulStay.YES and not facts.receipt:
            yield code


def _leads_to(now: Rights) -> Iterator[str]:
    yield from statuses()[now.status].leads_to
    for overlay in sorted(now.overlays):
        yield from overlays()[overlay].leads_to


def _with_title(residence: Residence, title: str) -> Residence:
    return replace(residence, status=title, valid_until=None, underlying=None)


def _with_receipt(residence: Residence, title: str) -> Residence:
    receipt = next(code for code, facts in statuses().items() if facts.receipt)
    return replace(residence, status=receipt, valid_until=None, underlying=title)


def _moved(
    now: Rights, tried: Mapping[str, Residence], *, on: date
) -> Mapping[str, dict[str, Answer]]:
    """By right, the ids that open it more, with the answer each gives."""
    found: dict[str, dict[str, Answer]] = defaultdict(dict)
    for code, residence in tried.items():
        then = resolve(residence, on=on)
        for right in now.rights:
            if opens_more(right, now, then):
                found[right][code] = then.answer(right)
    return found


def _changes_of(kind: Kind, moved: Mapping[str, Answer], near: frozenset[str]) -> Iterator[Change]:
    """One change for each answer: papers that give the same one are told together."""
    grouped: dict[tuple[Answer, bool], list[str]] = defaultdict(list)
    for code, answer in moved.items():
        grouped[answer, code in near].append(code)
    for (answer, within_reach), codes in grouped.items():
        if kind is Kind.OVERLAY:
            for code in codes:
                yield Change(kind, (code,), answer, within_reach, text=overlays()[code].proof)
        else:
            yield Change(kind, tuple(codes), answer, within_reach)


def _nearest_first(changes: Iterable[Change]) -> tuple[Change, ...]:
    order = list(Kind)
    return tuple(sorted(changes, key=lambda one: (not one.within_reach, order.index(one.kind))))


def _ending(residence: Residence, day: date, *, of_paper: bool) -> Ending:
    before = resolve(residence, on=day - timedelta(days=1))
    after = resolve(residence, on=day)
    moved = {
        right: (before.answer(right), after.answer(right))
        for right in before.rights
        if before.answer(right) is not after.answer(right)
    }
    return Ending(day, of_paper=of_paper, answers=MappingProxyType(moved))
