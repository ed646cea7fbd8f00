"""`amuddu rules ...`: what the law and the programme open, asked from a terminal.

Rights, hiring route, cost and incentives for the ids of `amuddu/rules/data/`; `check` judges the
data files, `reference` writes the page that shows them all. Nothing is stored or logged.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from amuddu.contracts.types import ContractType, Lang
from amuddu.kit.i18n import N_, Text
from amuddu.reference.countries import countries
from amuddu.reference.places import find_region, regions
from amuddu.rules import checking, incentives
from amuddu.rules.cost import BelowMinimum, Hire, NotHireable, TooManySchemes, cost_to_hire
from amuddu.rules.hiring import HiringRoute, NoRoute, Route, route, route_for
from amuddu.rules.residence import Residence, overlays, resolve, statuses
from cli import rules_printed as printed
from cli import rules_reference, rules_words

app = typer.Typer(
    help="Ask the rules: rights, hiring route, cost, incentives; check the data files."
)

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


def _one_of(known: Callable[[], Mapping[str, object]]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in known():
            raise typer.BadParameter(f"« {text} » est inconnu ; connus : {', '.join(known())}")
        return text

    parse.__name__ = "id"
    return parse


_ROUTES = {
    "R0_not_hireable": HiringRoute.NOT_NOW,
    "R1_treaty": HiringRoute.CONTRACT_ONLY,
    "R2_exempt": HiringRoute.VISA,
    "R3_simplified": HiringRoute.SIMPLIFIED,
    "R4_standard": HiringRoute.ATTESTATION_AND_VISA,
    **{code.value: code for code in HiringRoute},
}
"""Routes by the names that legal officers give them and by our own codes."""


def _route_code(text: str) -> str:
    if text not in _ROUTES:
        raise typer.BadParameter(f"« {text} » est inconnu ; connus : {', '.join(_ROUTES)}")
    return _ROUTES[text].value


def _region(text: str) -> str:
    found = find_region(text)
    if found is None:
        raise typer.BadParameter(f"« {text} » est inconnu ; connus : {', '.join(regions())}")
    return found.id


def _schemes() -> Mapping[str, object]:
    return {one.id: one for one in incentives.all_schemes()}


def _contracts() -> Mapping[str, object]:
    return dict.fromkeys(CONTRACTS)


Status = Annotated[
    str, typer.Option(parser=_one_of(statuses), help="The paper: an id of residence.yaml.")
]
MaybeStatus = Annotated[
    str | None, typer.Option("--status", parser=_one_of(statuses), help="The paper, if any.")
]
Overlays = Annotated[
    list[str] | None,
    typer.Option("--overlay", parser=_one_of(overlays), help="A fact about the person; repeat it."),
]
Nationality = Annotated[
    str | None, typer.Option(parser=_one_of(countries), help="Country code, as SN.")
]
Underlying = Annotated[
    str | None, typer.Option(parser=_one_of(statuses), help="For a receipt: the paper behind it.")
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
Code = Annotated[
    str | None,
    typer.Option("--route", parser=_route_code, metavar="CODE", help="A route, not a paper."),
]


def _today(on: date | None) -> date:
    return on or datetime.now(UTC).date()


def _residence(
    status: str,
    overlay: list[str] | None,
    nationality: str | None,
    valid_until: date | None,
    underlying: str | None,
) -> Residence:
    return Residence(status, frozenset(overlay or ()), nationality, valid_until, underlying)


def _show(as_json: bool, content: dict[str, Any], lines: Callable[[], list[str]]) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False) if as_json else "\n".join(lines()))


@app.command("rights")
def rights(
    status: Status,
    overlay: Overlays = None,
    nationality: Nationality = None,
    valid_until: ValidUntil = None,
    underlying: Underlying = None,
    on: On = None,
    lang: InLang = LangChoice.fr,
    as_json: AsJson = False,
) -> None:
    """What a paper opens on a day: each right with its proof, law, source, what changes it."""
    residence = _residence(status, overlay, nationality, valid_until, underlying)
    told = printed.rights(residence, on=_today(on), lang=lang.value)
    _show(as_json, told, lambda: printed.rights_lines(told, lang.value))


@app.command("route")
def hiring_route(
    status: MaybeStatus = None,
    code: Code = None,
    overlay: Overlays = None,
    nationality: Nationality = None,
    valid_until: ValidUntil = None,
    underlying: Underlying = None,
    simplified_post: Simplified = False,
    on: On = None,
    lang: InLang = LangChoice.fr,
    as_json: AsJson = False,
) -> None:
    """What an employer has to do: steps in order, who does each, documents, fees, delays."""
    residence = (
        _residence(status, overlay, nationality, valid_until, underlying) if status else None
    )
    found = _route(residence, code, on=_today(on), simplified_post=simplified_post)
    told = printed.route(found, lang=lang.value)
    _show(as_json, told, lambda: printed.route_lines(told, lang.value))


def _route(
    residence: Residence | None, code: str | None, *, on: date, simplified_post: bool
) -> Route:
    if (residence is None) == (code is None):
        raise typer.BadParameter("--status ou --route : l'un des deux")
    try:
        if code is not None:
            return route(HiringRoute(code), on=on)
        assert residence is not None
        rights = resolve(residence, on=on)
        return route_for(rights, residence, on=on, simplified_post=simplified_post)
    except NoRoute:
        raise typer.BadParameter("aucune règle pour ce jour") from None


@dataclass(frozen=True, slots=True)
class _Post:
    """What the options say of a post and a firm."""

    terms: incentives.VacancyTerms
    firm: incentives.EmployerFacts


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
    str | None, typer.Option(parser=_one_of(_contracts), help=f"One of {', '.join(CONTRACTS)}.")
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
    typer.Option("--scheme", parser=_one_of(_schemes), help="An incentive; repeat it."),
]


@app.command("cost")
def cost(
    wage: Wage,
    status: MaybeStatus = None,
    code: Code = None,
    overlay: Overlays = None,
    nationality: Nationality = None,
    valid_until: ValidUntil = None,
    underlying: Underlying = None,
    simplified_post: Simplified = False,
    wage_max: WageMax = None,
    months: Months = None,
    contract: Contract = None,
    sector: Annotated[str, typer.Option(parser=_one_of(lambda: _SECTORS))] = "general",
    starts_on: StartsOn = None,
    first_of_job: Annotated[
        bool | None, typer.Option("--first-of-job/--next-of-job", help="First attestation or not.")
    ] = None,
    scheme: SchemeIds = None,
    region: RegionId = None,
    new_hire: NewHire = None,
    firm_created: Created = None,
    on: On = None,
    lang: InLang = LangChoice.fr,
    as_json: AsJson = False,
) -> None:
    """What a hire costs over the contract: wage, contributions, fees, less incentives."""
    day = _today(on)
    residence = (
        _residence(status, overlay, nationality, valid_until, underlying) if status else None
    )
    found = _route(residence, code, on=day, simplified_post=simplified_post)
    post = _Post(
        incentives.VacancyTerms(contract, months, wage, starts_on, region, None, new_hire),
        incentives.EmployerFacts(created_on=firm_created),
    )
    hire = Hire(
        route=found.code,
        wage=wage,
        wage_max=wage_max,
        starts_on=starts_on or day,
        months=months,
        sector="farming" if sector == "farming" else "general",
        contract_type=contract,
        first_of_job=first_of_job,
    )
    try:
        evaluated = [_evaluation(name, post, residence, on=day) for name in scheme or ()]
        result = cost_to_hire(hire, evaluated)
    except BelowMinimum as error:
        _refuse(
            N_("Le salaire minimum légal est de {amount} MAD brut par mois à cette date."),
            lang.value,
            amount=error.minimum.amount,
        )
    except NotHireable:
        _refuse(N_("Avec ces démarches, l'embauche n'est pas possible pour le moment."), lang.value)
    except TooManySchemes:
        _refuse(N_("Au plus 8 aides à la fois."), lang.value)
    told = printed.cost(result, lang=lang.value)
    _show(as_json, told, lambda: printed.cost_lines(told, lang.value))


_SECTORS = {"general": None, "farming": None}


def _refuse(sentence: str, lang: Lang, **params: object) -> Any:
    typer.echo(Text(sentence, params).in_(lang), err=True)
    raise typer.Exit(1)


@app.command("incentives")
def incentives_(
    scheme: SchemeIds = None,
    status: MaybeStatus = None,
    overlay: Overlays = None,
    nationality: Nationality = None,
    valid_until: ValidUntil = None,
    underlying: Underlying = None,
    wage: MaybeWage = None,
    months: Months = None,
    contract: Contract = None,
    starts_on: StartsOn = None,
    region: RegionId = None,
    new_hire: NewHire = None,
    firm_created: Created = None,
    on: On = None,
    lang: InLang = LangChoice.fr,
    as_json: AsJson = False,
) -> None:
    """Incentives of a day for a post, and for a paper where one is given; with every criterion."""
    day = _today(on)
    residence = (
        _residence(status, overlay, nationality, valid_until, underlying) if status else None
    )
    post = _Post(
        incentives.VacancyTerms(contract, months, wage, starts_on, region, None, new_hire),
        incentives.EmployerFacts(created_on=firm_created),
    )
    names = scheme or [one.id for one in incentives.schemes(on=day) if one.hires]
    evaluated = [_evaluation(name, post, residence, on=day) for name in names]
    told = printed.incentives(evaluated, on=day, lang=lang.value)
    _show(as_json, told, lambda: printed.incentives_lines(told, lang.value))


def _evaluation(
    name: str, post: _Post, residence: Residence | None, *, on: date
) -> incentives.Evaluation:
    found = incentives.scheme(name)
    if residence is None:
        return incentives.evaluate_vacancy(found, post.terms, post.firm, on=on)
    rights = resolve(residence, on=on)
    person = incentives.person_criterion(found, rights, residence, on=on)
    return incentives.evaluate(found, post.terms, post.firm, person, on=on)


@app.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(exists=True, file_okay=False)] = None,
    lang: InLang = LangChoice.fr,
) -> None:
    """Check the data files of FOLDER, or those of the product: file, line, row, problem, fix."""
    names = checking.known_files(folder) if folder else tuple(checking.FILES)
    if not names:
        _refuse(N_("Aucun fichier de règles dans ce dossier."), lang.value)
    problems = checking.check(folder)
    for problem in problems:
        what, fix = rules_words.told(problem, lang.value)
        typer.echo(f"{problem.file}:{problem.line}  {problem.row}\n    {what}\n    → {fix}")
    if problems:
        said = Text(N_("{count} à corriger."), {"count": len(problems)})
        typer.echo(said.in_(lang.value), err=True)
        raise typer.Exit(1)
    typer.echo(
        Text(N_("Fichiers en ordre : {names}."), {"names": ", ".join(names)}).in_(lang.value)
    )


@app.command("reference")
def reference(
    write: Annotated[Path | None, typer.Option(help="File to write instead of printing.")] = None,
    lang: InLang = LangChoice.fr,
) -> None:
    """Every rule on one page, in Markdown: `docs/rules.md` is this page in French."""
    text = rules_reference.page(lang.value)
    if write is None:
        typer.echo(text)
    else:
        write.write_text(text, encoding="utf-8")
