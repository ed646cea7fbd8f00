"""Pages of the officer: the journal, its file, alerts and what they turned out to be.

They show codes, roles, organisations and the names of staff; of people only an id that opens
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Annotated, Any, get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from amuddu.contracts.audit import AnswerReason
from amuddu.contracts.operations import Offset
from amuddu.kit.audit import oversight, unusual
from amuddu.kit.audit.chain import Kept
from amuddu.kit.audit.oversight import Wanted
from amuddu.kit.audit.store import Audit
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import SessionDep
from amuddu.kit.errors import known
from gateway.oversight import words
from gateway.people import words as person_words
from gateway.people.words import say
from gateway.sessions import service as accounts
from gateway.sessions import trail
from gateway.sessions.security import FormDep
from gateway.web import rendering
from gateway.web.forms import text_of
from gateway.web.page import Page, PageDep
from gateway.web.spreadsheets import download

router = APIRouter(include_in_schema=False)

PAGE = 50
_FILE = (
    "number",
    "at",
    "role",
    "organisation",
    "actor_id",
    "action",
    "purpose",
    "subject",
    "outcome",
    "elsewhere",
    "emergency",
    "kind",
    "counted",
    "seal",
)


def _officer(page: PageDep) -> Actor:
    return page.viewer.require(Role.OFFICER)


OfficerDep = Annotated[Actor, Depends(_officer)]


@router.get("/journal")
def journal(page: PageDep, session: SessionDep, _who: OfficerDep, offset: Offset = 0) -> Response:
    """Rows, newest first, with how often each thing was done."""
    audit, wanted = _audit(page), _wanted(page)
    rows = oversight.page(audit, wanted, limit=PAGE, offset=offset)
    counts = oversight.counts(audit, wanted)
    return page.render(
        "journal.html",
        rows=rows,
        counts=counts,
        total=sum(each.rows for each in counts),
        known_actions=oversight.actions(audit),
        values=dict(page.request.query_params),
        query=_query(page),
        limit=PAGE,
        offset=offset,
        **_words(page, session, rows),
    )


@router.get("/journal.csv")
def as_file(page: PageDep, officer: OfficerDep) -> Response:
    """The rows that are asked for, as a file; that it was taken is written down first."""
    audit = _audit(page)
    trail.must(audit, officer, "audit_exported")
    rows = oversight.page(audit, _wanted(page), limit=oversight.MOST_ROWS)
    lines = ([str(getattr(row, name) or "") for name in _FILE] for row in rows)
    return download("csv", "journal", _FILE, lines)


@router.get("/alertes")
def alerts(page: PageDep, session: SessionDep, _who: OfficerDep, offset: Offset = 0) -> Response:
    """What looks unusual and waits for an answer; with `toutes` the answered too."""
    audit, everything = _audit(page), bool(page.query("toutes"))
    unusual.look(audit)  # what happened this minute too
    found = unusual.alert_list(audit, waiting=not everything, limit=PAGE + 1, offset=offset)
    return page.render(
        "alerts.html",
        alerts=found[:PAGE],
        more=len(found) > PAGE,
        waiting=unusual.how_many_wait(audit),
        everything=everything,
        limit=PAGE,
        offset=offset,
        **_words(page, session, found),
    )


@router.get("/alertes/{alert_id}")
def alert(page: PageDep, session: SessionDep, _who: OfficerDep, alert_id: UUID) -> Response:
    """One alert, with the rows behind it."""
    audit = _audit(page)
    found = known(unusual.alert_of(audit, alert_id))
    rows = unusual.behind(audit, found)
    return page.render(
        "alert.html", alert=found, rows=rows, **_words(page, session, [found, *rows])
    )


@router.post("/alertes/{alert_id}")
def answer(page: PageDep, officer: OfficerDep, alert_id: UUID, form: FormDep) -> Response:
    """Say what it was, with a reason from the list."""
    audit = _audit(page)
    known(unusual.alert_of(audit, alert_id))
    reason = text_of(form, "reason")
    if reason in get_args(AnswerReason):
        trail.must(audit, officer, "alert_answered")
        unusual.answer(audit, alert_id, officer_id=officer.id, reason=reason)  # type: ignore[arg-type]
        return rendering.redirect("/alertes")
    return rendering.redirect(f"/alertes/{alert_id}")


def _audit(page: Page) -> Audit:
    found: Audit = page.request.app.state.audit
    return found


def _wanted(page: Page) -> Wanted:
    """What the address asks for, forgivingly: what cannot be read is not asked."""
    outcome = page.query("resultat")
    return Wanted(
        first=_day(page.query("du")),
        last=_day(page.query("au")),
        actor_id=_id(page.query("qui")),
        subject=_id(page.query("sur")),
        action=page.query("action")[:32],
        outcome="refused" if outcome == "refused" else "allowed" if outcome == "allowed" else None,
        organisation=page.query("organisation")[:80].replace("\x00", ""),
    )


def _day(text: str) -> date | None:
    with suppress(ValueError):
        found = date.fromisoformat(text)
        return found if 1900 < found.year < 2200 else None
    return None


def _id(text: str) -> UUID | None:
    with suppress(ValueError):
        return UUID(text)
    return None


def _query(page: Page) -> str:
    asked = {name: value for name, value in page.request.query_params.items() if name != "offset"}
    return urlencode(asked)


def _words(page: Page, session: Any, rows: Iterable[Kept | unusual.Alert]) -> dict[str, Any]:
    staff = {row.actor_id for row in rows if row.role not in ("jobseeker", "service")}
    return {
        "staff": accounts.staff_names(session, staff),
        "actions": say(words.ACTIONS, page.lang),
        "kinds": say(words.ALERTS, page.lang),
        "reasons": say(words.REASONS, page.lang),
        "outcomes": say(words.OUTCOMES, page.lang),
        "reading_purposes": say(person_words.READING_PURPOSES, page.lang),
    }
