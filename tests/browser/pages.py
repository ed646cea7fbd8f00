"""Every page: the route that makes it, who reads it, and an address with the ids of `house.py`.

Add a line for each page you make. `test_coverage.py` compares this list with the application's
routes, so that a page cannot be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway import views


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as one reader sees it; `reader` is `None` for somebody who is not signed in."""

    route: str
    reader: str | None
    url: str = ""

    @property
    def address(self) -> str:
        """The address, to be filled with ids: the route itself where no other is given."""
        return self.url or self.route

    @property
    def name(self) -> str:
        return f"{self.reader or 'anybody'} {self.address}"


PAGES: tuple[Shown, ...] = (
    Shown("/", None),
    Shown("/connexion", None),
    Shown("/inscription", None),
    Shown("/style", None),
    Shown("/api", None),
    Shown("/nulle-part", None),  # the page of an error
    Shown("/r/{token}", None),
    Shown("/r/{token}", None, "/r/{answered_token}"),
    Shown("/profil", "jobseeker"),
    Shown("/profil", "newcomer"),
    Shown("/profil/modifier", "jobseeker"),
    Shown("/profil/titre", "jobseeker"),
    Shown("/profil/droits", "jobseeker"),
    Shown("/profil/acces", "jobseeker"),
    Shown("/profil/effacer", "jobseeker"),
    Shown("/offres-pour-moi", "jobseeker"),
    Shown("/personnes", "agent"),
    Shown("/personnes", "agent", "/personnes?q=zzzz"),
    Shown("/personnes/nouvelle", "agent"),
    Shown("/personnes/{profile_id}", "counsellor"),
    Shown("/personnes/{profile_id}/modifier", "counsellor"),
    Shown("/personnes/{profile_id}/titre", "counsellor"),
    Shown("/personnes/{profile_id}/droits", "counsellor"),
    Shown("/personnes/{profile_id}/offres", "counsellor"),
    Shown("/personnes/{profile_id}/acces", "counsellor"),
    Shown("/personnes/{profile_id}/effacer", "counsellor"),
    Shown("/messages", "agent"),
    Shown("/messages", "counsellor"),
    Shown("/imports", "counsellor"),
    Shown("/offres", "employer"),
    Shown("/offres", "counsellor"),
    Shown("/offres/nouvelle", "employer"),
    Shown("/offres/{vacancy_id}", "employer"),
    Shown("/offres/{vacancy_id}", "counsellor"),
    Shown("/offres/{vacancy_id}", "employer", "/offres/{draft_id}"),
    Shown("/offres/{vacancy_id}/modifier", "employer", "/offres/{draft_id}/modifier"),
    Shown("/offres/{vacancy_id}/candidats", "counsellor"),
    Shown("/offres/{vacancy_id}/preselection", "employer"),
)

NOT_PAGES: dict[str, str] = {
    "/offres/{vacancy_id}/fermer": "goes back to the vacancy",
    "/offres/{vacancy_id}/publier": "goes back to the vacancy",
    "/imports/modele/{kind}.{form}": "a file to download",
}
"""Addresses that answer no page, and why."""


def routes() -> set[str]:
    """Every address that the gateway answers with something to read."""
    return {
        route.path  # type: ignore[attr-defined]
        for router in views.ROUTERS
        for route in router.routes
        if "GET" in route.methods  # type: ignore[attr-defined]
    }
