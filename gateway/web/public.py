"""Pages for everybody: what search engines may list, what stands at the foot of every page."""

from __future__ import annotations

PUBLIC: tuple[str, ...] = (
    "/emplois",
    "/ouvert",
    "/aide",
    "/pour-les-personnes",
    "/pour-les-employeurs",
    "/agences",
    "/comment-nous-proposons",
    "/vie-privee",
    "/conservation",
    "/conditions",
    "/accessibilite",
    "/langues",
    "/etat",
)
