"""Whose access a page is about: whoever is signed in, and by more than a card."""

from __future__ import annotations

from fastapi import Request

from amuddu.kit.errors import AmudduError, Forbidden, NotSignedIn
from amuddu.kit.i18n import N_
from gateway.credentials import proofs
from gateway.credentials.kept import Keys
from gateway.credentials.proofs import Site
from gateway.sessions import passwords, service
from gateway.sessions.security import client_address
from gateway.sessions.service import Identity
from gateway.settings import GatewaySettings
from gateway.web.page import Page


class NotByCard(Forbidden):
    """A card opens nothing that lets somebody in: whoever found it would keep the account."""

    default = N_(
        "La carte n'ouvre pas cette page. Connectez-vous avec votre mot de passe, ou demandez un "
        "code à votre agence."
    )


def holder(page: Page) -> Identity:
    """Who is signed in. Raises `NotSignedIn`, `NotByCard`."""
    identity = page.viewer.identity
    if identity is None:
        raise NotSignedIn
    if identity.by_card:
        raise NotByCard
    return identity


def settings_of(request: Request) -> GatewaySettings:
    """The gateway's settings."""
    settings: GatewaySettings = request.app.state.settings
    return settings


def keys(request: Request) -> Keys:
    """What seals and opens addresses and secrets."""
    return Keys.of(settings_of(request))


def site(request: Request) -> Site:
    """Where passkeys belong to."""
    settings = settings_of(request)
    strict = settings.mode == "production"
    return proofs.site(settings.public_url, str(request.base_url), strict=strict)


def hashed(request: Request, password: str, *, known: bool) -> str:
    """The hash of a new password, in its turn and outside any transaction. Raises `Busy`."""
    with passwords.room(known=known).place(client_address(request)):
        return passwords.hashed(password)


def digest(page: Page) -> str:
    """The session in which a page is looked at."""
    return service.digest(page.viewer.session_token or "")


def told(error: AmudduError) -> AmudduError:
    """An error that a form can show; others go on. Raises those that say to come back."""
    if error.status >= 500:
        raise error
    return error
