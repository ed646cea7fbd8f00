"""Options of `amuddu rules`: each id is checked against the rules and says what it might be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, get_args

import typer

from amuddu.contracts.types import ContractType
from amuddu.reference.countries import countries
from amuddu.reference.places import find_region, regions
from amuddu.rules.hiring import HiringRoute, exempt_posts
from amuddu.rules.incentives import evaluation
from amuddu.rules.residence import overlays, statuses

CONTRACTS = (*get_args(ContractType), "CTE")


class LangChoice(StrEnum):
    """Language of the answer."""

    fr = "fr"
    ar = "ar"
    en = "en"
    es = "es"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"« {text} » n'est pas une date : 2026-01-31") from None


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter(f"« {text} » n'est pas un montant : 4000.50") from None
    if not amount.is_finite() or not 0 < amount <= 10_000_000:
        raise typer.BadParameter(f"« {text} » est hors des limites")
    return amount


def one_of(known: Callable[[], Mapping[str, object]]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in known():
            raise typer.BadParameter(f"« {text} » est inconnu ; connus : {', '.join(known())}")
        return text

    parse.__name__ = "id"
    return parse


ROUTES = {
    "R0_not_hireable": HiringRoute.NOT_NOW,
    "R1_treaty": HiringRoute.CONTRACT_ONLY,
    "R2_exempt": HiringRoute.VISA,
    "R3_simplified": HiringRoute.SIMPLIFIED,
    "R4_standard": HiringRoute.ATTESTATION_AND_VISA,
    **{code.value: code for code in HiringRoute},
}
"""Routes by the names that legal officers give them and by our own codes."""


def _route_code(text: str) -> str:
    if text not in ROUTES:
        raise typer.BadParameter(f"« {text} » est inconnu ; connus : {', '.join(ROUTES)}")
    return ROUTES[text].value


def _region(text: str) -> str:
    found = find_region(text)
    if found is None:
        raise typer.BadParameter(f"« {text} » est inconnu ; connus : {', '.join(regions())}")
    return found.id


def _schemes() -> Mapping[str, object]:
    return {one.id: one for one in evaluation.all_schemes()}


def _contracts() -> Mapping[str, object]:
    return dict.fromkeys(CONTRACTS)


Status = Annotated[
    str, typer.Option(parser=one_of(statuses), help="The paper: an id of residence.yaml.")
]
MaybeStatus = Annotated[
    str | None, typer.Option("--status", parser=one_of(statuses), help="The paper, if any.")
]
Overlays = Annotated[
    list[str] | None,
    typer.Option("--overlay", parser=one_of(overlays), help="A fact about the person; repeat it."),
]
Nationality = Annotated[
    str | None, typer.Option(parser=one_of(countries), help="Country code, as SN.")
]
Underlying = Annotated[
    str | None, typer.Option(parser=one_of(statuses), help="For a receipt: the paper behind it.")
]
ValidUntil = Annotated[
    date | None, typer.Option(parser=_day, help="Last day written on the paper.", metavar="DATE")
]
On = Annotated[
    date | None, typer.Option("--on", parser=_day, help="Day asked about; today.", metavar="DATE")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
InLang = Annotated[LangChoice, typer.Option("--lang", help="Language of the answer.")]
Simplified = Annotated[
    bool, typer.Option("--simplified-post", help="Post on list A1 or A2, or going on in the same.")
]
ExemptPost = Annotated[
    str | None,
    typer.Option("--exempt-post", parser=one_of(exempt_posts), help="A post that is exempt."),
]
Code = Annotated[
    str | None,
    typer.Option("--route", parser=_route_code, metavar="CODE", help="A route, not a paper."),
]

Wage = Annotated[
    Decimal, typer.Option(parser=_amount, metavar="MAD", help="Gross wage of a month.")
]
MaybeWage = Annotated[
    Decimal | None,
    typer.Option("--wage", parser=_amount, metavar="MAD", help="Gross wage of a month."),
]
WageMax = Annotated[
    Decimal | None,
    typer.Option("--wage-max", parser=_amount, metavar="MAD", help="End of a range of wages."),
]
Months = Annotated[int | None, typer.Option(min=1, max=120, help="Length of the contract.")]
Contract = Annotated[
    str | None, typer.Option(parser=one_of(_contracts), help=f"One of {', '.join(CONTRACTS)}.")
]
StartsOn = Annotated[
    date | None, typer.Option(parser=_day, metavar="DATE", help="First day of work.")
]
RegionId = Annotated[str | None, typer.Option("--region", parser=_region, help="Name, id or code.")]
NewHire = Annotated[bool | None, typer.Option("--new-hire/--not-new-hire")]
Created = Annotated[
    date | None, typer.Option("--firm-created", parser=_day, metavar="DATE", help="Firm's birth.")
]
SchemeIds = Annotated[
    list[str] | None,
    typer.Option("--scheme", parser=one_of(_schemes), help="An incentive; repeat it."),
]
