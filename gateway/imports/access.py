"""Who may send a file, for whom, and whose file it then is: asked before anything is read.

A file belongs to an organisation: the agency or the employer that its rows are for. Who sent it
sees it, and so do the counsellors of that agency; for everybody else it does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from amuddu.contracts.employers import IMPORT_VACANCIES
from amuddu.contracts.support.catalogue import IMPORT_COURSES
from amuddu.imports.columns import Kind
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import AmudduError, Forbidden, NotFound, TooManyRequests, invalid
from amuddu.kit.i18n import N_
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.imports import repository
from gateway.imports.tables import ImportJob, KeptMapping
from gateway.sessions import service as accounts

MOST_WAITING = 3
"""Files of one organisation that wait at a time."""
_SOON = 30
"""Seconds after which a place in the queue may well be free."""

PAGE_ROLES = (Role.COUNSELLOR, Role.ADMINISTRATOR, Role.COORDINATOR)
"""Who sends files on the pages; through the API so do others, for whom they may."""
_ROLES: dict[Kind, tuple[Role, ...]] = {
    "vacancies": IMPORT_VACANCIES.roles or (),
    "profiles": (Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR),
    "courses": IMPORT_COURSES.roles or (),
}


def kinds_of(role: Role) -> tuple[Kind, ...]:
    """The kinds of file that a role may send."""
    return tuple(kind for kind, roles in _ROLES.items() if role in roles)


@dataclass(frozen=True, slots=True)
class Target:
    """For which employer or agency rows are meant, where the rows do not say."""

    employer_id: UUID | None = None
    agency_id: str | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """Which jobs and mappings somebody may see: of an organisation, of an account, or both."""

    organisation: str | None
    account_id: UUID | None

    def covers(self, row: ImportJob | KeptMapping) -> bool:
        """Whether this one is among them."""
        return self.organisation in (None, row.organisation) and self.account_id in (
            None,
            row.account_id,
        )


def own_organisation(actor: Actor) -> str | None:
    """The organisation that somebody works for; `None` for an administrator."""
    if actor.role is Role.EMPLOYER and actor.employer_id:
        return f"employer:{actor.employer_id}"
    if actor.is_staff and actor.agency_id:
        return f"agency:{actor.agency_id}"
    if actor.role is Role.COORDINATOR:
        return "coordination"
    if actor.role is Role.ADMINISTRATOR:
        return None
    raise Forbidden


def organisation_of(actor: Actor, target: Target) -> str:
    """Whose file it is. Raises `Forbidden` for those who work for nobody."""
    own = own_organisation(actor)
    if own is not None:
        return own
    if target.agency_id:
        return f"agency:{target.agency_id}"
    return f"employer:{target.employer_id}" if target.employer_id else "administration"


def sight_of(actor: Actor) -> Sight:
    """What somebody may see: counsellors their agency's, all others what they sent themselves."""
    own = own_organisation(actor)
    return Sight(own, None if actor.role is Role.COUNSELLOR else actor.id)


def may_send(session: Session, actor: Actor, kind: Kind) -> None:
    """Before the file is read: the role, and room in the queue where it is known whose it is.

    Raises `Forbidden` and `TooManyRequests`.
    """
    if actor.role not in _ROLES[kind]:
        raise Forbidden
    own = own_organisation(actor)
    if own is not None:
        room(session, own)


def room(session: Session, organisation: str) -> None:
    """Raise `TooManyRequests` where enough files of this organisation wait."""
    if repository.held(session, organisation) >= MOST_WAITING:
        raise TooManyRequests(
            N_(
                "{most} de vos fichiers attendent déjà. Attendez la fin de l'un d'eux, "
                "ou arrêtez-en un."
            ),
            retry_after=_SOON,
            most=MOST_WAITING,
        )


def check_agency(session: Session, actor: Actor, kind: Kind, target: Target) -> None:
    """Raise `Forbidden` or `Invalid` for an agency that one may not enter rows for."""
    if actor.role is not Role.ADMINISTRATOR:
        if target.agency_id not in (None, actor.agency_id):
            raise Forbidden
    elif target.agency_id is not None:
        if accounts.agency(session, target.agency_id) is None:
            raise invalid("agency_id", N_("Choisissez une agence dans la liste."))
    elif kind == "profiles":
        raise invalid("agency_id", N_("Indiquez l'agence qui suit ces personnes."))


def check_employer(services: Services, caller: Caller, kind: Kind, target: Target) -> None:
    """Raise `Invalid` for an employer that one does not follow."""
    if kind != "vacancies" or target.employer_id is None:
        return
    try:
        services.employers.employer(caller, target.employer_id)
    except AmudduError as error:
        if error.status not in (NotFound.status, Forbidden.status):
            raise
        text = N_("Choisissez un employeur dans la liste.")
        raise invalid("employer_id", text) from None
