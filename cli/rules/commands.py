"""`amuddu rules ...`: what the law and the programme open, asked from a terminal.

Rights, hiring route, cost and incentives for the ids of `amuddu/rules/data/`; `check` judges the
data files, `reference` writes the page that shows them all. Nothing is stored or logged.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.i18n import N_, Text
from amuddu.rules import checking
from amuddu.rules.cost.breakdown import (
    BelowMinimum,
    Cost,
    Hire,
    NotHireable,
    TooManySchemes,
    cost_to_hire,
)
from amuddu.rules.hiring import HiringRoute, NoRoute, Route, route, route_for, visaed
from amuddu.rules.incentives import evaluation
from amuddu.rules.protection.minimum import most_hours
from amuddu.rules.residence import Residence, resolve
from cli.rules import printed, words
from cli.rules import reference as rules_reference
from cli.rules.options import (
    AsJson,
    Code,
    Contract,
    Created,
    ExemptPost,
    InLang,
    LangChoice,
    MaybeStatus,
    MaybeWage,
    Months,
    Nationality,
    NewHire,
    On,
    Overlays,
    RegionId,
    SchemeIds,
    Simplified,
    StartsOn,
    Status,
    Underlying,
    ValidUntil,
    Wage,
    WageMax,
    one_of,
)

app = typer.Typer(
    help="Ask the rules: rights, hiring route, cost, incentives; check the data files."
)


def _today(on: date | None) -> date:
    return on or clock.today()


def _residence(
    status: str | None,
    overlay: list[str] | None,
    nationality: str | None,
    valid_until: date | None,
    underlying: str | None,
) -> Residence | None:
    """The paper that the options say; none where they say no status."""
    if status is None:
        return None
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
    residence = Residence(status, frozenset(overlay or ()), nationality, valid_until, underlying)
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
    exempt_post: ExemptPost = None,
    on: On = None,
    lang: InLang = LangChoice.fr,
    as_json: AsJson = False,
) -> None:
    """What an employer has to do: steps in order, who does each, documents, fees, delays."""
    residence = _residence(status, overlay, nationality, valid_until, underlying)
    found = _route(
        residence, code, on=_today(on), simplified=simplified_post, exempt=bool(exempt_post)
    )
    told = printed.route(found, lang=lang.value)
    _show(as_json, told, lambda: printed.route_lines(told, lang.value))


def _route(
    residence: Residence | None, code: str | None, *, on: date, simplified: bool, exempt: bool
) -> Route:
    if (residence is None) == (code is None):
        raise typer.BadParameter("--status ou --route : l'un des deux")
    try:
        if code is not None:
            return route(HiringRoute(code), on=on)
        assert residence is not None
        rights = resolve(residence, on=on)
        return route_for(rights, residence, on=on, simplified_post=simplified, exempt_post=exempt)
    except NoRoute:
        raise typer.BadParameter("aucune règle pour ce jour") from None


@dataclass(frozen=True, slots=True)
class _Post:
    """What the options say of a post and a firm."""

    terms: evaluation.VacancyTerms
    firm: evaluation.EmployerFacts


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
    exempt_post: ExemptPost = None,
    wage_max: WageMax = None,
    months: Months = None,
    contract: Contract = None,
    sector: Annotated[str, typer.Option(parser=one_of(lambda: _SECTORS))] = "general",
    hours: Annotated[int | None, typer.Option(min=1, max=60, help="Hours a week.")] = None,
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
    start = starts_on or _today(on)
    residence = _residence(status, overlay, nationality, valid_until, underlying)
    found = _route(residence, code, on=start, simplified=simplified_post, exempt=bool(exempt_post))
    terms = evaluation.VacancyTerms(
        contract,
        months,
        wage,
        starts_on,
        region,
        None,
        new_hire,
        visaed=visaed(found.code, on=start),
    )
    post = _Post(terms, evaluation.EmployerFacts(created_on=firm_created))
    hire = Hire(
        route=found.code,
        wage=wage,
        wage_max=wage_max,
        starts_on=start,
        months=months,
        sector="farming" if sector == "farming" else "general",
        contract_type=contract,
        first_of_job=first_of_job,
        hours_week=hours,
        domestic=sector == "domestic",
    )
    result = _cost(hire, scheme or [], post, residence, on=_today(on), lang=lang.value)
    _show_cost(as_json, result, lang.value)


def _show_cost(as_json: bool, result: Cost, lang: Lang) -> None:
    told = printed.cost(result, lang=lang)
    _show(as_json, told, lambda: printed.cost_lines(told, lang))


def _cost(
    hire: Hire,
    schemes: Sequence[str],
    post: _Post,
    residence: Residence | None,
    *,
    on: date,
    lang: Lang,
) -> Cost:
    """The cost of a hire; what cannot be is said and ends the command."""
    most = most_hours("domestic" if hire.domestic else hire.sector)
    if hire.hours_week and hire.hours_week > most:
        _refuse(_TOO_LONG, lang, hours=most)
    try:
        evaluated = [_evaluation(name, post, residence, on=on) for name in schemes]
        return cost_to_hire(hire, evaluated)
    except BelowMinimum as error:
        _refuse(_TOO_LOW, lang, amount=error.minimum.amount)
    except NotHireable:
        _refuse(_NO_HIRE, lang)
    except TooManySchemes:
        _refuse(_TOO_MANY, lang)


_TOO_LOW = N_("Le salaire minimum légal est de {amount} MAD brut par mois à cette date.")
_NO_HIRE = N_("Avec ces démarches, l'embauche n'est pas possible pour le moment.")
_TOO_MANY = N_("Au plus 8 aides à la fois.")
_TOO_LONG = N_("Au plus {hours} heures par semaine.")
_SECTORS = {"general": None, "farming": None, "domestic": None}


def _refuse(sentence: str, lang: Lang, **params: object) -> NoReturn:
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
    start = starts_on or day
    residence = _residence(status, overlay, nationality, valid_until, underlying)
    post = _Post(
        evaluation.VacancyTerms(
            contract,
            months,
            wage,
            starts_on,
            region,
            None,
            new_hire,
            visaed=_visaed(residence, on=start),
        ),
        evaluation.EmployerFacts(created_on=firm_created),
    )
    names = scheme or [one.id for one in evaluation.schemes(on=start) if one.hires]
    evaluated = [_evaluation(name, post, residence, on=day) for name in names]
    told = printed.incentives(evaluated, on=day, lang=lang.value)
    _show(as_json, told, lambda: printed.incentives_lines(told, lang.value))


def _evaluation(
    name: str, post: _Post, residence: Residence | None, *, on: date
) -> evaluation.Evaluation:
    """A scheme judged for a post; the paper is looked at on the day the work begins."""
    found = evaluation.scheme(name)
    if residence is None:
        return evaluation.evaluate_vacancy(found, post.terms, post.firm, on=on)
    start = post.terms.starts_on or on
    rights = resolve(residence, on=start)
    person = evaluation.person_criterion(found, rights, residence, on=start)
    return evaluation.evaluate(found, post.terms, post.firm, person, on=on)


def _visaed(residence: Residence | None, *, on: date) -> bool | None:
    if residence is None:
        return None
    return visaed(route_for(resolve(residence, on=on), residence, on=on).code, on=on)


@app.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(exists=True, file_okay=False)] = None,
    on: On = None,
    lang: InLang = LangChoice.fr,
) -> None:
    """Check the data files of FOLDER, or those of the product: file, line, row, problem, fix.

    Facts whose last check is more than a year old are told, with who owns the next one.
    """
    names = checking.known_files(folder) if folder else tuple(checking.FILES)
    if not names:
        _refuse(N_("Aucun fichier de règles dans ce dossier."), lang.value)
    problems = checking.check(folder, today=clock.today())
    for problem in problems:
        what, fix = words.told(problem, lang.value)
        typer.echo(f"{problem.file}:{problem.line}  {problem.row}\n    {what}\n    → {fix}")
    if problems:
        said = Text(N_("{count} à corriger."), {"count": len(problems)})
        typer.echo(said.in_(lang.value), err=True)
        raise typer.Exit(1)
    typer.echo(
        Text(N_("Fichiers en ordre : {names}."), {"names": ", ".join(names)}).in_(lang.value)
    )
    for name, stale in checking.to_check_again(on=_today(on), folder=folder):
        typer.echo(words.again(name, stale, lang.value))


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
