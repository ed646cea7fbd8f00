"""The page where anybody checks an employer, or a message that they got. No account is needed.

It tells nothing of any person, and of an employer no more than its verified name and town. A link
of another address than ours is not ours, whatever stands behind it.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.organisations import Genuine, GenuineIn
from amuddu.kit.errors import Gone, NotFound
from amuddu.kit.i18n import N_
from gateway.accounts import signing_in
from gateway.certificates import numbers
from gateway.clients.base import Caller
from gateway.organisations import words
from gateway.people.words import say
from gateway.sessions.security import FormDep
from gateway.settings import GatewaySettings
from gateway.web import rendering
from gateway.web.forms import read_model, text_of
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

LONGEST = 500
_CODE = re.compile(r"[A-Za-z0-9_-]{20,64}")
_LINK = re.compile(r"^(?:https?://|[\w.-]+(?::\d+)?/)\S+$", re.IGNORECASE)
_NOTHING = N_("Écrivez un ICE, un nom, ou le lien du message.")


@router.get("/verifier")
def ask(page: PageDep) -> Response:
    """Where a number, a name or a link is pasted."""
    return page.render("genuine.html", verdict=None, found=None, values={})


@router.post("/verifier")
def check(page: PageDep, form: FormDep) -> Response:
    """Whether it is genuine."""
    asked = " ".join(text_of(form, "asked").replace("\x00", "").split())[:LONGEST]
    values = {"asked": asked}
    if not asked:
        errors = {"asked": page.say(_NOTHING)}
        return page.render(
            "genuine.html", status=422, verdict=None, found=None, values=values, errors=errors
        )
    if (number := numbers.read(asked)) is not None:
        return rendering.redirect(f"{numbers.CHECK}/{number}")
    signing_in.count_question(page.request)
    if _LINK.match(asked) or (_CODE.fullmatch(asked) and not asked.isdigit()):
        verdict, found = _message(page, asked), None
    else:
        found = _employer(page, asked)
        verdict = found.verdict
    said = say(words.CHECKED, page.lang)[verdict]
    return page.render("genuine.html", verdict=verdict, said=said, found=found, values=values)


def _employer(page: Page, asked: str) -> Genuine:
    body = read_model(GenuineIn, {"asked": asked[:160]})
    return page.services.employers.check_employer(Caller(None, page.lang), body)


def _message(page: Page, asked: str) -> str:
    """Whether a link, or the code at its end, is one that we sent. What it opens is not shown."""
    kind, code = _parts(page, asked)
    nobody = Caller(None, page.lang)
    services = page.services
    readers = {
        "r": services.notifications.invitation,
        "k": services.profiles.contact_change,
        "garder": services.profiles.stay,
        "encore": services.employers.still_hiring,
    }
    for name in (kind,) if kind else ("r", "k", "garder"):
        try:
            readers[name](nobody, code)
        except Gone:
            return "over"
        except NotFound:
            continue
        except KeyError:
            return "not_ours"
        return "ours"
    return "not_ours"


def _parts(page: Page, asked: str) -> tuple[str, str]:
    """The kind of a link and its code; a code alone has no kind. `-` is a kind that nobody has."""
    if _CODE.fullmatch(asked):
        return "", asked
    settings: GatewaySettings = page.request.app.state.settings
    ours = urlsplit(settings.public_url)
    try:
        link = urlsplit(asked if "://" in asked else f"{ours.scheme}://{asked}")
        same = (link.hostname, link.port) == (ours.hostname, ours.port)
    except ValueError:
        return "-", ""
    parts = link.path.strip("/").split("/")
    if not same or link.username is not None or len(parts) != 2:
        return "-", ""
    kind, code = parts
    return (kind, code) if _CODE.fullmatch(code) else ("-", "")
