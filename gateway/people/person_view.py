"""What the pages of one person share: whose pages they are, who reads them, how they are shown.

A person has the same pages twice: their own under `/profil`, and under `/personnes/{profile_id}`
those of the counsellor or agent who follows them. Each is written once, for both addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from starlette.responses import Response

from amuddu.contracts.profiles import STAFF, Profile
from amuddu.kit.auth import Role
from amuddu.kit.errors import Forbidden, NotFound
from amuddu.kit.i18n import N_
from gateway.people import words
from gateway.people.words import say
from gateway.web.page import Page, PageDep

OWN, KNOWN, NEWCOMER = "/profil", "/personnes/{profile_id}", "/personnes/nouvelle"


@dataclass(frozen=True, slots=True)
class PersonView(Page):
    """A page about somebody: under which address, and whether the reader is that person.

    `profile_id` is `None` before there is a profile.
    """

    base: str
    own: bool
    profile_id: UUID | None

    @property
    def offers_url(self) -> str:
        """Address of the vacancies that fit."""
        return "/offres-pour-moi" if self.own else f"{self.base}/offres"

    @property
    def id(self) -> UUID:
        """The profile's id. Raises `NotFound` before there is a profile."""
        if self.profile_id is None:
            raise NotFound(N_("Créez d'abord votre profil : c'est gratuit."))
        return self.profile_id

    def profile(self) -> Profile:
        """The profile as stored; the reading is kept where the reader is somebody else."""
        return self.services.profiles.get(self.caller, self.id)

    def page(self, template: str, **context: Any) -> Response:
        """A page of this person."""
        return self.render(
            template,
            person=self,
            own=self.own,
            base=self.base,
            channels=say(words.CHANNELS, self.lang),
            purposes=say(words.PURPOSES, self.lang),
            **context,
        )


def known(page: Page, profile_id: UUID) -> PersonView:
    """Somebody's pages as those who follow them read them."""
    base = f"/personnes/{profile_id}"
    return PersonView(page.request, page.viewer, page.services, base, False, profile_id)


def _whose(page: PageDep) -> PersonView:
    """The person that the address names; the reader themselves where it names nobody."""
    named = page.request.path_params.get("profile_id")
    if named is None:
        own = page.viewer.require(Role.JOBSEEKER).profile_id
        return PersonView(page.request, page.viewer, page.services, OWN, True, own)
    try:
        profile_id = UUID(named)
    except ValueError:
        raise NotFound from None
    page.viewer.require(*STAFF, Role.ADMINISTRATOR)
    page.viewer.proved(page.request.app.state.settings)  # a title stands on these pages
    return known(page, profile_id)


def _newcomer(page: PageDep) -> PersonView:
    page.viewer.require(*STAFF)
    return PersonView(page.request, page.viewer, page.services, NEWCOMER, False, None)


PersonDep = Annotated[PersonView, Depends(_whose)]
NewcomerDep = Annotated[PersonView, Depends(_newcomer)]


def _by_password(person: PersonDep) -> PersonView:
    """The same, for what a card does not open: whoever finds or takes a card must not do it."""
    if person.viewer.identity is not None and person.viewer.identity.by_card:
        raise Forbidden(
            N_(
                "La carte n'ouvre pas cette page. Connectez-vous avec votre mot de passe, ou "
                "demandez à votre agence de la regarder avec vous."
            )
        )
    return person


PersonByPasswordDep = Annotated[PersonView, Depends(_by_password)]
