"""Pages of erasures: the receipt behind its link, the check of a receipt, and those that wait.

The first two need no account: whoever was erased has none.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from amuddu.contracts.events.erasures import PLACES
from amuddu.contracts.profiles.receipts import MOST_LETTERS, PlaceState, ReceiptIn, ReceiptState
from amuddu.kit.auth import Role
from amuddu.kit.i18n import N_
from gateway.accounts import cards, signing_in
from gateway.clients.base import Caller
from gateway.erasures import words
from gateway.sessions.security import FormDep
from gateway.settings import GatewaySettings
from gateway.web.forms import text_of
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

Link = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,64}$")]

_NOTHING = N_("Collez le reçu, ou choisissez son fichier.")


@router.get("/effacement/{token}")
def receipt(page: PageDep, token: Link) -> Response:
    """How an erasure stands, and its receipt. Opened by whoever holds the link."""
    found = _found(page, token)
    settings: GatewaySettings = page.request.app.state.settings
    address = f"{settings.public_url.rstrip('/')}/effacement/{token}"
    return page.render(
        "receipt.html",
        found=found,
        lines=_lines(page, found.places),
        done=sum(1 for each in found.places if each.acknowledged_at),
        address=address,
        code=cards.square_code(address),
        file=f"/effacement/{token}/recu.json",
        by_staff=page.viewer.identity is not None,
    )


@router.get("/effacement/{token}/recu.json")
def as_file(page: PageDep, token: Link) -> Response:
    """The receipt as a file to keep: the signed text, and what it says, to be read."""
    found = _found(page, token)
    said = found.model_dump(mode="json", exclude={"signed"})
    content = json.dumps({"signed": found.signed, "says": said}, indent=2, ensure_ascii=False)
    name = f"amuddu-{str(found.receipt)[:8]}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/json", headers=headers)


def _found(page: Page, token: str) -> ReceiptState:
    with signing_in.counting_bad_links(page.request):
        return page.services.profiles.receipt(Caller(None, page.lang), token)


@router.get("/verifier-un-recu")
def ask(page: PageDep) -> Response:
    """Where a receipt is pasted."""
    return page.render("receipt_check.html", checked=None, values={}, errors={})


@router.post("/verifier-un-recu")
def check(page: PageDep, form: FormDep) -> Response:
    """Whether it is genuine."""
    text = _sent(form)
    if not text:
        errors = {"receipt": page.say(_NOTHING)}
        return page.render("receipt_check.html", status=422, checked=None, values={}, errors=errors)
    body = ReceiptIn(receipt=text)
    checked = page.services.profiles.check_receipt(Caller(None, page.lang), body)
    return page.render(
        "receipt_check.html",
        checked=checked,
        verdict=page.say(words.VERDICTS[checked.verdict]),
        lines=_lines(page, checked.said.places) if checked.said else [],
        values={},
        errors={},
    )


def _sent(form: FormData) -> str:
    """The signed text of what was pasted or chosen: as it is, or out of our own file."""
    file = form.get("file")
    chosen = isinstance(file, UploadFile) and bool(file.filename)
    if chosen:
        assert isinstance(file, UploadFile)
        text = file.file.read(2 * MOST_LETTERS).decode("utf-8", "replace")
    else:
        text = text_of(form, "receipt")
    text = text.lstrip("\ufeff").strip()
    try:
        read: Any = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, dict):
        text = str(read.get("signed") or "?")
    return text.replace("\x00", "")[:MOST_LETTERS]


@router.get("/effacements")
def standing(page: PageDep) -> Response:
    """Erasures that a place has yet to answer for. They name nobody."""
    page.viewer.require(Role.OFFICER, Role.ADMINISTRATOR)
    found = page.services.profiles.standing_erasures(page.caller)
    return page.render(
        "erasures_standing.html",
        found=found,
        places={place: page.say(text) for place, text in words.PLACES.items()},
    )


def _lines(page: Page, places: tuple[PlaceState, ...]) -> list[dict[str, Any]]:
    in_order = sorted(places, key=lambda each: PLACES.index(each.place))
    return [
        {
            "name": page.say(words.PLACES[each.place]),
            "at": each.acknowledged_at,
            "kept": [page.say(words.KEPT[one.code], count=one.count) for one in each.kept],
        }
        for each in in_order
    ]
