"""Hiring incentives of `amuddu.rules.incentives`, asked about vacancies and employers.

The only module of this service that knows those rules. An amount that nobody published stays
`None` all the way and is shown as "to be confirmed": never 0, never a guess. Amounts are for one
person hired; a vacancy of three places may bring three times as much, under the scheme's caps.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from amuddu.contracts.employers import (
    CriterionOut,
    EvaluationOut,
    IncentiveTerms,
    SchemeOut,
    VacancyIn,
)
from amuddu.contracts.types import Contract, Lang, Slug, Verdict
from amuddu.reference import places, trades
from amuddu.rules.base import in_language
from amuddu.rules.incentives import evaluation as rules
from services.employers.organisations.tables import EmployerRow
from services.employers.schemes.book import Book, Version

_FIELDS: Mapping[str, str | None] = {
    "region_id": "place",
    "sector": "occupation",
    "created_on": "employer.created_on",
    "size": "employer.size",
    "cnss_up_to_date": "employer.cnss_up_to_date",
    "employer_region": "employer.place",
    # Nobody types these in: the agency looks them up.
    "previously_subsidised": None,
    "subsidised_persons": None,
}
"""Field of the forms for each fact of the rules that is not called the same there."""


class KeptCriterion(Contract):
    """A criterion as it was judged and worded on the day of the terms."""

    id: Slug
    verdict: Verdict
    text: dict[Lang, str]
    missing: str | None = None


class Terms(Contract):
    """What was said of a vacancy's incentive, to whom it is told and why: kept as evidence."""

    told: IncentiveTerms
    evaluated_on: date
    scheme_version: int = 1
    criteria: tuple[KeptCriterion, ...]

    def failing(self, lang: Lang) -> list[str]:
        """The criteria that are not met, in words."""
        return [
            in_language(criterion.text, lang)
            for criterion in self.criteria
            if criterion.verdict == "not_eligible"
        ]


def is_known(book: Book, scheme_id: str) -> bool:
    """Whether a hiring incentive of this name exists, on offer or not."""
    found = book.get(scheme_id)
    return found is not None and found.scheme.hires


def on_offer(book: Book, *, on: date, lang: Lang) -> list[SchemeOut]:
    """The hiring incentives on offer on a day."""
    return [_scheme_out(scheme, lang) for scheme in book.on_offer(on)]


def terms(content: VacancyIn, employer: EmployerRow, *, book: Book, on: date) -> Terms | None:
    """Terms of the scheme that a vacancy names; `None` where it names none."""
    if content.incentive_scheme is None:
        return None
    version = _version(book, content.incentive_scheme)
    found = _evaluated(version.scheme, content, employer, on=on)
    return Terms(
        told=IncentiveTerms.model_validate(summary(found)),
        evaluated_on=on,
        scheme_version=version.number,
        criteria=tuple(kept(criterion) for criterion in found.criteria),
    )


def evaluate(
    scheme_id: str,
    content: VacancyIn,
    employer: EmployerRow | None,
    *,
    book: Book,
    on: date,
    lang: Lang,
) -> EvaluationOut:
    """What a scheme would pay for a vacancy, criterion by criterion."""
    found = _evaluated(_version(book, scheme_id).scheme, content, employer, on=on)
    criteria = tuple(criterion_out(kept(criterion), lang) for criterion in found.criteria)
    note = in_language(found.payment.note, lang)
    return EvaluationOut.model_validate({**summary(found), "criteria": criteria, "note": note})


def _version(book: Book, scheme_id: str) -> Version:
    found = book.get(scheme_id)
    assert found is not None  # every caller has asked `is_known` before
    return found


def _evaluated(
    scheme: rules.Scheme, content: VacancyIn, employer: EmployerRow | None, *, on: date
) -> rules.Evaluation:
    return rules.evaluate_vacancy(scheme, post(content, employer), firm(employer), on=on)


def post(
    content: VacancyIn, employer: EmployerRow | None, *, visaed: bool | None = None
) -> rules.VacancyTerms:
    """What the rules look at of a vacancy; `visaed` is known once there is a route."""
    return rules.VacancyTerms(
        contract_type=content.contract_type,
        contract_months=content.contract_months,
        wage_month=content.wage_month,
        starts_on=content.starts_on,
        region_id=_region(content.place),
        sector=sector_of(content) or (employer.sector if employer else None),
        new_hire=content.new_hire,
        places=content.places,
        visaed=visaed,
    )


def firm(employer: EmployerRow | None) -> rules.EmployerFacts:
    """What the rules look at of a firm."""
    if employer is None:
        return rules.EmployerFacts()
    return rules.EmployerFacts(
        created_on=employer.created_on,
        size=employer.size,
        cnss_up_to_date=employer.cnss_up_to_date,
        region_id=_region(employer.place),
    )


def _region(place: str | None) -> str | None:
    return places.place(place).region_id if place else None


def sector_of(content: VacancyIn) -> str | None:
    """Sector of the vacancy's occupation, where that is known."""
    occupation = content.occupation
    return trades.sector_of(occupation.concept) if occupation else None


# --- what is shown ----------------------------------------------------------------------------


def summary(found: rules.Evaluation) -> dict[str, Any]:
    """Verdict and amounts."""
    return {"scheme_id": found.scheme_id, "verdict": found.verdict.value, **amounts(found)}


def amounts(found: rules.Evaluation) -> dict[str, Any]:
    """What is paid; a scheme that does not apply pays nothing that could be shown."""
    paid = found.payment
    applies = found.verdict is not rules.Verdict.NOT_ELIGIBLE
    shown = {name: getattr(paid, name) if applies else None for name in _AMOUNTS}
    return {**shown, "currency": paid.currency, "invented": paid.invented and applies}


_AMOUNTS = ("monthly", "months", "total")


def kept(criterion: rules.Criterion) -> KeptCriterion:
    """A criterion as it is kept."""
    return KeptCriterion.of(
        criterion,
        verdict=criterion.verdict.value,
        text=dict(criterion.text),
        missing=_field(criterion),
    )


def criterion_out(criterion: KeptCriterion, lang: Lang) -> CriterionOut:
    """A kept criterion in the reader's language."""
    return CriterionOut.of(criterion, text=in_language(criterion.text, lang))


def _field(criterion: rules.Criterion) -> str | None:
    missing = criterion.missing
    return None if missing is None else _FIELDS.get(missing, missing)


def _scheme_out(scheme: rules.Scheme, lang: Lang) -> SchemeOut:
    paid = rules.payment(scheme, rules.VacancyTerms())
    return SchemeOut.of(
        scheme,
        name=in_language(scheme.name, lang),
        summary=in_language(scheme.summary, lang),
        amount_known=scheme.amount.value is not None,
        monthly=paid.monthly,
        months=scheme.duration_months,
        currency=paid.currency,
        invented=paid.invented,
        documents=tuple(in_language(document, lang) for document in scheme.documents),
        sources=rules.sources_of(scheme),
    )
