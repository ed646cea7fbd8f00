"""Use cases of accounts: create, sign in, sign out, who is this.

Passwords are kept as Argon2id hashes; sessions live on the server and their tokens are kept as
digests. A wrong login and a wrong password answer alike and take the same time.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from amuddu.contracts.types import LANGS, EmployerRight, Lang
from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, NotSignedIn, invalid
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from gateway.sessions import passwords, repository, strength, trail
from gateway.sessions.tables import Account, Agency, SignedIn

log = logs.get(__name__)

MINIMUM_PASSWORD = strength.MINIMUM
_LOGIN = re.compile(r"[\w.@+-]{3,100}")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_MOMENT = timedelta(minutes=1)
CARD_HOURS = 0.5
"""A session that a card opened ends after half an hour without use: telephones are shared."""

HALF_HOURS = 1 / 6
"""How long somebody who gave the password may look for their second proof."""
WORK_HOURS = 48
"""A session for work that goes on without the person lives no longer than the work may wait."""

SessionKind = Literal["page", "card", "api", "half"]
_SENSITIVE = frozenset(
    {Role.COUNSELLOR, Role.AGENT, Role.COORDINATOR, Role.ADMINISTRATOR, Role.OFFICER}
)
"""Roles that see titles or money: in production none is here without a second proof."""
_BROWSERS = frozenset({"page", "card"})


class SignInRefused(NotSignedIn):
    """Wrong login or password; which of them is not told."""

    default = N_("Identifiant ou mot de passe incorrect. Vérifiez les deux et réessayez.")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who holds a session."""

    account_id: UUID
    display_name: str
    language: str
    actor: Actor
    by_card: bool = False
    """Whether a card opened this session: it opens less than a password
    (`gateway/accounts/cards.py`)."""
    proves: bool = False
    """Whether there is a second proof: of the account, or of the provider that opened this."""
    proved_at: datetime | None = None
    """When it was last given in this session."""

    def lacks_proof(self, *, required: bool) -> bool:
        """Whether nothing opens before a second proof is set up."""
        return required and not self.proves and self.actor.role in _SENSITIVE

    def proved_lately(self, minutes: int) -> bool:
        """Whether the second proof is fresh; also where there is none to give."""
        if not self.proves:
            return True
        since = clock.now() - timedelta(minutes=minutes)
        return self.proved_at is not None and self.proved_at > since


@dataclass(frozen=True, slots=True)
class Outside:
    """Where else somebody is signed in, in a session that a provider opened."""

    identity_id: UUID
    session: str | None = None
    """Digest of the session there, where the provider names it."""


def checked(session: Session, *, login: str, password: str, role: Role = Role.JOBSEEKER) -> str:
    """The login of a new account, folded. Raises `Invalid` for one in use or odd, and for a weak
    password."""
    folded = fold(login)
    if not _LOGIN.fullmatch(folded):
        raise invalid(
            "login",
            N_("Choisissez un identifiant de 3 à 100 lettres ou chiffres, sans espace."),
        )
    strength.check(password, role=role, about=(folded,))
    if repository.account_by_login(session, folded) is not None:
        raise invalid("login", N_("Cet identifiant est déjà utilisé : choisissez-en un autre."))
    return folded


def create(session: Session, account: Account, *, password: str) -> Account:
    """Add an account, from a command or a test. Raises `Invalid` as `checked` does."""
    role = Role(account.role)
    if account.demo:  # its password is printed on a page, whatever it is
        account.login = fold(account.login)
    else:
        account.login = checked(session, login=account.login, password=password, role=role)
    account.password_hash = passwords.hashed(password)
    repository.save(session, account)
    return account


def is_free(session: Session, login: str) -> bool:
    """Whether nobody bears a login: asked of logins that are offered, never of chosen ones."""
    return repository.account_by_login(session, fold(login)) is None


def made_just_now(session: Session, login: str, role: Role = Role.JOBSEEKER) -> Account | None:
    """The account that the very same sign-up may have made a moment ago."""
    if not _LOGIN.fullmatch(fold(login)):
        return None
    account = repository.account_by_login(session, fold(login))
    if account is None or clock.now() - account.created_at > _MOMENT:
        return None
    new = account.role == role and not account.profile_id and not account.disabled_at
    return account if new else None


def usable(session: Session, login: str) -> Account | None:
    """The account of a login that may sign in."""
    if not _LOGIN.fullmatch(fold(login)):
        return None
    account = repository.account_by_login(session, fold(login))
    return account if account is not None and account.disabled_at is None else None


def note_refusal(session: Session, *, login: str) -> None:
    """Write a refused sign-in in the audit: whose account was tried, where there is one."""
    known = _LOGIN.fullmatch(fold(login))
    account = repository.account_by_login(session, fold(login)) if known else None
    tried = actor(account) if account else None
    trail.told(recording.of(session), tried, "signed_in", outcome="refused")


def open_session(
    session: Session,
    account: Account,
    *,
    kind: SessionKind,
    hours: float,
    browser: str = "",
    proved: bool = False,
    outside: Outside | None = None,
) -> str:
    """Begin a session and return its token, which is told this once.

    A `half` one says that the password was right, and opens nothing but the question for more.
    """
    token = secrets.token_urlsafe(32)
    now = clock.now()
    row = SignedIn(
        digest=digest(token),
        account_id=account.id,
        kind=kind,
        expires_at=now + timedelta(hours=HALF_HOURS if kind == "half" else hours),
        proved_at=now if proved else None,
        identity_id=outside.identity_id if outside else None,
        outside=outside.session if outside else None,
        browser=browser,
    )
    repository.save(session, row)
    if kind == "half":
        return token
    repository.seen(session, account, on=now.date())
    log.info("signed in", role=account.role, account_id=str(account.id))
    action = "signed_in_card" if kind == "card" else "signed_in"
    trail.told(recording.of(session), actor(account), action)
    return token


def identify(
    session: Session, token: str, *, kind: Literal["page", "api"], hours: float, days: int
) -> Identity | None:
    """Who holds this token; using a session prolongs it once half its time is gone, and never
    beyond so many days after it began."""
    now = clock.now()
    found = repository.signed_in(session, digest(token), now=now)
    kinds = _BROWSERS if kind == "page" else {"api"}
    if found is None or found[0].kind not in kinds:
        return None
    signed, account = found
    by_card = signed.kind == "card"
    life = timedelta(hours=min(hours, CARD_HOURS) if by_card else hours)
    last = signed.created_at + timedelta(days=days)
    if signed.expires_at - now < life / 2 and signed.expires_at < last:
        signed.expires_at = min(now + life, last)
        repository.save(session, signed)
        repository.seen(session, account, on=now.date())
    asks = _actor(account, signed)
    return Identity(
        account.id,
        # Of who made their account alone it is the login: who found the card must not learn it.
        "" if by_card else account.display_name,
        account.language,
        asks,
        by_card=by_card,
        # A provider that asked for a second proof itself has opened a session that proves.
        proves=account.proof_since is not None
        or (signed.identity_id is not None and signed.proved_at is not None),
        proved_at=signed.proved_at,
    )


def close_session(session: Session, token: str) -> None:
    """End a session at once."""
    repository.end(session, digest(token))


def agencies(session: Session) -> list[tuple[str, str]]:
    """Agencies to choose from: id and name, by name."""
    return [(agency.id, agency.name) for agency in repository.agencies(session)]


def agency(session: Session, agency_id: str | None) -> Agency | None:
    """The agency of this id, where there is one."""
    return repository.agency(session, agency_id) if agency_id else None


def demo_accounts(session: Session) -> Sequence[Account]:
    """Accounts that anybody may try, where the demo is served."""
    return repository.accounts_of_demo(session)


_NAMED = frozenset(Role) - {Role.JOBSEEKER, Role.SERVICE}


def staff_names(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of accounts of those who work here, never of people who look for work."""
    return repository.names(session, ids, [role.value for role in _NAMED])


def officers(session: Session) -> list[tuple[str, Lang]]:
    """Addresses of the officers whose login is one, each with the language they read."""
    found = repository.living_of_role(session, Role.OFFICER.value)
    return [(one.login, _lang(one.language)) for one in found if _ADDRESS.fullmatch(one.login)]


def _lang(language: str) -> Lang:
    return next((lang for lang in LANGS if lang == language), "fr")


def disable(session: Session, login: str) -> Account | None:
    """Close an account; its sessions stop counting at once. None where there is none."""
    account = repository.account_by_login(session, fold(login))
    if account is None:
        return None
    account.disabled_at = clock.now()
    repository.save(session, account)
    return account


def link_profile(session: Session, account_id: UUID, profile_id: UUID) -> None:
    """Tie a jobseeker's account to the profile they have just made."""
    account = repository.account(session, account_id)
    if account is None or account.profile_id not in {None, profile_id}:
        raise Conflict
    account.profile_id = profile_id
    repository.save(session, account)


def fold(login: str) -> str:
    """Logins differ in more than case and surrounding space."""
    return login.strip().casefold()


def digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def open_for_work(session: Session, actor: Actor) -> str:
    """Begin a session for work that goes on once the person has left, and return its id.

    Nobody has a token of it. Signing out leaves it: who sent a file wants it read. Whatever ends
    all sessions of the account, or closes it, ends this one too. Raises `NotSignedIn` where the
    session it is asked in has just ended, `Forbidden` where a card opened that.
    """
    now = clock.now()
    found = repository.signed_in(session, actor.session_id or "", now=now)
    if found is None:
        raise NotSignedIn
    if found[0].kind in ("card", "half"):
        raise Forbidden
    row = SignedIn(
        digest=digest(secrets.token_urlsafe(32)),
        account_id=actor.id,
        kind="work",
        expires_at=now + timedelta(hours=WORK_HOURS),
    )
    repository.save(session, row)
    return row.digest


def end_work(session: Session, session_id: str) -> None:
    """End a session that was begun for work."""
    repository.end(session, session_id)


def actor_in(session: Session, session_id: str | None) -> Actor | None:
    """Who asks in a session, as they are today; `None` where it has ended."""
    found = repository.signed_in(session, session_id or "", now=clock.now())
    half = found is not None and found[0].kind == "half"  # the second proof is still to come
    return None if found is None or half else _actor(found[1], found[0])


def holds(session: Session, actor: Actor) -> bool:
    """Whether a session exists in which exactly this actor asks."""
    return actor_in(session, actor.session_id) == actor


def asking(account: Account, token: str, *, kind: SessionKind) -> Actor:
    """Who asks in a session that was just begun."""
    signed = SignedIn(digest=digest(token), account_id=account.id, kind=kind)
    return _actor(account, signed)


def actor(account: Account) -> Actor:
    """Whom an account speaks for, outside any session."""
    return Actor(
        id=account.id,
        role=Role(account.role),
        employer_id=account.employer_id,
        employer_right=_right(account),
        agency_id=account.agency_id,
        profile_id=account.profile_id,
        organisation=account.organisation,
    )


def _right(account: Account) -> EmployerRight | None:
    """What an employer's user may do, as it is kept."""
    return next((each for each in get_args(EmployerRight) if each == account.employer_right), None)


def _actor(account: Account, signed: SignedIn) -> Actor:
    """The same in a session."""
    strong = signed.kind != "card"
    return actor(account).model_copy(update={"session_id": signed.digest, "strong": strong})
