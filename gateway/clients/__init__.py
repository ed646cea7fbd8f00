"""The services as the gateway sees them: one typed client each, over HTTP alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import httpx2
from fastapi import Depends, Request

from amuddu.contracts.operations import Service
from amuddu.kit import identity
from amuddu.kit.trust.calls import client
from amuddu.kit.trust.tokens import Signer
from gateway.clients.base import ServiceClient
from gateway.clients.employers import EmployersClient
from gateway.clients.matching import MatchingClient
from gateway.clients.notifications import NotificationsClient
from gateway.clients.profiles import ProfilesClient
from gateway.clients.support import SupportClient
from gateway.settings import GatewaySettings


@dataclass(frozen=True, slots=True)
class Services:
    """A client for each service."""

    profiles: ProfilesClient
    employers: EmployersClient
    matching: MatchingClient
    notifications: NotificationsClient
    support: SupportClient

    def of(self, service: Service) -> ServiceClient:
        """The client of a service that an operation names."""
        client: ServiceClient = getattr(self, service)
        return client


def connect(settings: GatewaySettings) -> Services:
    """Clients of the services at the addresses that the settings name."""
    signer = Signer(identity.own(settings, "gateway"))

    def http(url: str) -> httpx2.Client:
        return client(settings, url, seconds=settings.service_timeout_seconds)

    return Services(
        ProfilesClient(http(settings.profiles_url), signer),
        EmployersClient(http(settings.employers_url), signer),
        MatchingClient(http(settings.matching_url), signer),
        NotificationsClient(http(settings.notifications_url), signer),
        SupportClient(http(settings.support_url), signer),
    )


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(_services)]
