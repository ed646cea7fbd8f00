"""What each role may look for, and where: every group asks an operation that the role may call
anyway, so this page opens nothing, and what is read is recorded where it always is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from amuddu.kit.auth import Role
from amuddu.kit.db import Session
from amuddu.kit.i18n import N_
from gateway.sessions import organisations
from gateway.web.concurrent import asking, or_none
from gateway.web.page import Page

SHOWN = 5
"""Lines of a group; the group's own list has the others."""

Answer = tuple[Sequence[Any], int]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is found: its heading, how it is asked for, where all of it stands."""

    name: str
    title: str
    icon: str
    ask: Callable[[Page, str], Answer]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of a kind; `total`: `None` where nobody can say just now."""

    kind: Kind
    items: Sequence[Any]
    total: int | None
    more: str


def _people(page: Page, q: str) -> Answer:
    found = page.services.profiles.list(page.caller, q=q, limit=SHOWN, offset=0)
    return found.items, found.total


def _codes(page: Page, q: str) -> Answer:
    found = page.services.matching.by_code(page.caller, code=q, limit=SHOWN)
    return found.items, found.total


def _vacancies(page: Page, q: str) -> Answer:
    found = page.services.employers.list(page.caller, q=q, limit=SHOWN, offset=0)
    return found.items, found.total


def _firms(page: Page, q: str) -> Answer:
    found = page.services.employers.employer_files(page.caller, q=q, limit=SHOWN, offset=0)
    return found.items, found.total


def _hires(page: Page, q: str) -> Answer:
    found = page.services.employers.hires(page.caller, q=q, limit=SHOWN, offset=0)
    return found.items, found.total


def _courses(page: Page, q: str) -> Answer:
    found = page.services.support.search(page.caller, q=q, limit=SHOWN, offset=0)
    return found.items, found.total


PEOPLE = Kind("person", N_("Personnes"), "people", _people, "/personnes")
CODES = Kind("code", N_("Candidatures de ce code"), "card", _codes)
OFFERS = Kind("offer", N_("Offres d'emploi"), "work", _vacancies, "/offres")
FIRMS = Kind("firm", N_("Entreprises"), "shop", _firms, "/entreprises")
HIRES = Kind("hire", N_("Embauches"), "hands", _hires, "/embauches")
COURSES = Kind("course", N_("Formations"), "tools", _courses, "/formations")

KINDS: Mapping[Role, tuple[Kind, ...]] = {
    Role.COUNSELLOR: (PEOPLE, CODES, OFFERS, FIRMS, HIRES, COURSES),
    Role.AGENT: (PEOPLE, OFFERS, HIRES, COURSES),
    Role.EMPLOYER: (CODES, OFFERS, HIRES),
    Role.COORDINATOR: (OFFERS, FIRMS, HIRES, COURSES),
    Role.ADMINISTRATOR: (OFFERS, FIRMS, HIRES, COURSES),
}
"""What each role finds, in the order of the page. Accounts, which stand here, are added for the
administration."""


def find(page: Page, session: Session, q: str) -> list[Group]:
    """Everything that the reader may know of and that answers to the words. All services are asked
    at once; one that is away takes its own groups along, no other."""
    asked: list[tuple[Kind, Future[Answer]]] = [
        (kind, asking(_asks(kind, page, q))) for kind in KINDS[page.role]
    ]
    found = [_group(kind, or_none(future.result), q) for kind, future in asked]
    if page.role is Role.ADMINISTRATOR:
        found.append(_group(_ACCOUNTS, _accounts(session, q), q))
    return found


def _asks(kind: Kind, page: Page, q: str) -> Callable[[], Answer]:
    return lambda: kind.ask(page, q)


def _group(kind: Kind, answer: Answer | None, q: str) -> Group:
    items, total = answer or ((), None)
    hidden = total is not None and total > len(items) and kind.more
    return Group(kind, items, total, f"{kind.more}?{urlencode({'q': q})}" if hidden else "")


def _accounts(session: Session, q: str) -> Answer:
    return organisations.users(session, organisations.Asked(words=q), limit=SHOWN, offset=0)


def _nobody(_: Page, __: str) -> Answer:
    return (), 0


_ACCOUNTS = Kind("account", N_("Comptes"), "people", _nobody, "/administration/comptes")
