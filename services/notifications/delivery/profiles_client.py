"""How this service asks the profiles service where somebody agreed to be told."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

import httpx2
from pydantic import ValidationError

from amuddu.contracts.operations import Operation
from amuddu.contracts.profiles import READ_CONTACT_ROUTE, ContactRoute
from amuddu.contracts.profiles.account import READ_NOTICE, Notice
from amuddu.contracts.types import Contract
from amuddu.kit.auth import service_actor
from amuddu.kit.observability import tracing
from amuddu.kit.trust.calls import Asking
from amuddu.kit.trust.tokens import Signer
from amuddu.kit.web.http import CORRELATION

_Out = TypeVar("_Out", bound=Contract)


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
        return self._asked(READ_CONTACT_ROUTE, profile_id, correlation_id)

    def notice(self, notice_id: UUID) -> Notice | None:
        """Where a message about an account goes; `None` where it is to go nowhere any more.

        Raises `ProfilesOutOfReach`.
        """
        return self._asked(READ_NOTICE, notice_id)

    def _asked(
        self, operation: Operation[_Out], about: UUID, correlation_id: str = ""
    ) -> _Out | None:
        headers = {CORRELATION: correlation_id} if correlation_id else {}
        try:
            response = self._http.get(
                operation.address(about), headers=tracing.inject(headers), auth=self._asking
            )
        except httpx2.HTTPError as error:
            raise ProfilesOutOfReach(type(error).__name__) from None
        if response.status_code == httpx2.codes.NOT_FOUND:
            return None
        return _read(operation.out, response)


def _read(model: type[_Out], response: httpx2.Response) -> _Out:
    if not response.is_success:
        raise ProfilesOutOfReach(f"http {response.status_code}")
    try:
        return model.model_validate_json(response.content)
    except ValidationError:
        # Without the cause: pydantic's message quotes the address.
        raise ProfilesOutOfReach("unreadable answer") from None
