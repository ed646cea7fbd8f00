"""Notifications: what somebody is told, newest first, each leading to the act; what they want.

Lines are ids and kinds. A person is called as the reader's other pages call them: by profiles, now.
"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.news import READER_OF, Choices, Who
from amuddu.contracts.operations import Offset
from amuddu.kit.errors import AmudduError
from gateway.clients import bell
from gateway.news import words
from gateway.people.words import say
from gateway.sessions.security import FormDep
from gateway.web import rendering
from gateway.web.forms import optional, read_model, ticked
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

PAGE = 20
HERE = "/notifications"


@router.get(HERE)
def notifications(page: PageDep, offset: Offset = 0) -> Response:
    """The list; for who is told nothing, that."""
    if not bell.reads_news(page.viewer.actor):
        return page.render("notifications.html", found=None)
    found = page.services.notifications.news(page.caller, limit=PAGE, offset=offset)
    bell.bell_of(page.request).keep(page.viewer.actor.id, found.unread)
    known = sorted({one.profile_id for one in found.items if one.profile_id is not None})
    return page.render(
        "notifications.html",
        found=found,
        kinds=say(words.KINDS, page.lang),
        people=page.services.profiles.labels(page.caller, known) if known else {},
        limit=PAGE,
        offset=offset,
    )


@router.get(f"{HERE}/choix")
def choices(page: PageDep) -> Response:
    """What somebody wants to hear."""
    return _choices(page)


@router.post(f"{HERE}/choix")
def choose(page: PageDep, form: FormDep) -> Response:
    """Say it: what is ticked is told."""
    kinds = page.services.notifications.choices(page.caller).kinds
    wanted = ticked(form, "kinds")
    try:
        body = read_model(
            Choices,
            {
                "pace": optional(form, "pace"),
                "muted": [kind for kind in kinds if kind not in wanted],
            },
        )
        page.services.notifications.choose(page.caller, body)
    except AmudduError as error:
        return _choices(page, refused=error)
    return done(f"{HERE}/choix", "saved")


@router.post(f"{HERE}/lues")
def read_all(page: PageDep, _form: FormDep) -> Response:
    """All of it is read."""
    left = page.services.notifications.read_all(page.caller)
    bell.bell_of(page.request).keep(page.viewer.actor.id, left.count)
    return rendering.redirect(HERE)


@router.get(f"{HERE}/{{news_id}}")
def follow(page: PageDep, news_id: UUID) -> Response:
    """Go on to what a line leads to; it is read from now on."""
    actor = page.viewer.actor
    line = page.services.notifications.open_news(page.caller, news_id)
    left = page.services.notifications.unread(page.caller)
    bell.bell_of(page.request).keep(actor.id, left.count)
    return rendering.redirect(words.act(line, READER_OF[actor.role]))


def _choices(page: Page, *, refused: AmudduError | None = None) -> Response:
    if not bell.reads_news(page.viewer.actor):
        return rendering.redirect(HERE)
    found = page.services.notifications.choices(page.caller)
    who: Who = READER_OF[page.role]
    return page.render(
        "notification_choices.html",
        refused=refused,
        found=found,
        kinds=say(words.KINDS, page.lang),
        paces=say(words.PACES, page.lang) if who != "person" else {},
    )
