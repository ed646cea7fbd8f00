"""Operations: what a service answers over HTTP, declared once.

    CLAIMS = Operations("employers", tag="claims", public=True)
    APPROVE = CLAIMS.post(
        "/claims/{claim_id}/approve", Claim, "approve_claim",
        "Approve a claim: its money is committed.", body=ApproveIn, roles=DECIDERS,
    )

Three readers: the service serves it (`amuddu.kit.web.serving`), the gateway calls it for a page
(`gateway.clients`), and forwards it to the public API under the same path where `public` says so
(`gateway.web.forwarding`). Nobody writes the path, the bodies or the roles again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, Literal, TypeVar
from urllib.parse import quote
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from amuddu.contracts.types import Role

Out = TypeVar("Out")
Method = Literal["GET", "POST", "PUT", "DELETE"]
Service = Literal["profiles", "employers", "matching", "notifications", "support"]

_PARAMETER = re.compile(r"{(\w+)}")


MOST_OFFSET = 100_000
MOST_LIMIT = 100
Limit = Annotated[int, Field(ge=1, le=MOST_LIMIT)]
Offset = Annotated[int, Field(ge=0, le=MOST_OFFSET)]


class Query(BaseModel):
    """Base of the parameters after the question mark. Unknown ones are passed over."""

    model_config = ConfigDict(frozen=True)


class Paged(Query):
    """Which part of a list is asked for."""

    limit: Limit = 20
    offset: Offset = 0


@dataclass(frozen=True, slots=True)
class Operation(Generic[Out]):
    """One method of one address of a service."""

    method: Method
    path: str
    """Below `/v1`; parameters in braces are ids (`UUID`) unless `parameters` says otherwise."""
    out: type[Out]
    service: Service = field(kw_only=True)
    name: str = field(kw_only=True)
    """Operation id in the OpenAPI documents."""
    doc: str = field(kw_only=True)
    tag: str = field(kw_only=True)
    body: type[BaseModel] | None = field(default=None, kw_only=True)
    query: type[Query] | None = field(default=None, kw_only=True)
    parameters: Mapping[str, Any] = field(default_factory=dict, kw_only=True)
    """Types of the parameters in the path that are no ids."""
    status: int = field(default=200, kw_only=True)
    roles: tuple[Role, ...] | None = field(default=None, kw_only=True)
    """Who may call it; `None` where the use case decides, or where a link is the authority."""
    also: tuple[int, ...] = field(default=(), kw_only=True)
    """Other statuses with which the service itself may say that it was done."""
    public: bool = field(default=False, kw_only=True)
    """Whether the public API has it too, under the same path."""

    def address(self, *values: object) -> str:
        """Where the service answers it, for the parameters of the path in their order."""
        named = zip(self.parameter_types(), values, strict=True)
        parts = {name: quote(str(value), safe="") for name, value in named}
        return "/v1" + self.path.format(**parts)

    def parameter_types(self) -> dict[str, Any]:
        """Name and type of each parameter in the path, in its order."""
        return {name: self.parameters.get(name, UUID) for name in _PARAMETER.findall(self.path)}


@dataclass(frozen=True, slots=True)
class Operations:
    """Declares operations of one service that share a tag. `public`: see `Operation.public`."""

    service: Service
    tag: str
    public: bool = False

    def get(self, path: str, out: type[Out], name: str, doc: str, **more: Any) -> Operation[Out]:
        """An operation that reads."""
        return self._declared("GET", path, out, name, doc, more)

    def post(self, path: str, out: type[Out], name: str, doc: str, **more: Any) -> Operation[Out]:
        """An operation that adds, or takes a step."""
        return self._declared("POST", path, out, name, doc, more)

    def put(self, path: str, out: type[Out], name: str, doc: str, **more: Any) -> Operation[Out]:
        """An operation that replaces."""
        return self._declared("PUT", path, out, name, doc, more)

    def delete(self, path: str, out: type[Out], name: str, doc: str, **more: Any) -> Operation[Out]:
        """An operation that takes away."""
        return self._declared("DELETE", path, out, name, doc, more)

    def _declared(
        self, method: Method, path: str, out: type[Out], name: str, doc: str, more: dict[str, Any]
    ) -> Operation[Out]:
        shared = {"service": self.service, "tag": self.tag, "public": self.public}
        return Operation(method, path, out, name=name, doc=doc, **{**shared, **more})
