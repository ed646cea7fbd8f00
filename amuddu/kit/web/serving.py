"""Serving operations: from a declaration and a use case to a FastAPI route.

    serve = Serving(caller=CallerDep)
    serve(contract.APPROVE, deciding.approve)
    app = create_app(..., routers=[serve.router])

A use case gets what it names: parameters of the path, the `body`, fields of the query, what every
service provides (`session`, `actor`, `lang` of the answer, the day as `on`, `settings`) and what
its own does (`caller`). What it names beside these, or leaves out, is found when the process
starts, not when somebody calls.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import ModuleType
from typing import Annotated, Any, get_type_hints

from fastapi import APIRouter, Depends, Query, Request

from amuddu.contracts.operations import Operation
from amuddu.contracts.types import Lang, Role
from amuddu.contracts.workflows import Workflow
from amuddu.kit import clock
from amuddu.kit.auth import require
from amuddu.kit.db import SessionDep
from amuddu.kit.trust.gate import ActorDep
from amuddu.kit.web.http import request_language
from amuddu.kit.web.problems import PROBLEMS
from amuddu.kit.web.telling import refuse_telling

_KEYWORD = inspect.Parameter.KEYWORD_ONLY


def of_app(name: str) -> Any:
    """A dependency: what the process keeps under a name in `app.state`."""

    def kept(request: Request) -> Any:
        return getattr(request.app.state, name)

    return Annotated[Any, Depends(kept)]


_PROVIDED: Mapping[str, Any] = {
    "session": SessionDep,
    "actor": ActorDep,
    "lang": Annotated[Lang, Depends(request_language)],
    "on": Annotated[date, Depends(clock.today)],
    "settings": of_app("settings"),
}


class Serving:
    """The routes of one subject. `provided`: what its use cases may ask for by name beside what
    every service provides."""

    def __init__(self, **provided: Any) -> None:
        self.router = APIRouter(prefix="/v1", responses=PROBLEMS)
        self._provided = {**_PROVIDED, **provided}

    def __call__(self, operation: Operation[Any], use_case: Callable[..., Any]) -> None:
        """Answer an operation with a use case. Raises `TypeError` where they do not fit."""
        wanted = self._wanted(operation, use_case)

        def answer(values: dict[str, Any]) -> Any:
            if query := values.pop("query", None):
                values |= {name: getattr(query, name) for name in type(query).model_fields}
            refuse_telling(values.get("body"))
            return use_case(**{name: values[name] for name in wanted})

        provided = {name: self._provided[name] for name in wanted if name in self._provided}
        handler = endpoint(
            operation, answer, provided=provided, dependencies=_allowed(operation.roles)
        )
        add_route(self.router, operation, handler, also=operation.also)

    def steps(
        self, workflow: Workflow[Any], *modules: ModuleType, **use_cases: Callable[..., Any]
    ) -> None:
        """Answer the call of each step of a workflow.

        A step's use case bears its name in one of the `modules`, or is named here. Raises
        `TypeError` where one is missing, or where nothing calls one.
        """
        called = {step.name: step.operation for step in workflow if step.operation is not None}
        for module in modules:
            found = vars(module).keys() & called.keys()
            own = {name for name in found if vars(module)[name].__module__ == module.__name__}
            use_cases |= {name: vars(module)[name] for name in own}
        if called.keys() != use_cases.keys():
            raise TypeError(f"{workflow.name}: {sorted(called.keys() ^ use_cases.keys())}")
        for name, operation in called.items():
            self(operation, use_cases[name])

    def _wanted(self, operation: Operation[Any], use_case: Callable[..., Any]) -> list[str]:
        """Names of a use case's parameters, each checked against what there is."""
        offered = {*operation.parameter_types(), *self._provided}
        needed = {*operation.parameter_types()}
        if operation.query is not None:
            offered |= operation.query.model_fields.keys()
            needed |= operation.query.model_fields.keys()
        if operation.body is not None:
            offered.add("body")
            needed.add("body")
        names = inspect.signature(use_case).parameters.keys()
        if not needed <= names or not names <= offered:
            raise TypeError(
                f"{operation.name}: {use_case.__module__}.{use_case.__name__} takes "
                f"{sorted(names)}, the operation has {sorted(needed)}"
            )
        body = get_type_hints(use_case).get("body", operation.body)
        if body is not operation.body:
            raise TypeError(f"{operation.name}: {use_case.__name__} takes {body} as body")
        return list(names)


def _allowed(roles: Iterable[Role] | None) -> dict[str, Any]:
    """The caller, where only some roles may call."""
    return {} if roles is None else {"allowed_actor": ActorDep}


def endpoint(
    operation: Operation[Any],
    answer: Callable[[dict[str, Any]], Any],
    *,
    provided: Mapping[str, Any],
    dependencies: Mapping[str, Any],
) -> Callable[..., Any]:
    """A function whose signature is the operation's, as FastAPI reads it.

    `answer` gets the values by name. A role that may not call is refused once all could be read,
    so that a caller learns in one answer what is wrong with the fields.
    """

    def handler(**values: Any) -> Any:
        if (actor := values.pop("allowed_actor", None)) is not None:
            require(actor, *(operation.roles or ()), writes=operation.method != "GET")
        return answer(values)

    parameters = {**provided, **dependencies, **operation.parameter_types()}
    if operation.query is not None:
        parameters["query"] = Annotated[operation.query, Query()]
    if operation.body is not None:
        parameters["body"] = operation.body
    handler.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # read by FastAPI
        [
            inspect.Parameter(name, _KEYWORD, annotation=annotation)
            for name, annotation in parameters.items()
        ],
        return_annotation=operation.out,
    )
    handler.__name__ = operation.name
    handler.__doc__ = operation.doc
    return handler


def add_route(
    router: APIRouter,
    operation: Operation[Any],
    handler: Callable[..., Any],
    *,
    also: Iterable[int] = (),
) -> None:
    """Register the function for the operation's address. `also`: see `Operation.also`."""
    router.add_api_route(
        operation.path,
        handler,
        methods=[operation.method],
        response_model=operation.out,
        status_code=operation.status,
        responses={status: {"model": operation.out} for status in also},
        tags=[operation.tag],
    )
