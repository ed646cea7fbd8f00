"""The agencies, and where each is found."""

from __future__ import annotations

from dataclasses import dataclass

from amuddu.kit.db import Database
from gateway.about.operator import Office, Operator
from gateway.sessions import service as accounts
from gateway.web.page import Page


@dataclass(frozen=True, slots=True)
class Found:
    """An agency as anybody reads it."""

    name: str
    office: Office

    @property
    def known(self) -> bool:
        """Whether there is any way to reach it."""
        return bool(self.office.address or self.office.phone or self.office.email)


def agencies(page: Page, operator: Operator) -> tuple[Found, ...]:
    """All of them, by name."""
    database: Database = page.request.app.state.database
    with database.session() as session:
        known = accounts.agencies(session)
    return tuple(Found(name, operator.agencies.get(ident, Office())) for ident, name in known)
