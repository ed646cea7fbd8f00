"""Twelve invented people with what the rules answer for each: tests, a page of the documents, and
what a coordinator sees of a new version before it is approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from amuddu.rules.base import parsed
from amuddu.rules.cost.breakdown import BelowMinimum, Cost, Hire, cost_to_hire
from amuddu.rules.hiring import HiringRoute, Route, route_for
from amuddu.rules.incentives import evaluation
from amuddu.rules.residence import Residence, resolve

Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """A wage under the legal minimum."""

    minimum: Decimal


def load() -> list[Case]:
    """The cases."""
    return cast("list[Case]", parsed("worked_cases.yaml"))


def residence(case: Case) -> Residence:
    """The paper and facts of a case."""
    person = case["person"]
    return Residence(**{**person, "overlays": frozenset(person.get("overlays", ()))})


def route(case: Case) -> Route:
    """The route of a case on its day."""
    person, on = residence(case), case["day"]
    simplified = case.get("post", {}).get("simplified_post", False)
    return route_for(resolve(person, on=on), person, on=on, simplified_post=simplified)


def hire(case: Case) -> Hire:
    """The post of a case."""
    post = case["post"]
    return Hire(
        route=route(case).code,
        wage=Decimal(post["wage"]),
        starts_on=post["starts_on"],
        months=post.get("months"),
        sector=post.get("sector", "general"),
        contract_type=post["contract_type"],
    )


def evaluations(case: Case) -> list[evaluation.Evaluation]:
    """The incentives of a case, for its person and post."""
    person, post, on = residence(case), case["post"], case["day"]
    terms = evaluation.VacancyTerms(
        contract_type=post["contract_type"],
        contract_months=post.get("months"),
        wage_month=Decimal(post["wage"]),
        starts_on=post["starts_on"],
        region_id=post.get("region"),
        new_hire=True,
    )
    found = []
    for name in case.get("schemes", ()):
        scheme = evaluation.scheme(name)
        verdict = evaluation.person_criterion(scheme, resolve(person, on=on), person, on=on)
        firm = evaluation.EmployerFacts()
        found.append(evaluation.evaluate(scheme, terms, firm, verdict, on=on))
    return found


def cost(case: Case) -> Cost | Refused | None:
    """The cost of a case; `None` where it has no post or leads to no hire."""
    if "post" not in case or route(case).code is HiringRoute.NOT_NOW:
        return None
    try:
        return cost_to_hire(hire(case), evaluations(case))
    except BelowMinimum as error:
        return Refused(error.minimum.amount)


def moved_to(case: Case, day: date) -> Case:
    """The same case asked on another day: every day in it moves along."""
    by = day - case["day"]
    moved: Case = _moved(case, by)
    return moved


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, date):
        return value + by
    if isinstance(value, dict):
        return {name: _moved(each, by) for name, each in value.items()}
    return value
