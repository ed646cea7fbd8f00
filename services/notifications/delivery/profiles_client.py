"""How this service asks the profiles service where somebody agreed to be told."""

from __future__ import annotations

from uuid import UUID

import httpx2
from pydantic import ValidationError

from amuddu.contracts.profiles import READ_CONTACT_ROUTE, ContactRoute
from amuddu.kit.auth import service_actor
from amuddu.kit.observability import tracing
from amuddu.kit.trust.calls import Asking
from amuddu.kit.trust.tokens import Signer
from amuddu.kit.web.http import CORRELATION


class ProfilesOutOfReach(Exception):
    """The profiles service did not answer as agreed; it may later."""


class ProfilesClient:
    """Client of the profiles service. `http` has the service's address as its base."""

    def __init__(self, http: httpx2.Client, signer: Signer) -> None:
        self._http = http
        self._asking = Asking(signer, READ_CONTACT_ROUTE.service, service_actor(signer.name))

    def contact_route(self, profile_id: UUID, *, correlation_id: str = "") -> ContactRoute | None:
        """Where the person agreed to be told; `None` without consent or without the person.

        Raises `ProfilesOutOfReach`.
        """
        headers = {CORRELATION: correlation_id} if correlation_id else {}
        try:
            response = self._http.get(
                READ_CONTACT_ROUTE.address(profile_id),
                headers=tracing.inject(headers),
                auth=self._asking,
            )
        except httpx2.HTTPError as error:
            raise ProfilesOutOfReach(type(error).__name__) from None
        if response.status_code == httpx2.codes.NOT_FOUND:
            return None
        return _route(response)


def _route(response: httpx2.Response) -> ContactRoute:
    if not response.is_success:
        raise ProfilesOutOfReach(f"http {response.status_code}")
    try:
        return ContactRoute.model_validate_json(response.content)
    except ValidationError:
        # Without the cause: pydantic's message quotes the address.
        raise ProfilesOutOfReach("unreadable answer") from None
