"""What the pages of scholarships share: for whom one looks, how people are called, addresses."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from amuddu.contracts.support.scholarships import ASKERS
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError
from gateway.web.page import Page

HOME = "/bourses"
SHOWN = 20
FOLLOWERS = (Role.COUNSELLOR, Role.AGENT)
"""Who helps people with an application."""
READERS = (*ASKERS, Role.COORDINATOR)


def whom(page: Page) -> UUID | None:
    """For whom somebody who follows people looks, as the address says; nobody for all others."""
    if page.role not in FOLLOWERS:
        return None
    return id_of(page.query("personne"))


def id_of(text: str) -> UUID | None:
    """An id as an address or a form says it."""
    try:
        return UUID(text)
    except ValueError:
        return None


def names(page: Page, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of the people whom the reader follows; others stay codes."""
    wanted = list(dict.fromkeys(ids))
    if page.role not in FOLLOWERS or not wanted:
        return {}
    try:
        found = page.services.profiles.labels(page.caller, wanted)
    except AmudduError:
        return {}
    return {each: label.display_name for each, label in found.items() if label.display_name}
