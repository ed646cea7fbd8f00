"""Public API of the report: what was released, and releasing."""

from __future__ import annotations

from fastapi import APIRouter

from amuddu.contracts.statistics import Edition, Month, Releases, Report
from amuddu.kit.web.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.report import composing
from gateway.sessions.security import CallerDep
from gateway.tokens.gate import ReaderCallerDep

router = APIRouter(prefix="/api/v1", tags=["statistics"], responses=PROBLEMS)


@router.get("/report/releases")
def report_releases(caller: ReaderCallerDep, services: ServicesDep) -> Releases:
    """The releases that are whole, the newest first, and when the next comes."""
    return composing.editions(services, caller)


@router.get("/report")
def report(
    caller: ReaderCallerDep,
    services: ServicesDep,
    period: Month | None = None,
    number: Edition | None = None,
) -> Report:
    """People, candidacies and vacancies as they were released; small numbers and small changes
    hidden. The newest release unless a month, and a number, is given."""
    return composing.read(services, caller, period=period, number=number)


@router.put("/report/releases/{period}/{number}")
def put_release(caller: CallerDep, services: ServicesDep, period: Month, number: Edition) -> Report:
    """Release a month that has ended, or a correction under the next number (administrators).
    Asked again, it answers with what was released."""
    return composing.release(services, caller, period, number)
