"""What a scheme says of a hire: criteria and amounts, by the version of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import get_args

from amuddu.contracts.claims import ClaimState
from amuddu.kit.db import Session
from amuddu.rules.incentives import evaluation as rules
from services.employers.claims import repository
from services.employers.claims.tables import ClaimRow
from services.employers.hires.tables import HireRow
from services.employers.organisations.tables import EmployerRow
from services.employers.schemes import evaluating as incentives
from services.employers.schemes.book import Book, Version
from services.employers.schemes.evaluating import KeptCriterion
from services.employers.vacancies import mapping as vacancies_mapping
from services.employers.vacancies.tables import VacancyRow


@dataclass(frozen=True, slots=True)
class Judged:
    """A scheme looked at for a hire."""

    version: Version
    verdict: rules.Verdict
    criteria: tuple[KeptCriterion, ...]
    monthly: Decimal | None
    months: int | None
    total: Decimal | None
    currency: str

    def failing(self) -> list[KeptCriterion]:
        """The criteria that are not met."""
        return [each for each in self.criteria if each.verdict == "not_eligible"]


LIVE: frozenset[ClaimState] = frozenset(get_args(ClaimState)) - {"draft", "refused", "withdrawn"}
"""Claims that count against an employer's cap."""


def judge(
    session: Session,
    version: Version,
    *,
    hire: HireRow,
    employer: EmployerRow,
    vacancy: VacancyRow,
    book: Book,
    others: Sequence[ClaimRow],
    here: bool,
    on: date,
) -> Judged:
    """A scheme looked at for a hire on a day.

    What concerns the person is asked, of everybody alike: the counsellor who decides asks profiles,
    and what is written here is the decision. `others` are the claims already begun for the same
    hire. `here`: the scheme is paid from an envelope of this deployment, so how often a firm had
    it is known.
    """
    scheme = version.scheme
    stacked = [book.get(claim.scheme_id) for claim in others if claim.scheme_id != scheme.id]
    found = rules.evaluate(
        scheme,
        _post(hire, employer, vacancy),
        _firm(session, employer, scheme, hire) if here else incentives.firm(employer),
        rules.Verdict.ASK,
        on=on,
        others=[each.scheme for each in stacked if each is not None],
    )
    paid = incentives.amounts(found)
    del paid["invented"]  # the scheme says so, whenever it is shown
    return Judged(
        version=version,
        verdict=found.verdict,
        criteria=tuple(incentives.kept(criterion) for criterion in found.criteria),
        **paid,
    )


def payment_of(claim: ClaimRow, scheme: rules.Scheme) -> rules.Payment:
    """The amounts that a claim was sent in with, as the rules plan instalments of them."""
    return rules.Payment(
        monthly=claim.monthly,
        months=claim.months,
        total=claim.total,
        currency=claim.currency,
        note=scheme.summary,
    )


def _post(hire: HireRow, employer: EmployerRow, vacancy: VacancyRow) -> rules.VacancyTerms:
    """The post with the contract of this hire in place of what the vacancy announced. Whether the
    contract takes a visa follows from who was hired, and is asked."""
    content = vacancies_mapping.content_of(vacancy).model_copy(
        update={
            "contract_type": hire.contract_type,
            "contract_months": hire.contract_months,
            "wage_month": hire.wage_month,
            "starts_on": hire.starts_on,
        }
    )
    return incentives.post(content, employer)


def _firm(
    session: Session, employer: EmployerRow, scheme: rules.Scheme, hire: HireRow
) -> rules.EmployerFacts:
    """The firm, with how often it had a scheme that is paid from here."""
    facts = incentives.firm(employer)
    if scheme.employer.persons_cap is None and not scheme.employer.not_subsidised_before:
        return facts
    count = repository.supported(session, employer.id, scheme.id, states=LIVE, but_hire=hire.id)
    return replace(facts, previously_subsidised=count > 0, subsidised_persons=count)
