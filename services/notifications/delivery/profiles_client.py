"""How this service asks the profiles service where somebody agreed to be told."""

from __future__ import annotations

from uuid import UUID

import httpx2
from pydantic import ValidationError

from amuddu.contracts.profiles import READ_CONTACT_ROUTE, ContactRoute
from amuddu.kit.auth import ActorTokens, service_actor
from amuddu.kit.observability import tracing
from amuddu.kit.web.http import CORRELATION


class ProfilesOutOfReach(Exception):
    """The profiles service did not answer as agreed; it may later."""


class ProfilesClient:
    """Client of the profiles service. `http` has the service's address as its base."""

    def __init__(self, http: httpx2.Client, tokens: ActorTokens) -> None:
        self._http = http
        self._tokens = tokens

    def contact_route(self, profile_id: UUID, *, correlation_id: str = "") -> ContactRoute | None:
        """Where the person agreed to be told; `None` without consent or without the person.

        Raises `ProfilesOutOfReach`.
        """
        headers = self._tokens.headers(service_actor("notifications"))
        if correlation_id:
            headers[CORRELATION] = correlation_id
        try:
            response = self._http.get(
                READ_CONTACT_ROUTE.address(profile_id), headers=tracing.inject(headers)
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
