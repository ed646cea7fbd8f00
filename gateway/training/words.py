"""What the pages of training share: who is meant, what was typed."""

from __future__ import annotations

from uuid import UUID

from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError
from gateway.web.page import Page

SHOWN = 20
ASKERS = (Role.JOBSEEKER, Role.COUNSELLOR)


def whom(page: Page) -> UUID | None:
    """For whom a counsellor looks, as the address says; nobody for all others."""
    if page.viewer.identity is None or page.role is not Role.COUNSELLOR:
        return None
    try:
        return UUID(page.query("personne"))
    except ValueError:
        return None


def name_of(page: Page, profile_id: UUID | None) -> str:
    """How the counsellor may call the person: by name within the own agency, else by code."""
    if profile_id is None:
        return ""
    try:
        found = page.services.profiles.labels(page.caller, [profile_id]).get(profile_id)
    except AmudduError:
        return ""
    return (found.display_name or found.code) if found else ""
