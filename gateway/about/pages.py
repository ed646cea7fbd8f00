"""Pages that every public service has, in plain words, and `security.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.types import LANGS
from amuddu.kit import clock
from amuddu.retention.book import book
from amuddu.retention.term import Term
from gateway.about import state
from gateway.about.agencies import agencies
from gateway.about.operator import Operator
from gateway.offers.shelf import shelf_of
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

_EXPIRES = timedelta(days=180)
_FRESH = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is kept, and for how long; `None`: without a term."""

    name: str
    term: Term | None


@router.get("/aide")
def help_(page: PageDep) -> Response:
    """What to do, for each role."""
    return _show(page, "help.html")


@router.get("/pour-les-personnes")
def for_people(page: PageDep) -> Response:
    """What this is, for who looks for work."""
    return _show(page, "for_people.html")


@router.get("/pour-les-employeurs")
def for_employers(page: PageDep) -> Response:
    """What this is, for who hires."""
    return _show(page, "for_employers.html")


@router.get("/agences")
def contacts(page: PageDep) -> Response:
    """Where each agency is found."""
    return _show(page, "agencies.html", agencies=agencies(page, _operator(page)))


@router.get("/comment-nous-proposons")
def matching(page: PageDep) -> Response:
    """How people and offers are brought together, and how to object."""
    return _show(page, "how_matching.html")


@router.get("/vie-privee")
def privacy(page: PageDep) -> Response:
    """Who holds what, why, for how long, and one's rights."""
    return _show(page, "privacy.html", kept=tuple(_kept(page)))


@router.get("/conditions")
def terms(page: PageDep) -> Response:
    """What is promised here, and what is asked."""
    return _show(page, "terms.html")


@router.get("/accessibilite")
def accessibility(page: PageDep) -> Response:
    """What was tested and how, what does not work yet, whom to tell."""
    return _show(page, "accessibility.html")


@router.get("/langues")
def languages(page: PageDep) -> Response:
    """The four languages, and how to choose one or two."""
    return _show(page, "languages.html", all_langs=LANGS)


@router.get("/etat")
def how_it_is(page: PageDep) -> Response:
    """Which parts of the service answer, just now."""
    found = shelf_of(page.request).get("state", lambda: state.parts(page.services), fresh=_FRESH)
    told = {page.say(state.PARTS[name]): up for name, up in found.items()}
    return _show(page, "state.html", parts=told, at=clock.now(), whole=all(found.values()))


@router.get("/.well-known/security.txt")
def security(request: Request) -> Response:
    """Whom to tell of a hole (RFC 9116)."""
    operator: Operator = request.app.state.operator
    base = request.app.state.settings.public_url.rstrip("/")
    until = datetime.combine(clock.today() + _EXPIRES, time(), clock.now().tzinfo)
    contact = (
        f"Contact: {operator.security_contact}"
        if operator.security_contact
        else "# Contact: to be filled in by the operator (AMUDDU_OPERATOR_FILE, security_contact)"
    )
    lines = (
        contact,
        f"Expires: {until.isoformat()}",
        "Preferred-Languages: fr, en, ar, es",
        f"Canonical: {base}/.well-known/security.txt",
    )
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response("\n".join(lines) + "\n", media_type="text/plain", headers=headers)


def _operator(page: Page) -> Operator:
    found: Operator = page.request.app.state.operator
    return found


def _show(page: Page, template: str, **context: Any) -> Response:
    return page.render(template, operator=_operator(page), **context)


def _kept(page: Page) -> Iterator[Kept]:
    for kind in book().kinds:
        if kind.words is not None:
            yield Kept(kind.words[page.lang], kind.on(clock.today()).term)
