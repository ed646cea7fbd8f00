"""How this service asks the gateway where people at work read their e-mail, and messages go."""

from __future__ import annotations

from uuid import UUID

import httpx2
from pydantic import ValidationError

from amuddu.contracts.doors import ACCOUNT_MESSAGE_PATH, ADDRESSEES_PATH, OFFICER_ADDRESSES_PATH
from amuddu.contracts.news import Addressees, AddresseesIn
from amuddu.contracts.notifications import AccountMessage
from amuddu.contracts.profiles.oversight import OfficerAddress, OfficerAddresses
from amuddu.kit.auth import service_actor
from amuddu.kit.trust.calls import Asking
from amuddu.kit.trust.sessions import GATEWAY
from amuddu.kit.trust.tokens import Signer


class GatewayOutOfReach(Exception):
    """The gateway did not answer as agreed; it may later."""


class GatewayClient:
    """Client of the gateway's internal port. `http` has its address as base."""

    def __init__(self, http: httpx2.Client, signer: Signer) -> None:
        self._http = http
        self._asking = Asking(signer, GATEWAY, service_actor(signer.name))

    def officers(self) -> tuple[OfficerAddress, ...]:
        """Officers who gave an address. Raises `GatewayOutOfReach`."""
        try:
            response = self._http.get(OFFICER_ADDRESSES_PATH, auth=self._asking)
        except httpx2.HTTPError as error:
            raise GatewayOutOfReach(type(error).__name__) from None
        if not response.is_success:
            raise GatewayOutOfReach(f"http {response.status_code}")
        try:
            return OfficerAddresses.model_validate_json(response.content).officers
        except ValidationError:
            # Without the cause: pydantic's message quotes the addresses.
            raise GatewayOutOfReach("unreadable answer") from None

    def addressees(self, wanted: AddresseesIn) -> Addressees:
        """Those of one place who confirmed an address. Raises `GatewayOutOfReach`."""
        body = wanted.model_dump(mode="json")
        try:
            response = self._http.post(ADDRESSEES_PATH, json=body, auth=self._asking)
        except httpx2.HTTPError as error:
            raise GatewayOutOfReach(type(error).__name__) from None
        if not response.is_success:
            raise GatewayOutOfReach(f"http {response.status_code}")
        try:
            return Addressees.model_validate_json(response.content)
        except ValidationError:
            # Without the cause: pydantic's message quotes the addresses.
            raise GatewayOutOfReach("unreadable answer") from None

    def account_message(self, message_id: UUID) -> AccountMessage | None:
        """Where a message about an account goes; `None` where it is to go nowhere any more.

        Raises `GatewayOutOfReach`.
        """
        path = ACCOUNT_MESSAGE_PATH.format(message_id=message_id)
        try:
            response = self._http.post(path, auth=self._asking)
        except httpx2.HTTPError as error:
            raise GatewayOutOfReach(type(error).__name__) from None
        if response.status_code == httpx2.codes.NOT_FOUND:
            return None
        if not response.is_success:
            raise GatewayOutOfReach(f"http {response.status_code}")
        try:
            return AccountMessage.model_validate_json(response.content)
        except ValidationError:
            # Without the cause: pydantic's message quotes the address.
            raise GatewayOutOfReach("unreadable answer") from None
