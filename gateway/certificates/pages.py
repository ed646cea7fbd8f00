"""The paper to print, and the page where anybody checks its number. No account is needed there."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.support.certificates import Certificate
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, NotFound, invalid
from amuddu.kit.i18n import N_
from gateway.accounts import cards, signing_in
from gateway.certificates.numbers import CHECK, read
from gateway.settings import GatewaySettings
from gateway.web import rendering
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

_LONGEST = 60
_WRONG = N_(
    "Un numéro d'attestation a douze lettres et chiffres, comme AB2C-3D4E-F5GH. Il n'a ni O, ni I, "
    "ni L, ni U, ni zéro, ni un."
)


@router.get(CHECK)
def ask(page: PageDep) -> Response:
    """Where a number is typed; one that can be read leads to what it says."""
    typed = " ".join(page.query("numero").split())[:_LONGEST]
    if not typed:
        return _checked(page)
    number = read(typed)
    if number is None:
        return _checked(page, refused=invalid("numero", _WRONG), typed=typed)
    return rendering.redirect(f"{CHECK}/{number}")


@router.get(CHECK + "/{number}")
def check(page: PageDep, number: str) -> Response:
    """What a number says: the course, the centre, the day, and whether it holds."""
    bare = read(number[:_LONGEST])
    if bare is None:
        return _checked(page, refused=invalid("numero", _WRONG), typed=number[:_LONGEST])
    signing_in.count_question(page.request)
    try:
        found = page.services.support.check_certificate(page.caller, bare)
    except NotFound as error:
        return _checked(page, refused=error, typed=number[:_LONGEST])
    return _checked(page, found=found, typed=found.number)


def _checked(
    page: Page,
    *,
    found: object = None,
    refused: AmudduError | None = None,
    typed: str = "",
) -> Response:
    return page.render(
        "certificate_check.html", refused=refused, found=found, values={"numero": typed}
    )


@router.get("/places/{request_id}/attestation")
def paper(page: PageDep, request_id: UUID) -> Response:
    """The paper of a course that somebody completed, with their name as profiles knows it now."""
    page.viewer.require(Role.JOBSEEKER, Role.COUNSELLOR)
    found = page.services.support.certificates(page.caller, request_id=request_id, limit=1)
    if not found.items:
        raise NotFound
    (one,) = found.items
    profile = page.services.profiles.get(page.caller, one.profile_id)
    address = _address(page, one)
    return page.render(
        "certificate.html",
        paper=one,
        profile=profile,
        address=address,
        square=cards.square_code(address),
    )


def _address(page: Page, one: Certificate) -> str:
    settings: GatewaySettings = page.request.app.state.settings
    return f"{settings.public_url.rstrip('/')}{CHECK}/{one.number.replace('-', '')}"
