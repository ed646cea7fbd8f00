"""What a hire costs, for pages and API: the rules' lines in the reader's language.

An employer sees obligations and amounts, never why a person follows a route: the cost of a
vacancy is told for each route that may come, before anybody is in view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from amuddu.contracts.employers import Vacancy
from amuddu.contracts.rules import AmountRange, CostLine, CostMonth, HiringCost, HiringCostIn
from amuddu.contracts.types import HiringRouteCode, Lang
from amuddu.kit import clock
from amuddu.kit.errors import FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.reference import places, trades
from amuddu.rules.base import in_language
from amuddu.rules.cost.breakdown import (
    BelowMinimum,
    Cost,
    Hire,
    Line,
    LineKind,
    NotHireable,
    Range,
    cost_to_hire,
)
from amuddu.rules.hiring import HiringRoute, visaed
from amuddu.rules.incentives import evaluation
from amuddu.rules.protection import domestic

ROUTES: tuple[HiringRouteCode, ...] = (
    "contract_only",
    "visa",
    "simplified",
    "attestation_and_visa",
)
"""Routes that lead to a hire, lightest first."""

_TOO_LOW = N_("Le salaire minimum légal est de {amount} MAD brut par mois à cette date.")
_NO_HIRE = N_("Avec ces démarches, l'embauche n'est pas possible pour le moment.")
_UNKNOWN_SCHEME = N_("Cette aide n'existe pas.")
_UNKNOWN_REGION = N_("Choisissez une réponse de la liste.")


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of the drawing: where it begins and how wide it is, in hundredths."""

    kind: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class CostView:
    """A cost as a page shows it: the numbers as `Decimal`, the words in one language."""

    cost: Cost
    lang: Lang

    def label(self, line: Line) -> str:
        return in_language(line.label, self.lang)

    def notes(self, line: Line) -> tuple[str, ...]:
        return tuple(in_language(note, self.lang) for note in line.notes)

    @property
    def cautions(self) -> tuple[str, ...]:
        return tuple(in_language(text, self.lang) for text in self.cost.cautions)

    @property
    def groups(self) -> Mapping[str, tuple[Line, ...]]:
        """Lines by kind, in the order in which they are read; kinds without a line are left out."""
        found = {kind.value: self.cost.of_kind(kind) for kind in LineKind}
        return {kind: lines for kind, lines in found.items() if lines}

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Wage, contributions and fees side by side; what may come off lies under their end."""
        whole = self.cost.known_gross.high or Decimal(1)
        bars, start = [], 0.0
        for kind in (LineKind.WAGE, LineKind.CONTRIBUTION, LineKind.FEE):
            amount = sum(line.amount.high or Decimal(0) for line in self.cost.of_kind(kind))
            width = float(amount / whole * 100)
            bars.append(Bar(kind.value, round(start, 2), round(width, 2)))
            start += width
        off = float((self.cost.off.high or Decimal(0)) / whole * 100)
        return (*bars, Bar(LineKind.INCENTIVE.value, round(100 - off, 2), round(off, 2)))


@dataclass(frozen=True, slots=True)
class VacancyCost:
    """What hiring for a vacancy costs by route; `problem` says why it cannot be told."""

    views: Mapping[HiringRouteCode, CostView]
    problem: str = ""

    @property
    def usual(self) -> CostView:
        """The route whose lines are shown."""
        return self.views["visa"]


def of_vacancy(
    vacancy: Vacancy,
    *,
    lang: Lang,
    on: date | None = None,
    scheme: evaluation.Scheme | None = None,
) -> VacancyCost | None:
    """The cost for a vacancy that names a wage; `None` where it names none.

    `scheme` is the incentive that the vacancy names, as in force today; without it, none counts.
    """
    if vacancy.wage_month is None or vacancy.wage_month <= 0:
        return None
    body = HiringCostIn(
        route="visa",
        wage_month=vacancy.wage_month,
        wage_month_max=vacancy.wage_month_max,
        sector=_sector(vacancy),
        contract_type=vacancy.contract_type,
        contract_months=vacancy.contract_months,
        starts_on=vacancy.starts_on,
        hours_week=vacancy.hours_week,
        domestic=_domestic(vacancy),
        schemes=(scheme.id,) if scheme else (),
        new_hire=vacancy.new_hire,
        region=places.place(vacancy.place).region_id if vacancy.place else None,
    )
    known = {scheme.id: scheme} if scheme else {}
    try:
        return VacancyCost(
            {
                code: view(body.model_copy(update={"route": code}), lang=lang, on=on, known=known)
                for code in ROUTES
            }
        )
    except Invalid as error:
        return VacancyCost({}, problem=error.fields[0].text.in_(lang))


def view(
    body: HiringCostIn,
    *,
    lang: Lang,
    on: date | None = None,
    known: Mapping[str, evaluation.Scheme] = MappingProxyType({}),
) -> CostView:
    """The cost of a hire. Raises `Invalid` with the field to mend.

    Schemes are those that are handed in as `known`, else those of the bundled file.
    """
    day = on or clock.today()
    hire = Hire(
        route=HiringRoute(body.route),
        wage=body.wage_month,
        wage_max=body.wage_month_max,
        starts_on=body.starts_on or day,
        months=body.contract_months,
        sector=body.sector,
        contract_type=body.contract_type,
        first_of_job=body.first_of_job,
        hours_week=body.hours_week,
        domestic=body.domestic,
    )
    evaluations = _evaluations(body, known, on=day)
    try:
        return CostView(cost_to_hire(hire, evaluations), lang)
    except BelowMinimum as error:
        raise _wrong("wage_month", _TOO_LOW, amount=error.minimum.amount) from error
    except NotHireable as error:
        raise _wrong("route", _NO_HIRE) from error


def told(shown: CostView) -> HiringCost:
    """The cost as JSON."""
    cost = shown.cost
    return HiringCost(
        lines=tuple(_line(shown, line) for line in cost.lines),
        gross=_range(cost.gross),
        off=_range(cost.off),
        net=_range(cost.net),
        known_gross=_range(cost.known_gross),
        known_net=_range(cost.known_net),
        unknown=cost.unknown,
        months=tuple(
            CostMonth(begins=m.begins, wage=str(m.wage), contributions=str(m.contributions))
            for m in cost.months
        ),
        minimum_wage=str(cost.minimum.amount) if cost.minimum else None,
        cautions=shown.cautions,
        currency=cost.currency,
    )


def _evaluations(
    body: HiringCostIn, known: Mapping[str, evaluation.Scheme], *, on: date
) -> list[evaluation.Evaluation]:
    if body.region is not None and body.region not in places.regions():
        raise _wrong("region", _UNKNOWN_REGION)
    terms = evaluation.VacancyTerms(
        contract_type=body.contract_type,
        contract_months=body.contract_months,
        wage_month=body.wage_month,
        starts_on=body.starts_on,
        region_id=body.region,
        sector=body.sector if body.sector == "farming" else None,
        new_hire=body.new_hire,
        visaed=visaed(HiringRoute(body.route), on=body.starts_on or on),
    )
    firm = evaluation.EmployerFacts(
        created_on=body.employer_created_on,
        size=body.employer_size,
        cnss_up_to_date=body.cnss_up_to_date,
        region_id=body.region,
    )
    verdict = evaluation.Verdict(body.person)
    return [
        evaluation.evaluate(known.get(name) or _scheme(name), terms, firm, verdict, on=on)
        for name in dict.fromkeys(body.schemes)
    ]


def _scheme(name: str) -> evaluation.Scheme:
    try:
        return evaluation.scheme(name)
    except evaluation.UnknownScheme as error:
        raise _wrong("schemes", _UNKNOWN_SCHEME) from error


def _wrong(field: str, message: str, **params: object) -> Invalid:
    return Invalid(fields=[FieldError(field, Text(message, params))])


def _sector(vacancy: Vacancy) -> str:
    occupation = vacancy.occupation
    found = trades.sector_of(occupation.concept) if occupation else None
    return "farming" if found == "farming" else "general"


def _domestic(vacancy: Vacancy) -> bool:
    trade = vacancy.occupation.concept if vacancy.occupation else None
    return domestic.is_domestic(trade, household=vacancy.household)


def _line(shown: CostView, line: Line) -> CostLine:
    return CostLine(
        id=line.id,
        kind=line.kind.value,
        label=shown.label(line),
        amount=_range(line.amount),
        notes=shown.notes(line),
        confidence=line.confidence,
        sources=line.sources,
    )


def _range(amount: Range) -> AmountRange:
    return AmountRange(
        low=str(amount.low),
        high=None if amount.high is None else str(amount.high),
        currency=amount.currency,
    )
