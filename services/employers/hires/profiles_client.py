"""How this service asks profiles what it takes nobody's word for: which route a hire may follow,
which papers of it there are.

It asks on its own account and names the reader. Profiles asks the gateway whether that very
reader is there, and writes the reading down under their name.
"""

from __future__ import annotations

from uuid import UUID

import httpx2
from pydantic import BaseModel, TypeAdapter, ValidationError

from amuddu.contracts.operations import Operation, Out
from amuddu.contracts.profiles.hireability import HIRE_ROUTE, HireRouteIn, RouteReader
from amuddu.contracts.profiles.papers import HIRE_PAPERS, HirePapersIn, Paper
from amuddu.contracts.types import HiringRouteCode
from amuddu.kit.auth import Actor, service_actor
from amuddu.kit.errors import Unavailable
from amuddu.kit.observability import logs, tracing
from amuddu.kit.trust.calls import Asking
from amuddu.kit.trust.tokens import Signer
from amuddu.kit.web.http import CORRELATION

log = logs.get(__name__)

TIMEOUT_SECONDS = 5.0


class ProfilesClient:
    """Client of the profiles service. `http` has the service's address as its base."""

    def __init__(self, http: httpx2.Client, signer: Signer) -> None:
        self._http = http
        self._asking = Asking(signer, HIRE_ROUTE.service, service_actor(signer.name))

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def route(self, candidacy_id: UUID, *, reader: Actor) -> HiringRouteCode | None:
        """The route that is open to a reader; `None` where none is. Raises `Unavailable`."""
        body = HireRouteIn(candidacy_id=candidacy_id, reader=RouteReader.of(reader))
        return self._asked(HIRE_ROUTE, body).route

    def papers(self, candidacy_id: UUID, *, reader: Actor) -> dict[UUID, Paper]:
        """The papers of a hire, by id, for a reader who is there. Raises `Unavailable`."""
        body = HirePapersIn(candidacy_id=candidacy_id, reader=RouteReader.of(reader))
        return {paper.id: paper for paper in self._asked(HIRE_PAPERS, body).items}

    def _asked(self, operation: Operation[Out], body: BaseModel) -> Out:
        headers = {CORRELATION: logs.correlation_id() or "employers-0"}
        try:
            response = self._http.request(
                operation.method,
                operation.address(),
                json=body.model_dump(mode="json"),
                headers=tracing.inject(headers),
                auth=self._asking,
            )
            if response.status_code == httpx2.codes.OK:
                return TypeAdapter(operation.out).validate_json(response.content)
            why = f"http {response.status_code}"
        except (httpx2.HTTPError, ValidationError) as error:
            why = type(error).__name__  # the message may quote an address or an answer
        log.warning("profiles cannot be asked", what=operation.name, why=why)
        raise Unavailable(retry_after=2)
