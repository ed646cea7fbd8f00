"""How long what is kept, in plain words; whether somebody stays, by link or in person.

The public page says what the table of retention says, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.profiles.staying import CONFIRM_STAY, StayAnswer
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError
from amuddu.kit.i18n import N_
from amuddu.retention.book import Kind, Then, book
from amuddu.retention.term import Term
from gateway.accounts import signing_in
from gateway.clients.base import Caller
from gateway.sessions.security import LANGUAGE_COOKIE, FormDep
from gateway.web.forms import read_model, text_of
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

_ABOUT: Mapping[str, str] = {
    "profiles": N_("Votre profil et votre compte"),
    "matching": N_("Les offres et vos réponses"),
    "notifications": N_("Les offres et vos réponses"),
    "employers": N_("Les embauches et les aides"),
    "support": N_("Les formations"),
    "gateway": N_("Les comptes et les fichiers"),
    "audit": N_("Le contrôle et les copies"),
    "house": N_("Le contrôle et les copies"),
}

THEN: Mapping[Then, str] = {
    "asked": N_("nous vous demandons si vous le gardez"),
    "erased": N_("tout est effacé, pour toujours"),
    "deleted": N_("c'est effacé"),
    "made_anonymous": N_("ce qui désigne quelqu'un en est retiré"),
    "closed": N_("l'offre est fermée"),
    "ended": N_("il ne s'ouvre plus"),
    "disabled_then_deleted": N_("le compte est fermé, puis effacé"),
    "sealed": N_("c'est mis sous scellés"),
}
"""What is done once the time is over."""


@dataclass(frozen=True, slots=True)
class Line:
    """A kind as a reader sees it."""

    name: str
    term: Term | None
    """None where it stays."""
    then: str


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that a reader looks for together."""

    title: str
    lines: tuple[Line, ...]


@router.get("/conservation")
def how_long(page: PageDep) -> Response:
    """The page."""
    return page.render("retention.html", groups=tuple(_groups(page)))


def _groups(page: Page) -> Iterator[Group]:
    shown = [kind for kind in book().kinds if kind.words is not None]
    order = list(dict.fromkeys(_ABOUT.values()))
    shown.sort(key=lambda kind: order.index(_ABOUT[kind.service]))
    for title, kinds in groupby(shown, key=lambda kind: _ABOUT[kind.service]):
        yield Group(page.say(title), tuple(_line(kind, page) for kind in kinds))


def _line(kind: Kind, page: Page) -> Line:
    assert kind.words is not None
    version = kind.on(clock.today())
    then = THEN.get(version.then)
    return Line(kind.words[page.lang], version.term, page.say(then) if then else "")


# --- the link -------------------------------------------------------------------------------------


@router.get("/garder/{token}")
def ask(page: PageDep, token: str) -> Response:
    """Keep the profile? Opening the page answers nothing: previews of links stay harmless."""
    return _show(page, token)


@router.post("/garder/{token}")
def answer(page: PageDep, token: str, form: FormDep) -> Response:
    """Keep it, or have it erased."""
    body = read_model(StayAnswer, {"answer": text_of(form, "answer")})
    try:
        with signing_in.counting_bad_links(page.request):
            page.services.profiles.answer_stay(Caller(None, page.lang), token, body)
    except AmudduError as error:
        return _show(page, token, refused=error)
    return done(f"/garder/{token}", "saved")


def _show(page: Page, token: str, *, refused: AmudduError | None = None) -> Response:
    with signing_in.counting_bad_links(page.request):
        found = page.services.profiles.stay(Caller(None, page.lang), token)
    chosen = page.query("lang") or page.request.cookies.get(LANGUAGE_COOKIE)
    shown = page if chosen else replace(page, viewer=replace(page.viewer, lang=found.language))
    return shown.render("stay.html", refused=refused, token=token, stay=found)


# --- the agency -----------------------------------------------------------------------------------


@router.post("/personnes/{profile_id}/garder")
def confirm(page: PageDep, profile_id: UUID, form: FormDep) -> Response:
    """Somebody said in person that they stay."""
    page.viewer.allowed(CONFIRM_STAY)
    page.services.profiles.confirm_stay(page.caller, profile_id)
    first = page.role is Role.COUNSELLOR or text_of(form, "retour") == "aujourdhui"
    return done("/aujourdhui" if first else "/appels", "stays")
