"""What the pages of one person share: who reads, whose pages they are, how they are rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from amuddu.contracts.profiles import Profile
from amuddu.kit.errors import NotFound
from amuddu.kit.i18n import N_
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.people import words
from gateway.people.words import say
from gateway.sessions.security import Viewer
from gateway.web import rendering


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody's pages: under which address, and whether the reader is that person.

    `profile_id` is `None` before there is a profile.
    """

    request: Request
    viewer: Viewer
    services: Services
    base: str
    offers_url: str
    own: bool
    profile_id: UUID | None

    @classmethod
    def known(
        cls, request: Request, viewer: Viewer, services: Services, profile_id: UUID
    ) -> PersonView:
        """Somebody's pages as those who follow them read them."""
        base = f"/personnes/{profile_id}"
        return cls(
            request,
            viewer,
            services,
            base=base,
            offers_url=f"{base}/offres",
            own=False,
            profile_id=profile_id,
        )

    @property
    def caller(self) -> Caller:
        return self.viewer.caller

    @property
    def id(self) -> UUID:
        """The profile's id. Raises `NotFound` before there is a profile."""
        if self.profile_id is None:
            raise NotFound(N_("Créez d'abord votre profil : c'est gratuit."))
        return self.profile_id

    def profile(self) -> Profile:
        """The profile as stored; the reading is kept where the reader is somebody else."""
        return self.services.profiles.get(self.caller, self.id)

    def page(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """A page of this person."""
        return rendering.page(
            self.request,
            self.viewer,
            template,
            status=status,
            person=self,
            own=self.own,
            base=self.base,
            channels=say(words.CHANNELS, self.viewer.lang),
            purposes=say(words.PURPOSES, self.viewer.lang),
            **context,
        )
