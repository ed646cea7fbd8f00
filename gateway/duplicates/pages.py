"""People who are likely one person: the list, two side by side, and the log of merges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.operations import Offset
from amuddu.contracts.profiles.duplicates import (
    LIST_DUPLICATES,
    MERGE_DUPLICATES,
    Comparison,
    MergeIn,
    WithAccounts,
)
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError
from amuddu.kit.i18n import Text
from gateway.accounts import profiles as account_profiles
from gateway.clients import Services, ServicesDep
from gateway.duplicates import words
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import rendering
from gateway.web.error_pages import by_field
from gateway.web.forms import read_model, text_of

router = APIRouter(include_in_schema=False)

PAGE = 20
_LIST = "/doublons"
_PURPOSES = ("matching", "contact", "statistics")


@router.get("/doublons")
def duplicates(
    request: Request,
    viewer: ViewerDep,
    services: ServicesDep,
    offset: Offset = 0,
    fait: str = "",
) -> Response:
    """The pairs that wait for an answer, and the merges that took place."""
    viewer.allowed(LIST_DUPLICATES)
    viewer.require(Role.COUNSELLOR)
    found = services.profiles.duplicates(viewer.caller, limit=PAGE, offset=offset)
    merges = services.profiles.merges(viewer.caller, limit=PAGE)
    return rendering.page(
        request,
        viewer,
        "duplicates.html",
        found=found,
        merges=merges.items,
        limit=PAGE,
        offset=offset,
        reasons=_said(words.REASONS, viewer.lang),
        entered=_said(words.ENTERED, viewer.lang),
        done=_said(words.DONE, viewer.lang).get(fait),
    )


@router.get("/doublons/{first_id}/{second_id}")
def side_by_side(
    request: Request,
    viewer: ViewerDep,
    services: ServicesDep,
    session: SessionDep,
    first_id: UUID,
    second_id: UUID,
) -> Response:
    """Two people, and what differs."""
    viewer.allowed(MERGE_DUPLICATES)
    viewer.proved(request.app.state.settings)  # both titles stand on this page
    both = _compared(services, viewer, session, first_id, second_id)
    return _show(request, viewer, both, values=_proposed(both), errors={})


@router.post("/doublons/{first_id}/{second_id}")
def answer(
    request: Request,
    viewer: ViewerDep,
    services: ServicesDep,
    session: SessionDep,
    first_id: UUID,
    second_id: UUID,
    form: FormDep,
) -> Response:
    """One person, two people, or later."""
    viewer.allowed(MERGE_DUPLICATES)
    action = text_of(form, "action")
    if action == "different":
        services.profiles.tell_apart(viewer.caller, first_id, second_id)
        return rendering.redirect(f"{_LIST}?fait=apart")
    if action != "merge":
        return rendering.redirect(_LIST)
    try:
        body = _body(form, _with_account(session, first_id, second_id))
        services.profiles.merge_duplicates(viewer.caller, first_id, second_id, body)
    except AmudduError as error:
        problems = by_field(error, viewer) or {"": error.text.in_(viewer.lang)}
        both = _compared(services, viewer, session, first_id, second_id)
        return _show(request, viewer, both, values=form, errors=problems, status=error.status)
    return rendering.redirect(f"{_LIST}?fait=merged")


@router.post("/doublons/fusions/{merge_id}/annuler")
def undo(viewer: ViewerDep, services: ServicesDep, merge_id: UUID, _form: FormDep) -> Response:
    """Bring both profiles back."""
    viewer.allowed(MERGE_DUPLICATES)
    services.profiles.undo_merge(viewer.caller, merge_id)
    return rendering.redirect(f"{_LIST}?fait=undone")


def _body(form: FormData, with_account: tuple[UUID, ...]) -> MergeIn:
    values: dict[str, Any] = {
        "kept_id": text_of(form, "kept_id"),
        "take": [name for name in words.FIELDS if form.get(f"take:{name}")],
        "with_account": with_account,
    }
    if form.get("asked"):
        values["consents"] = {name: bool(form.get(f"consents:{name}")) for name in _PURPOSES}
        values["consent_method"] = text_of(form, "method")
    return read_model(MergeIn, values)


def _with_account(session: Session, first_id: UUID, second_id: UUID) -> tuple[UUID, ...]:
    """Those of the two who have a card or an account, which the service does not know of."""
    return account_profiles.with_account(session, (first_id, second_id))


def _compared(
    services: Services, viewer: Viewer, session: Session, first_id: UUID, second_id: UUID
) -> Comparison:
    body = WithAccounts(with_account=_with_account(session, first_id, second_id))
    return services.profiles.compare_duplicates(viewer.caller, first_id, second_id, body)


def _proposed(both: Comparison) -> dict[str, str]:
    """What is ticked at first: whatever the profile that stays does not say, but no contact,
    birth or paper."""
    kept = both.kept.profile
    return {
        f"take:{name}": "1"
        for name in both.differing
        if name not in words.NEVER_PROPOSED and (name in words.LISTS or not getattr(kept, name))
    }


def _show(
    request: Request,
    viewer: Viewer,
    both: Comparison,
    *,
    values: Mapping[str, Any],
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    refusal = words.NOT_MERGEABLE.get(both.not_mergeable or "")
    return rendering.page(
        request,
        viewer,
        "duplicate.html",
        status=status,
        both=both,
        sides=(both.kept, both.removed),
        address=f"{_LIST}/{both.kept.profile.id}/{both.removed.profile.id}",
        fields=_said(words.FIELDS, viewer.lang),
        differing=_in_order(both.differing),
        careful=words.NEVER_PROPOSED,
        lists=words.LISTS,
        reasons=_said(words.REASONS, viewer.lang),
        entered=_said(words.ENTERED, viewer.lang),
        refusal=Text(refusal).in_(viewer.lang) if refusal else "",
        purposes=_PURPOSES,
        values=values,
        errors=errors,
    )


def _in_order(differing: Iterable[str]) -> list[str]:
    return [name for name in words.FIELDS if name in set(differing)]


def _said(messages: Mapping[Any, str], lang: Lang) -> dict[str, str]:
    return {code: Text(message).in_(lang) for code, message in messages.items()}
