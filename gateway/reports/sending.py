"""Report an offer or its employer, and read the answer behind a code.

Nobody has to be anybody. What the services get of whoever reports is a digest, so that one person
is not counted as many; neither account nor address goes with it.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from ipaddress import ip_address, ip_network
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.postings.reports import ReportCode, ReportIn, ReportVia
from amuddu.kit.auth import service_actor
from amuddu.kit.errors import AmudduError
from gateway.accounts import signing_in
from gateway.clients.base import Caller
from gateway.offers.feeds import NOBODY
from gateway.offers.shelf import shelf_of
from gateway.sessions import tries
from gateway.sessions.security import RepeatableFormDep, client_address
from gateway.sessions.service import digest
from gateway.web.forms import read_model, text_of
from gateway.web.labels import LABELS
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

REPORTS_EACH = 10
"""Reports of one network that are free; each next one waits longer."""
_NETWORKS = {4: 24, 6: 48}
"""How much of an address tells one stranger from another."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What somebody is about to report, as its form shows it."""

    vacancy_id: UUID
    title: str
    employer_name: str
    action: str
    back: str
    via: ReportVia
    who: str


@router.get("/emplois/{offer_id}/signaler")
def ask(page: PageDep, offer_id: UUID) -> Response:
    """The form, for an offer that anybody may read."""
    return _form(page, _public(page, offer_id))


@router.post("/emplois/{offer_id}/signaler")
def report(page: PageDep, offer_id: UUID, form: RepeatableFormDep) -> Response:
    """Take the report in; the page that follows has the code, once."""
    return _taken(page, _public(page, offer_id), form)


@router.get("/r/{token}/signaler")
def ask_of_message(page: PageDep, token: str) -> Response:
    """The form, for the offer of a message."""
    return _form(page, _of_message(page, token))


@router.post("/r/{token}/signaler")
def report_of_message(page: PageDep, token: str, form: RepeatableFormDep) -> Response:
    """The same by somebody whom an agency put forward for this offer."""
    return _taken(page, _of_message(page, token), form)


@router.get("/signalement")
def look_up(page: PageDep) -> Response:
    """Where a code is typed."""
    return page.render("report_answer.html", answer=None)


@router.post("/signalement")
def answer(page: PageDep, form: RepeatableFormDep) -> Response:
    """What became of the report behind a code."""
    try:
        body = read_model(ReportCode, {"code": text_of(form, "code")})
        with signing_in.counting_bad_links(page.request):
            found = page.services.employers.report_answer(_house(page), body)
    except AmudduError as error:
        return page.render("report_answer.html", refused=error, answer=None)
    return page.render("report_answer.html", answer=found)


def _public(page: Page, offer_id: UUID) -> Reported:
    read = partial(page.services.employers.offer, NOBODY, offer_id)
    found = shelf_of(page.request).get(("one", offer_id), read)
    return Reported(
        vacancy_id=found.id,
        title=found.title,
        employer_name=found.employer_name,
        action=f"/emplois/{found.id}/signaler",
        back=f"/emplois/{found.id}",
        via="account" if page.viewer.identity else "nobody",
        who=_who(page),
    )


def _of_message(page: Page, token: str) -> Reported:
    with signing_in.counting_bad_links(page.request):
        found = page.services.notifications.invitation(Caller(None, page.lang), token)
    return Reported(
        vacancy_id=found.vacancy_id,
        title=found.title,
        employer_name=found.employer_name,
        action=f"/r/{token}/signaler",
        back=f"/r/{token}",
        via="link",
        who=f"link:{token}",
    )


def _who(page: Page) -> str:
    """Whoever reports: their account, or the network that they come from."""
    if page.viewer.identity:
        return f"account:{page.viewer.actor.id}"
    return f"network:{network(client_address(page.request))}"


def network(address: str) -> str:
    """The part of an address that one household or office shares."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{address}/{_NETWORKS[found.version]}", strict=False))


def _taken(page: Page, what: Reported, form: FormData) -> Response:
    values = {name: text_of(form, name) for name in ("about", "reason", "text")}
    key = page.request.app.state.settings.signing_key
    mark = hmac.new(key.encode(), f"amuddu.report:{what.who}".encode(), sha256).hexdigest()
    said = {**values, "vacancy_id": what.vacancy_id, "via": what.via, "reporter": mark}
    try:
        body = read_model(ReportIn, said)
        counter = tries.Counted(digest(f"report:{what.who}"), REPORTS_EACH)
        tries.take(page.request.app.state.database, (counter,))
        receipt = page.services.employers.send_report(_house(page), body)
    except AmudduError as error:
        return _form(page, what, values=values, refused=error)
    return page.render("report_sent.html", code=receipt.code, what=what)


def _form(
    page: Page,
    what: Reported,
    *,
    values: Mapping[str, str] | None = None,
    refused: AmudduError | None = None,
) -> Response:
    return page.render(
        "report_form.html",
        refused=refused,
        what=what,
        values=values or {"about": "offer"},
        reasons=list(LABELS["report_reason"]),
    )


def _house(page: Page) -> Caller:
    """The gateway itself: whoever reports is named to nobody."""
    return Caller(service_actor("gateway"), page.lang)
