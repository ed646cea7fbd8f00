"""How this service asks profiles which route a hire may follow: it takes nobody's word for it.

It asks on its own account and names the reader. Profiles asks the gateway whether that very
reader is there, and writes the reading down under their name.
"""

from __future__ import annotations

from uuid import UUID

import httpx2
from pydantic import ValidationError

from amuddu.contracts.profiles.hireability import HIRE_ROUTE, HireRoute, HireRouteIn, RouteReader
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
        headers = {CORRELATION: logs.correlation_id() or "employers-0"}
        try:
            response = self._http.request(
                HIRE_ROUTE.method,
                HIRE_ROUTE.address(),
                json=body.model_dump(mode="json"),
                headers=tracing.inject(headers),
                auth=self._asking,
            )
            if response.status_code == httpx2.codes.OK:
                return HireRoute.model_validate_json(response.content).route
            why = f"http {response.status_code}"
        except (httpx2.HTTPError, ValidationError) as error:
            why = type(error).__name__  # the message may quote an address or an answer
        log.warning("route of a hire cannot be asked", why=why)
        raise Unavailable(retry_after=2)
