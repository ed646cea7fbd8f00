"""Offers that people of the agency said interest them, on the counsellor's first page: who waits
since when, and that somebody looks after it. The employer learns nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.matching.own_offers import WaitingInterest, WaitingInterests
from amuddu.kit.auth import Role
from gateway.candidates.pages import labels_by_id
from gateway.sessions.security import FormDep
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Interested:
    """Somebody whom an offer interests, for so many days."""

    item: WaitingInterest
    name: str | None
    days: int


def interested(page: Page, found: WaitingInterests, now: datetime) -> list[Interested]:
    """Who waits, with how they may be called."""
    names = labels_by_id(page, [item.profile_id for item in found.items])

    def name(item: WaitingInterest) -> str | None:
        return names[item.profile_id].display_name if item.profile_id in names else None

    return [Interested(item, name(item), (now - item.expressed_at).days) for item in found.items]


@router.post("/aujourdhui/interets/{interest_id}")
def take_up(page: PageDep, interest_id: UUID, _form: FormDep) -> Response:
    """Say that the agency looks after it; the person reads so."""
    page.viewer.require(Role.COUNSELLOR)
    page.services.matching.take_up_interest(page.caller, interest_id)
    return done("/aujourdhui", "taken_up", at="interets")
