"""What the clients share: the caller's identity and language travel with each call.

A service's problem+json comes out as `ServiceProblem` with its status, sentence and fields,
already in the caller's language; a service that does not answer is `Unavailable`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Generic, cast

import httpx2
from pydantic import BaseModel, TypeAdapter, ValidationError

from amuddu.contracts.operations import Operation, Out, Service
from amuddu.contracts.types import Lang
from amuddu.contracts.workflows import Workflow
from amuddu.kit.audit.store import AuditAway
from amuddu.kit.auth import Actor
from amuddu.kit.errors import AmudduError, FieldError, NotFound, Unavailable
from amuddu.kit.i18n import Text
from amuddu.kit.observability import logs, tracing
from amuddu.kit.trust.calls import Asking
from amuddu.kit.trust.tokens import Signer
from amuddu.kit.web.http import CORRELATION

log = logs.get(__name__)

Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Caller:
    """On whose behalf the gateway calls, and the language to answer in."""

    actor: Actor | None
    lang: Lang


class ServiceProblem(AmudduError):
    """A service refused, and said why."""

    def __init__(self, response: httpx2.Response) -> None:
        body = _problem(response)
        super().__init__(
            str(body.get("title") or self.default),
            fields=[
                FieldError(str(item["field"]), Text(str(item["message"])))
                for item in body.get("errors", [])
            ],
        )
        self.status = response.status_code
        self.code = str(body.get("type", "")).rpartition(":")[2] or self.code
        retry = response.headers.get("retry-after", "")
        self.retry_after = int(retry) if retry.isdigit() else None


class Missing(ServiceProblem, NotFound):
    """A service knows no such thing."""


def _problem(response: httpx2.Response) -> dict[str, Any]:
    if "json" not in response.headers.get("content-type", ""):
        return {}
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


class ServiceClient:
    """Calls one service. Subclasses name the operations that pages use, as `Call`s."""

    def __init__(self, http: httpx2.Client, signer: Signer) -> None:
        self._http = http
        self._signer = signer

    def _send(
        self,
        service: Service,
        method: str,
        path: str,
        caller: Caller,
        *,
        body: BaseModel | None = None,
        params: Params | None = None,
    ) -> httpx2.Response:
        try:
            response = self._http.request(
                method,
                path,
                headers=_headers(caller),
                auth=Asking(self._signer, service, caller.actor) if caller.actor else None,
                params={k: v for k, v in (params or {}).items() if v is not None},
                # What a body does not mention is kept, by the services and so by the gateway.
                json=None if body is None else body.model_dump(mode="json", exclude_unset=True),
            )
        except httpx2.RequestError as error:
            log.warning("service out of reach", path=path.split("/")[2:3], exc_info=error)
            raise Unavailable(retry_after=2) from error
        if response.status_code >= 500:
            log.warning("service failed", status=response.status_code)
            if str(_problem(response).get("type", "")).endswith(f":{AuditAway.code}"):
                raise AuditAway(retry_after=10)
            raise Unavailable(retry_after=2)
        if response.status_code >= 400:
            missing = response.status_code == NotFound.status
            raise (Missing if missing else ServiceProblem)(response)
        return response

    def answers(self) -> bool:
        """Whether the service answers at all, just now."""
        try:
            return self._http.get("/livez").is_success
        except httpx2.RequestError:
            return False

    def send(
        self,
        operation: Operation[Out],
        caller: Caller,
        *ids: object,
        body: BaseModel | None = None,
        query: Params | None = None,
    ) -> Out:
        """Call an operation. `ids` are the parameters of its path, in their order."""
        path = operation.address(*ids)
        return _read(
            operation.out,
            self._send(operation.service, operation.method, path, caller, body=body, params=query),
        )

    def invoke(
        self, operation: Operation[Out], caller: Caller, *values: object, **query: object
    ) -> Out:
        """Call an operation: parameters of its path first, then its body, its query by name."""
        known = operation.query.model_fields.keys() if operation.query else set[str]()
        if unknown := query.keys() - known:
            raise TypeError(f"{operation.name} knows no {', '.join(sorted(unknown))}")
        if operation.body is None:
            return self.send(operation, caller, *values, query=query)
        *ids, body = values
        assert isinstance(body, operation.body)
        return self.send(operation, caller, *ids, body=body, query=query)


def _headers(caller: Caller) -> dict[str, str]:
    return tracing.inject(
        {"Accept-Language": caller.lang, CORRELATION: logs.correlation_id() or "gateway-0"}
    )


class Call(Generic[Out]):
    """An operation as a client's method: `claim(caller, claim_id)`.

    Parameters of the path come first, then the body where there is one; the query by name.
    """

    def __init__(self, operation: Operation[Out]) -> None:
        self._operation = operation

    def __get__(self, client: ServiceClient, owner: type[ServiceClient]) -> Callable[..., Out]:
        """The method of one client."""
        return partial(client.invoke, self._operation)


class Take(Generic[Out]):
    """The steps of a workflow as a client's method: `move_claim(caller, "approve", id, body)`."""

    def __init__(self, workflow: Workflow[Any], _: type[Out]) -> None:
        self._calls: dict[str, Operation[Out]] = {
            step.name: step.operation for step in workflow if step.operation is not None
        }

    def __get__(self, client: ServiceClient, owner: type[ServiceClient]) -> Callable[..., Out]:
        """The method of one client."""
        return partial(self._take, client)

    def _take(self, client: ServiceClient, caller: Caller, name: str, *values: object) -> Out:
        return client.invoke(self._calls[name], caller, *values)


def _read(model: type[Out], response: httpx2.Response) -> Out:
    """The answer as its contract. Raises `Unavailable` where it is none of ours.

    A proxy's page, or a service of another version while a new version is rolled out.
    """
    try:
        read: Out = _adapter(cast(Hashable, model)).validate_json(response.content)
        return read
    except ValidationError:
        # Without the cause: pydantic's message quotes the answer, which is about people.
        log.error("service answered beside its contract", model=str(model))
        raise Unavailable(retry_after=2) from None


@cache
def _adapter(model: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, model))
