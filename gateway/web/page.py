"""A page being answered: who looks at it, which services it asks, how it is rendered.

A confirmation after an action is carried to the next page as a code, never as free text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from amuddu.contracts.operations import MOST_OFFSET
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError
from amuddu.kit.i18n import N_
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.sessions.security import Viewer, ViewerDep
from gateway.web import rendering
from gateway.web.error_pages import by_field

_PARAMETER = "fait"

_SAID = {
    "draft": N_("Brouillon enregistré. L'offre n'est pas encore visible."),
    "published": N_("Offre publiée. L'agence cherche maintenant des personnes qui correspondent."),
    "waiting": N_("Offre prête. L'agence la regarde avant de la mettre en ligne."),
    "handed_back": N_("Offre rendue à l'employeur, qui voit ce qui doit changer."),
    "saved": N_("Changements enregistrés."),
    "invited": N_("L'invitation part par e-mail."),
    "proposed": N_("Version proposée. Une autre personne doit maintenant l'accepter."),
    "declared": N_("Fiche envoyée à votre agence. Elle vérifie et vous appelle."),
    "closed": N_("Offre fermée. Elle ne reçoit plus de candidats."),
    "shortlisted": N_("Présélection faite. La personne va être prévenue et pourra répondre."),
    "set_aside": N_("Personne écartée pour cette offre. Vous pouvez la remettre dans la liste."),
    "restored": N_("Personne remise dans la liste."),
    "cancelled": N_("Présélection annulée."),
    "reopened": N_("L'offre est rouverte : l'agence cherche de nouveau."),
    "said": N_("Noté : la personne le sait."),
    "confirmed": N_("Merci. L'offre reste ouverte, et l'agence continue de chercher."),
    "meeting": N_("C'est noté : l'agence sait que vous voulez rencontrer cette personne."),
    "nobody": N_("C'est noté : pas de réponse. La personne reste dans la liste."),
    "stays": N_("C'est noté : la personne garde son profil. Elle le lira."),
    "times_sent": N_("Heures envoyées. La personne en choisit une, et vous le lirez ici."),
    "asked": N_("C'est demandé. Voici ce qui vient ensuite."),
    "hired": N_("Embauche enregistrée."),
    "interested": N_("C'est noté : votre agence sait que cette offre vous intéresse."),
    "uninterested": N_("C'est noté : cette offre ne vous intéresse plus."),
    "taken_up": N_("C'est noté : la personne voit que l'agence s'en occupe."),
    "refused": N_("C'est noté : cette personne n'est pas retenue."),
    "looked_after": N_("C'est noté : vous vous en occupez. Votre équipe le voit."),
    "put_off": N_("C'est noté : cette ligne reviendra ce jour-là, pour toute l'équipe."),
    "letter_decided": N_("C'est demandé : dans quelques secondes ce sera fait."),
    "letter_gone": N_("Ce n'est plus là : c'est déjà fait."),
    "refusal_told": N_("C'est compté, sans nom. Merci : le programme en parlera aux banques."),
    "search_saved": N_(
        "C'est noté : de nouvelles offres vous seront dites, une fois par semaine au plus."
    ),
    "search_stopped": N_("C'est arrêté : plus de message pour cette recherche."),
    "view_kept": N_("Vue enregistrée. Vous la retrouvez dans « Vues », sur chaque offre."),
    "view_gone": N_("Vue enlevée."),
    "scholarship_sent": N_("Demande envoyée. Voici ce qui vient ensuite."),
    "agreed": N_("C'est noté : la convention est acceptée, et les mois sont prévus."),
    "scored": N_("C'est noté. Merci."),
    "given_back": N_("C'est noté : la ligne attend de nouveau toute l'équipe."),
}


@dataclass(frozen=True, slots=True)
class Page:
    """What every page is answered from."""

    request: Request
    viewer: Viewer
    services: Services

    @property
    def caller(self) -> Caller:
        """The viewer as the services get to know them."""
        return self.viewer.caller

    @property
    def lang(self) -> Lang:
        """The viewer's language."""
        return self.viewer.lang

    @property
    def role(self) -> Role:
        """The viewer's role. Raises `NotSignedIn`."""
        return self.viewer.actor.role

    def say(self, message: str, **params: Any) -> str:
        """A marked sentence in the viewer's language."""
        return rendering.say(self.viewer, message, **params)

    def query(self, name: str) -> str:
        """A parameter of the address, empty where it is not there."""
        return self.request.query_params.get(name, "")

    @property
    def done(self) -> str:
        """Code of the action that led here."""
        return self.query(_PARAMETER)

    def render(
        self,
        template: str,
        *,
        refused: AmudduError | None = None,
        status: int | None = None,
        **context: Any,
    ) -> Response:
        """The page, which also gets what the action before it did (`flash`).

        `refused`: why a form came back. Its status is the page's; the page says `problem` above
        the form and `errors` beside its fields, unless `context` words them otherwise.
        """
        said = _SAID.get(self.done)
        values = {
            "flash": self.say(said) if said else "",
            "problem": refused.text.in_(self.lang) if refused else "",
            "errors": by_field(refused, self.viewer) if refused else {},
            "values": {},
            **context,
        }
        status = status or (refused.status if refused else 200)
        response = rendering.page(self.request, self.viewer, template, status=status, **values)
        if refused and refused.retry_after is not None:
            response.headers["Retry-After"] = str(refused.retry_after)
        return response


def _page(request: Request, viewer: ViewerDep, services: ServicesDep) -> Page:
    return Page(request, viewer, services)


PageDep = Annotated[Page, Depends(_page)]


def done(url: str, code: str, *, at: str = "") -> Response:
    """Go on to the next page, to the place `at`; the page will say what was done."""
    anchor = f"#{at}" if at else ""
    return rendering.redirect(f"{url}{'&' if '?' in url else '?'}{_PARAMETER}={code}{anchor}")


def first_of(offset: str) -> int:
    """The offset in a link, forgivingly: what is none shows the first page."""
    return min(int(offset), MOST_OFFSET) if offset.isdecimal() else 0
