"""What a scheme would pay for a vacancy."""

from __future__ import annotations

from amuddu.contracts.employers import EvaluateIn, EvaluationOut, SchemeOut, VacancyIn
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.kit.errors import invalid
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.service import UNKNOWN_EMPLOYER
from services.employers.schemes import catalogue as schemes
from services.employers.schemes import evaluating as incentives
from services.employers.schemes.book import Book
from services.employers.vacancies import checks


def evaluate(session: Session, body: EvaluateIn, *, caller: Caller) -> EvaluationOut:
    """What a scheme would pay for a vacancy, and which facts are still missing."""
    book = book_for(session, body.vacancy)
    if not incentives.is_known(book, body.scheme_id):
        raise invalid("scheme_id", checks.UNKNOWN_SCHEME)
    employer_id = body.employer_id or caller.own_employer
    row = organisations_repository.employer(session, employer_id) if employer_id else None
    if body.employer_id and (row is None or not caller.scope.covers(row)):
        raise invalid("employer_id", UNKNOWN_EMPLOYER)
    content = checks.linked(body.vacancy, book=book)
    return incentives.evaluate(
        body.scheme_id, content, row, book=book, on=today(), lang=caller.lang
    )


def schemes_on_offer(session: Session, *, caller: Caller) -> list[SchemeOut]:
    """The hiring incentives on offer today."""
    return incentives.on_offer(book_in_force(session), on=today(), lang=caller.lang)


def book_in_force(session: Session) -> Book:
    return schemes.in_force(session, on=today())


def book_for(session: Session, content: VacancyIn) -> Book:
    """The schemes as a vacancy is judged by them: on the day when its work starts."""
    return schemes.at_start(session, content.starts_on, on=today())
