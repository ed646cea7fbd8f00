"""What a new version would change: every answer and every worked case, before and after it.

The rules are asked twice on the first day of the version, by the book that stands and by the book
with the version: for each paper alone, with each fact that comes on top, and for a receipt with
each paper behind it. Nobody's data is looked at: how many people hold which paper is not told by
trying rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Literal, TypeVar, get_args

from amuddu.rules.amending import cases
from amuddu.rules.book import Book, standing, trying
from amuddu.rules.cost.breakdown import Cost, Range
from amuddu.rules.hiring import (
    HiringRoute,
    NoRoute,
    Route,
    Sector,
    Span,
    employer_contributions,
    minimum_wage,
    route,
    route_for,
)
from amuddu.rules.hiring_data import SpanFacts, hiring_file
from amuddu.rules.residence import Residence, Rights, overlays, resolve, statuses
from amuddu.rules.residence_data import LawfulStay

Subject = Literal["right", "hiring", "wage", "contributions", "route", "steps", "step", "case"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Situation:
    """A paper, alone or with one fact on top, or the paper behind a receipt. Ids."""

    paper: str
    fact: str | None = None
    behind: str | None = None

    def residence(self) -> Residence:
        """As the rules are asked."""
        facts = frozenset({self.fact}) if self.fact else frozenset[str]()
        return Residence(self.paper, overlays=facts, underlying=self.behind)


@dataclass(frozen=True, slots=True)
class Effect:
    """One answer that would be another.

    `of`: the right, the sector, the route, the step or the number of the worked case. `before` and
    `after`: an answer, a route's code, an amount, ids of steps or what a step asks. `same_answer`:
    only the words around it are others.
    `situations`: whose answer it is, for rights and hiring.
    """

    subject: Subject
    of: str
    before: str
    after: str
    situations: tuple[Situation, ...] = ()
    same_answer: bool = field(default=False)


def effects(book: Book, *, on: date) -> tuple[Effect, ...]:
    """What the book would change on a day, against the one that stands."""
    return (
        *_of_people(book, on),
        *_of_pay(book, on),
        *_of_routes(book, on),
        *_of_steps(book, on),
        *_of_cases(book, on),
    )


def situations() -> Iterator[Situation]:
    """Every situation that is tried."""
    for paper, facts in statuses().items():
        yield Situation(paper)
        for overlay in overlays():
            yield Situation(paper, fact=overlay)
        if facts.receipt:
            for behind, other in statuses().items():
                if other.lawful_stay is LawfulStay.YES and not other.receipt:
                    yield Situation(paper, behind=behind)


def _both(book: Book, ask: Callable[[], T]) -> tuple[T, T]:
    """An answer by the book that stands, and by the other."""
    with trying(standing()):
        before = ask()
    with trying(book):
        return before, ask()


Moved = dict[tuple[Subject, str, str, str, bool], list[Situation]]


def _of_people(book: Book, on: date) -> Iterator[Effect]:
    moved: Moved = defaultdict(list)
    for situation in situations():
        residence = situation.residence()
        before, after = _both(book, partial(resolve, residence, on=on))
        for right in before.rights:
            old, new = before.rights[right], after.rights[right]
            same = old.answer is new.answer
            texts = [(one.condition, one.proof) for one in (old, new)]
            if not same or texts[0] != texts[1]:
                key: tuple[Subject, str, str, str, bool]
                key = ("right", right, old.answer.value, new.answer.value, same)
                moved[key].append(situation)
        routes = _both(book, partial(_route_of, residence, on))
        if routes[0] != routes[1]:
            moved["hiring", "", *routes, False].append(situation)
    for (subject, of, old_text, new_text, same), found in moved.items():
        yield Effect(subject, of, old_text, new_text, tuple(found), same_answer=same)


def _route_of(residence: Residence, on: date) -> str:
    rights: Rights = resolve(residence, on=on)
    return route_for(rights, residence, on=on).code.value


def _of_pay(book: Book, on: date) -> Iterator[Effect]:
    for sector in get_args(Sector):
        before, after = _both(book, partial(minimum_wage, on=on, sector=sector))
        if before != after and before and after:
            yield Effect("wage", sector, str(before.amount), str(after.amount))
    least = minimum_wage(on=on)
    if least is not None:
        for gross in (least.amount, 2 * least.amount):
            paid, due = _both(book, partial(employer_contributions, gross, on=on))
            if paid.total != due.total:
                yield Effect("contributions", str(gross), str(paid.total), str(due.total))


def _of_routes(book: Book, on: date) -> Iterator[Effect]:
    for code in HiringRoute:
        before, after = _both(book, partial(_told, code, on))
        if before != after:
            same = before[1:] == after[1:]
            yield Effect(
                "route", code.value, " ; ".join(before[1:]), " ; ".join(after[1:]), same_answer=same
            )


def _of_steps(book: Book, on: date) -> Iterator[Effect]:
    """What the file of a hire that is opened from that day on would follow."""
    for code in HiringRoute:
        before, after = _both(book, partial(_followed, code, on))
        if before != after:
            yield Effect("steps", code.value, ", ".join(before), ", ".join(after))
    for name in hiring_file().step_ids():
        old, new = _both(book, partial(_asked, name, on))
        if old != new:
            yield Effect("step", name, old[0], new[0], same_answer=old[0] == new[0])


def _followed(code: HiringRoute, on: date) -> tuple[str, ...]:
    """Ids of the steps of a route."""
    try:
        return tuple(step.id for step in route(code, on=on).steps)
    except NoRoute:
        return ()


def _asked(name: str, on: date) -> tuple[str, str]:
    """What a step asks: papers, cost, days, what comes before; and the words around it."""
    found = hiring_file().step(name, on=on)
    if found is None:
        return "", ""
    papers = [paper["fr"] for paper in found.documents]
    spans = [_ends(span) for span in (found.cost_mad, found.days)]
    asked = (", ".join(papers) or "–", *spans, found.payer, ", ".join(found.needs) or "–")
    words = (found.what, found.actor, found.cost_note or {}, *found.documents)
    return " ; ".join(asked), str([dict(one) for one in words])


def _ends(facts: SpanFacts | None) -> str:
    return "–" if facts is None else _span(Span(facts.low, facts.high))


def _told(code: HiringRoute, on: date) -> tuple[str, ...]:
    """What a route says that a version may change: its words, fee, usual and longest delay."""
    try:
        found: Route = route(code, on=on)
    except NoRoute:
        return ("", "", "", "")
    longest = "" if found.max_days is None else str(found.max_days)
    return (str(dict(found.summary)), _span(found.fee_mad), _span(found.usual_days), longest)


def _span(span: Span | None) -> str:
    if span is None:
        return "–"
    low = "" if span.low is None or span.low == span.high else f"{span.low}–"
    return f"{low}{span.high}"


def _of_cases(book: Book, on: date) -> Iterator[Effect]:
    for number, case in enumerate(cases.load(), start=1):
        moved = cases.moved_to(case, on)
        before, after = _both(book, partial(_case, moved))
        for old, new in zip(before, after, strict=True):
            if old != new:
                paper = Situation(case["person"]["status"])
                yield Effect("case", str(number), old, new, (paper,))


def _case(case: cases.Case) -> tuple[str, str]:
    """What a worked case comes to: its route, and what it costs."""
    found = cases.cost(case)
    cost = ""
    if isinstance(found, Cost):
        cost = f"{_amount(found.gross)} / {_amount(found.known_net)}"
    elif found is not None:
        cost = f"< {found.minimum}"
    return cases.route(case).code.value, cost


def _amount(amount: Range) -> str:
    ends: list[Decimal] = [end for end in (amount.low, amount.high) if end is not None]
    more = "" if amount.high is not None else "+"
    return "–".join(dict.fromkeys(f"{end:f}" for end in ends)) + more
