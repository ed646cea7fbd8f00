"""Claims as their readers get them: no ground, no name, in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from amuddu.contracts.claims import Claim, ClaimDocument, ClaimInstalment, ClaimLogLine
from amuddu.kit.db import Session
from amuddu.rules.base import in_language
from services.employers.claims import policy, repository
from services.employers.claims.repository import Whole
from services.employers.organisations.access import Caller
from services.employers.schemes import catalogue as schemes
from services.employers.schemes import evaluating as incentives
from services.employers.schemes.evaluating import KeptCriterion


def line(session: Session, found: Whole, *, caller: Caller) -> Claim:
    """A claim in a list: without criteria, documents and log."""
    row, hire, employer, vacancy = found
    scheme = schemes.version(session, row.scheme_id, row.scheme_version)
    return Claim.of(
        row,
        criteria=(),
        documents=(),
        code=hire.code,
        employer_name=employer.name,
        vacancy_id=vacancy.id,
        vacancy_title=vacancy.title,
        scheme_name=in_language(scheme.name, caller.lang),
        operator=scheme.operator,
        invented=scheme.amount.invented,
    )


def whole(session: Session, found: Whole, *, caller: Caller) -> Claim:
    """A claim with everything, and the steps that the reader may take."""
    row, _, employer, _ = found
    instalments = repository.instalments(session, row.id)
    criteria = [KeptCriterion.model_validate(each) for each in row.criteria]
    return line(session, found, caller=caller).model_copy(
        update={
            "criteria": tuple(incentives.criterion_out(each, caller.lang) for each in criteria),
            "documents": tuple(_document(each, caller) for each in row.documents),
            "instalments": tuple(map(ClaimInstalment.of, instalments)),
            "paid": sum((i.amount for i in instalments if i.state == "paid"), Decimal(0)),
            "steps": policy.steps_open_to(row, employer, caller.actor),
            "log": tuple(
                ClaimLogLine.of(each, role=each.actor_role)
                for each in repository.log(session, row.id)
            ),
        }
    )


def amount(value: object) -> Decimal:
    """An amount that a claim which was sent in always has."""
    assert isinstance(value, Decimal)
    return value


def _document(kept: dict[str, Any], caller: Caller) -> ClaimDocument:
    return ClaimDocument.model_validate({**kept, "name": in_language(kept["name"], caller.lang)})
