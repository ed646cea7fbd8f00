"""Invitations of staff and of employers' users: who is invited chooses login and password.

The link works once and for a week. It is shown to whoever invites, or sent, never both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import EmailStr, Field

from amuddu.contracts.types import Contract, EmployerRight, Lang, Role, Slug
from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor, require
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, Gone, NotFound, invalid, known
from amuddu.kit.i18n import N_
from gateway.credentials import kept, messages, repository
from gateway.credentials.kept import Keys
from gateway.credentials.tables import InvitationRow
from gateway.sessions import organisations, trail
from gateway.sessions import service as accounts
from gateway.sessions.tables import Account

LIFE = timedelta(days=7)
SHOWN = 50
COLLEAGUES = 20
"""Accounts of one employer, those included who are invited."""
_IN_AGENCIES = (Role.COUNSELLOR, Role.AGENT)


class Place(Contract):
    """A role, and where it is held: an agency's for counsellors and agents, an employer's."""

    role: Role
    agency_id: Slug | None = None
    employer_id: UUID | None = None
    organisation: Annotated[str, Field(max_length=160)] | None = None
    """Name of the employer or the partner; an agency's is known."""


class InvitationIn(Place):
    """Whom to invite. With an address the link is sent there, and shown to nobody."""

    email: EmailStr | None = None
    language: Lang = "fr"


class ColleagueIn(Contract):
    """Whom an employer's owner invites, and what they may do."""

    right: EmployerRight
    email: EmailStr | None = None
    language: Lang = "fr"


class TooManyColleagues(Conflict):
    """The employer has as many accounts and invitations as it may."""

    default = N_("Une entreprise a 20 comptes au plus. Demandez à votre agence d'en fermer un.")


class InvitationOver(Gone):
    """Used, withdrawn, too old, or never ours; which of them is not told."""

    default = N_("Cette invitation ne marche plus. Demandez-en une autre à qui vous l'a envoyée.")


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, and the end of its link where it is to be handed over by hand."""

    row: InvitationRow
    token: str | None


def placed(session: Session, place: Place) -> tuple[str | None, UUID | None, str | None]:
    """Agency, employer and organisation of a place, whole or `Invalid`."""
    if place.role in (Role.SERVICE, Role.JOBSEEKER):
        raise invalid("role", N_("Choisissez un rôle de la liste."))
    if place.role in _IN_AGENCIES:
        agency = repository.agency(session, place.agency_id) if place.agency_id else None
        if agency is None:
            raise invalid("agency_id", N_("Choisissez l'agence."))
        return agency.id, None, agency.name
    if place.role is Role.EMPLOYER:
        if place.employer_id is None:
            raise invalid("employer_id", N_("Choisissez l'employeur."))
        return None, place.employer_id, place.organisation
    return None, None, place.organisation


def invite(session: Session, keys: Keys, body: InvitationIn, *, by: Actor) -> Invited:
    """Invite somebody. For administrators. Raises `Forbidden`, `Invalid`."""
    require(by, Role.ADMINISTRATOR)
    agency_id, employer_id, organisation = placed(session, body)
    row = InvitationRow(
        role=body.role.value,
        agency_id=agency_id,
        employer_id=employer_id,
        organisation=organisation,
        language=body.language,
        invited_by=by.id,
        expires_at=clock.now() + LIFE,
    )
    return _made(session, keys, row, body.email, by=by)


def invite_colleague(session: Session, keys: Keys, body: ColleagueIn, *, by: Actor) -> Invited:
    """Invite somebody to speak for one's own employer. For its owners. Raises `Forbidden`,
    `TooManyColleagues`."""
    employer_id = _owned(by)
    users = organisations.lock_employer_users(session, employer_id)
    invited = _of_employer(session, employer_id)
    if len(users) + len(invited) >= COLLEAGUES:
        raise TooManyColleagues
    row = InvitationRow(
        role=Role.EMPLOYER.value,
        employer_id=employer_id,
        employer_right=body.right,
        organisation=by.organisation,
        language=body.language,
        invited_by=by.id,
        expires_at=clock.now() + LIFE,
    )
    return _made(session, keys, row, body.email, by=by)


def _owned(by: Actor) -> UUID:
    """The employer that somebody runs. Raises `Forbidden`."""
    require(by, Role.EMPLOYER)
    if by.employer_id is None or not by.owns_employer:
        raise Forbidden
    return by.employer_id


def _made(
    session: Session, keys: Keys, row: InvitationRow, email: str | None, *, by: Actor
) -> Invited:
    token = None
    if email is None:
        token, row.digest = kept.token()
    repository.save(session, row)
    if email is not None:
        messages.post_invitation(session, keys, row, email)
    trail.must(recording.of(session), by, "account_invited")
    return Invited(row, token)


def withdraw(session: Session, invitation_id: UUID, *, by: Actor) -> None:
    """Take an invitation back: any as an administrator, an employer's as its owner.

    Raises `NotFound`, `Conflict` for one that was used.
    """
    row = known(repository.invitation(session, invitation_id))
    if by.role is not Role.ADMINISTRATOR and row.employer_id != _owned(by):
        raise NotFound
    if not repository.withdraw(session, invitation_id, now=clock.now()):
        raise Conflict
    trail.told(recording.of(session), by, "invitation_withdrawn")


def standing(session: Session) -> list[InvitationRow]:
    """Invitations that nobody answered yet."""
    return list(repository.open_invitations(session, now=clock.now(), most=SHOWN))


def standing_colleagues(session: Session, *, by: Actor) -> list[InvitationRow]:
    """Those of one's own employer. For its owners."""
    return _of_employer(session, _owned(by))


def _of_employer(session: Session, employer_id: UUID) -> list[InvitationRow]:
    now = clock.now()
    return list(
        repository.open_invitations(session, now=now, most=COLLEAGUES, employer_id=employer_id)
    )


def read(session: Session, token: str) -> InvitationRow:
    """The invitation of a link. Raises `InvitationOver`."""
    digest = kept.token_digest(token)
    row = repository.living_invitation(session, digest, now=clock.now())
    if row is None:
        raise InvitationOver
    return row


def accept(
    session: Session, token: str, *, login: str, name: str, password: str, password_hash: str
) -> Account:
    """Make the account that was offered. Raises `InvitationOver`, `Invalid`.

    The hash was worked out before, outside this transaction.
    """
    row = read(session, token)
    role = Role(row.role)
    folded = accounts.checked(session, login=login, password=password, role=role)
    if not repository.accept(session, row.id, now=clock.now()):
        raise InvitationOver
    account = Account(
        login=folded,
        password_hash=password_hash,
        role=row.role,
        display_name=name.strip()[:160] or folded,
        organisation=row.organisation,
        employer_id=row.employer_id,
        employer_right=row.employer_right,
        agency_id=row.agency_id,
        language=row.language,
    )
    repository.save(session, account)
    organisations.note_opened(session, account, invited_by=row.invited_by)
    trail.told(recording.of(session), accounts.actor(account), "account_added")
    return account
