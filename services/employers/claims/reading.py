"""Claims as they are read: lists, one claim, what could be claimed for a hire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from amuddu.contracts.claims import Claim, ClaimPage, ClaimState
from amuddu.contracts.hires import Claimable
from amuddu.contracts.schemes import SchemeRow
from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound
from amuddu.rules.base import in_language
from amuddu.rules.incentives import evaluation as rules
from services.employers.budget import repository as budget_repository
from services.employers.claims import eligibility, presenting, repository
from services.employers.claims.eligibility import Judged
from services.employers.claims.repository import Whole
from services.employers.claims.tables import ClaimRow
from services.employers.hires import service as hires
from services.employers.hires.tables import HireRow
from services.employers.organisations.access import Caller
from services.employers.organisations.tables import EmployerRow
from services.employers.schemes import catalogue as schemes
from services.employers.schemes.book import Book
from services.employers.vacancies import repository as vacancies_repository
from services.employers.vacancies.tables import VacancyRow


def claims(
    session: Session,
    *,
    state: ClaimState | None,
    scheme_id: str | None,
    hire_id: UUID | None,
    limit: int,
    offset: int,
    caller: Caller,
) -> ClaimPage:
    """The claims that the caller may know of, those that wait for somebody first."""
    rows, total = repository.claims(
        session,
        caller.scope,
        state=state,
        scheme_id=scheme_id,
        hire_id=hire_id,
        limit=limit,
        offset=offset,
    )
    items = tuple(presenting.line(session, row, caller=caller) for row in rows)
    return ClaimPage(items=items, total=total)


def claim(session: Session, claim_id: UUID, *, caller: Caller) -> Claim:
    """One claim with its log."""
    return presenting.whole(session, _found(session, claim_id, caller), caller=caller)


def claim_row(session: Session, claim_id: UUID, *, caller: Caller) -> ClaimRow:
    """One claim as it is kept, for a use case that locks it later."""
    return _found(session, claim_id, caller)[0]


def _found(session: Session, claim_id: UUID, caller: Caller) -> Whole:
    found = repository.whole(session, claim_id)
    if found is None or not caller.scope.covers(found[2]):
        raise NotFound
    return found


def claimable(session: Session, hire_id: UUID, *, caller: Caller) -> list[Claimable]:
    """What each scheme on offer says of a hire: those asked for here first."""
    hire, employer = hires.of_employer(session, hire_id, caller=caller)
    vacancy = vacancy_of(session, hire)
    on = clock.today()
    book = schemes.at_start(session, hire.starts_on, on=on)
    here = budget_repository.open_schemes(session, on)
    others = repository.of_hire(session, hire_id)
    begun = {each.scheme_id: each.id for each in others}
    found = []
    for scheme in book.on_offer(on, hire.starts_on or on):
        judged = judge_hire(
            session, scheme.id, hire, employer, vacancy, book=book, others=others, here=here, on=on
        )
        found.append(
            Claimable.of(
                judged,
                scheme_id=scheme.id,
                name=in_language(scheme.name, caller.lang),
                verdict=judged.verdict.value,
                invented=scheme.amount.invented,
                here=scheme.id in here,
                operator=scheme.operator,
                claim_id=begun.get(scheme.id),
                failing=[in_language(c.text, caller.lang) for c in judged.failing()],
            )
        )
    return sorted(found, key=lambda each: (not each.here, each.verdict == "not_eligible"))


def judge_hire(
    session: Session,
    scheme_id: str,
    hire: HireRow,
    employer: EmployerRow,
    vacancy: VacancyRow,
    *,
    book: Book,
    others: Sequence[ClaimRow],
    here: set[str],
    on: date,
) -> Judged:
    version = book.get(scheme_id)
    assert version is not None  # every caller took the id from this book
    return eligibility.judge(
        session,
        version,
        hire=hire,
        employer=employer,
        vacancy=vacancy,
        book=book,
        others=others,
        here=scheme_id in here,
        on=on,
    )


def vacancy_of(session: Session, hire: HireRow) -> VacancyRow:
    found = vacancies_repository.vacancy(session, hire.vacancy_id)
    assert found is not None  # a hire is one of a vacancy, which is kept
    return found


def schemes_listed(session: Session, *, on: date, lang: Lang) -> list[SchemeRow]:
    """Every hiring incentive of this country, open or past, with how often it was asked for."""
    asked = repository.claims_by_scheme(session)
    return [
        SchemeRow.of(
            each.scheme,
            name=in_language(each.scheme.name, lang),
            version=each.number,
            valid_from=each.valid_from,
            open=each.valid_from <= on
            and each.scheme.country == rules.HOME
            and each.scheme.open_on(on),
            coming=each.valid_from > on,
            amount_known=each.scheme.amount.value is not None,
            claims=asked.get(each.scheme.id, 0),
        )
        for each in schemes.known(session, on=on)
    ]
