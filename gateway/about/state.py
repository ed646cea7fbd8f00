"""How the service is doing, part by part, as anybody may know it."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.operations import Service
from amuddu.kit.i18n import N_
from gateway.clients import Services
from gateway.web.concurrent import asking

PARTS: Mapping[Service, str] = {
    "employers": N_("Les offres et les employeurs"),
    "profiles": N_("Les profils"),
    "matching": N_("Les propositions"),
    "notifications": N_("Les messages"),
    "support": N_("Les formations"),
}


def parts(services: Services) -> dict[Service, bool]:
    """Which parts answer."""
    asked = {name: asking(services.of(name).answers) for name in PARTS}
    return {name: answer.result() for name, answer in asked.items()}
