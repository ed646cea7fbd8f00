"""The public API of an operation: the service's own, under `/api`, for whoever the token names.

A route that only passes a call on is declared, not written:

    router = forwarded(contract.LIST, contract.READ)

What composes several services is written by hand in the area's `api.py`.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from amuddu.contracts.operations import Operation
from amuddu.kit.web.problems import PROBLEMS
from amuddu.kit.web.serving import add_route, endpoint
from gateway.clients import Services, ServicesDep
from gateway.sessions.security import CallerDep, ProvedCallerDep

_AFTER_PROOF = frozenset({"profile", "rights", "instalment_paid", "open_paper"})
"""Operations that show a title or a paper or move money: a second proof has to be fresh."""


def forwarded(*operations: Operation[Any]) -> APIRouter:
    """Routes that forward the operations; only those that are declared public may be."""
    router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
    for operation in operations:
        forward(router, operation)
    return router


def forward(router: APIRouter, operation: Operation[Any]) -> None:
    """Add the route of one operation."""
    assert operation.public, operation.name

    def answer(values: dict[str, Any]) -> Any:
        services: Services = values["services"]
        query = values.get("query")
        return services.of(operation.service).send(
            operation,
            values["caller"],
            *(values[name] for name in operation.parameter_types()),
            body=values.get("body"),
            query=query.model_dump(mode="json") if query else None,
        )

    proved = operation.name in _AFTER_PROOF
    provided = {"caller": ProvedCallerDep if proved else CallerDep, "services": ServicesDep}
    add_route(router, operation, endpoint(operation, answer, provided=provided, dependencies={}))
