"""Public API of employers: forwarded as declared, but for what is asked about an agency."""

from __future__ import annotations

from fastapi import APIRouter

from amuddu.contracts import organisations as contract
from amuddu.contracts.organisations import DeclarationIn, EmployerFile
from amuddu.kit.db import SessionDep
from amuddu.kit.errors import invalid
from gateway.clients import ServicesDep
from gateway.organisations.pages import UNKNOWN_AGENCY
from gateway.sessions import service as accounts
from gateway.sessions.security import CallerDep
from gateway.web.forwarding import forwarded

_STEPS = (each for each in contract.EMPLOYER.operations() if each is not contract.DECLARE)

router: APIRouter = forwarded(
    contract.LIST_FILES,
    contract.READ_FILE,
    *(each for each in _STEPS if each is not contract.ADD_EMPLOYER),
)


@router.post(contract.DECLARE.path, tags=[contract.DECLARE.tag], operation_id=contract.DECLARE.name)
def declare(
    caller: CallerDep, services: ServicesDep, session: SessionDep, body: DeclarationIn
) -> EmployerFile:
    """Declare the enterprise that the caller speaks for; its agency looks at it."""
    if accounts.agency(session, body.agency_id) is None:
        raise invalid("agency_id", UNKNOWN_AGENCY)
    return services.employers.move_employer(caller, "declare", body)
