"""What employers holds about the person of a pass: files of hires, and claims that concern them.

Whoever was hired said yes to that employer, so its name is told. What is the employer's alone (its
money, its documents, who works there) is left out.
"""

from __future__ import annotations

from amuddu.contracts.export import PassIn
from amuddu.contracts.export.employers import (
    ConcernedClaim,
    EmployersPart,
    HiredFile,
    HiredLine,
    HiredStep,
)
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.trust.passes import Passes
from services.employers.claims import repository as claims_repository
from services.employers.claims.tables import ClaimRow
from services.employers.exports import repository
from services.employers.hires import repository as hires_repository


def held(session: Session, body: PassIn, *, actor: Actor, passes: Passes) -> EmployersPart:
    """All of it."""
    found = repository.hires(session, passes.people(body.token, actor))
    ids = [hire.id for hire, _, _ in found]
    steps = hires_repository.steps_of(session, ids)
    return EmployersPart(
        hires=tuple(
            HiredFile.of(
                hire,
                vacancy_title=vacancy.title,
                employer_name=employer.name,
                steps=tuple(HiredStep.of(one) for one in steps[hire.id]),
                log=tuple(HiredLine.of(one) for one in hires_repository.log(session, hire.id)),
            )
            for hire, employer, vacancy in found
        ),
        claims=tuple(_claim(session, one) for one in repository.claims(session, ids)),
    )


def _claim(session: Session, row: ClaimRow) -> ConcernedClaim:
    log = claims_repository.log(session, row.id)
    return ConcernedClaim.of(
        row, criteria=tuple(row.criteria), log=tuple(HiredLine.of(one) for one in log)
    )
