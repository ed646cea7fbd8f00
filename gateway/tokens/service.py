"""Use cases of partners and their tokens: make, revoke, know one again.

A token is told once and kept as a digest. Making and revoking stand in the audit, and so does the
first use of each day.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

from amuddu.contracts.postings.partners import (
    Partner,
    PartnerIn,
    PartnerScope,
    Token,
    TokenIn,
    TokenMade,
)
from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, NotSignedIn, TooManyRequests, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.kit.web.limits import Limit
from gateway.sessions import organisations, trail, tries
from gateway.sessions.tables import Account
from gateway.tokens import repository
from gateway.tokens.tables import PartnerRow, TokenRow

log = logs.get(__name__)

PREFIX = "amuddu_p_"
"""Of every token: programs that look for secrets in code know it, and so does the API."""
LONGEST = timedelta(days=366)
MOST = 20
"""Tokens of one partner that open something."""
SOON = timedelta(days=14)
"""Its owner is told so long before a token ends."""
WINDOW = timedelta(minutes=1)
OWNERS = (Role.ADMINISTRATOR, Role.COORDINATOR)
"""Who may answer for a token."""
_HINT = len(PREFIX) + 4
_LATELY = timedelta(minutes=1)

_NAME_TAKEN = N_("Un partenaire porte déjà ce nom.")
_MANY = N_("Ce partenaire a déjà 20 jetons. Retirez d'abord ceux qui ne servent plus.")
_PAST = N_("Choisissez un jour à venir.")
_LONG = N_("Un jeton vit un an au plus : choisissez un jour plus proche.")
_OWNER = N_("Choisissez la personne qui répond de ce jeton.")
_QUICK = N_("Ce partenaire a posé trop de questions cette minute. Attendez un peu.")


class TokenOver(NotSignedIn):
    """Never ours, over, or revoked; which of them is not told."""

    default = N_("Ce jeton n'est pas valable, ou ne l'est plus. Demandez-en un autre.")


@dataclass(frozen=True, slots=True)
class Bearer:
    """The program that asks: a token of a partner, and what it opens."""

    token_id: UUID
    partner_id: UUID
    partner: str
    scopes: frozenset[PartnerScope]


# --- partners -------------------------------------------------------------------------------------


def add_partner(session: Session, body: PartnerIn, *, by: Actor) -> PartnerRow:
    """Name a partner. Raises `Invalid` where one is called so already."""
    if repository.partner_named(session, body.name) is not None:
        raise invalid("name", _NAME_TAKEN)
    row = PartnerRow(name=body.name, created_by=by.id)
    repository.save(session, row)
    noted(session, row.id, "partner_added", by=by)
    return row


def partner(session: Session, partner_id: UUID) -> PartnerRow:
    """A partner. Raises `NotFound`."""
    return known(repository.partner(session, partner_id))


def partners(session: Session) -> Sequence[PartnerRow]:
    """Every partner, by name."""
    return repository.partners(session)


def living_counts(session: Session) -> dict[UUID, int]:
    """How many tokens of each partner open something."""
    return repository.living_counts(session, now=clock.now())


def owners(session: Session) -> Sequence[Account]:
    """Who may answer for a token, by name."""
    return repository.owners(session, [role.value for role in OWNERS])


def shown(session: Session, row: PartnerRow) -> Partner:
    """A partner with its tokens."""
    tokens = tuple(map(Token.of, repository.tokens(session, row.id)))
    return Partner.of(row, tokens=tokens)


def noted(session: Session, partner_id: UUID, action: str, *, by: Actor, detail: str = "") -> None:
    """Write down what was done to a partner's access, in its history and in the audit.

    Raises `AuditAway`: nothing is opened that the audit does not know of.
    """
    organisations.note(session, str(partner_id), action, by=by, detail=detail)
    trail.must(recording.of(session), by, action)


# --- tokens ---------------------------------------------------------------------------------------


def make(session: Session, partner_id: UUID, body: TokenIn, *, by: Actor) -> TokenMade:
    """A token, told this once. Raises `Invalid` beside its field, `Conflict`, `NotFound`."""
    row = known(repository.partner(session, partner_id, lock=True))
    now = clock.now()
    if living_counts(session).get(row.id, 0) >= MOST:
        raise Conflict(_MANY)
    token = PREFIX + secrets.token_urlsafe(32)
    made = TokenRow(
        partner_id=row.id,
        digest=digest(token),
        hint=token[:_HINT],
        scopes=sorted(set(body.scopes)),
        owner_id=_owner(session, body.owner_id, by=by),
        expires_at=_end(body.expires_on, now=now),
        created_by=by.id,
    )
    repository.save(session, made)
    noted(session, row.id, "token_made", by=by, detail=str(made.id))
    log.info("token of a partner made", token_id=str(made.id), partner_id=str(row.id))
    return TokenMade(token=token, about=Token.of(made))


def _end(day: date, *, now: datetime) -> datetime:
    """The end of its last day."""
    end = datetime.combine(day, time.max, UTC)
    if end <= now:
        raise invalid("expires_on", _PAST)
    if end > now + LONGEST:
        raise invalid("expires_on", _LONG)
    return end


def _owner(session: Session, owner_id: UUID | None, *, by: Actor) -> UUID:
    found = repository.account(session, owner_id or by.id)
    roles = [role.value for role in OWNERS]
    if found is None or found.disabled_at is not None or found.role not in roles:
        raise invalid("owner_id", _OWNER)
    return found.id


def revoke(session: Session, partner_id: UUID, token_id: UUID, *, by: Actor) -> None:
    """A token opens nothing from now on; one that is over stays so."""
    row = known(repository.token(session, partner_id, token_id))
    if row.revoked_at is not None:
        return
    row.revoked_at = clock.now()
    repository.save(session, row)
    organisations.note(session, str(partner_id), "token_revoked", by=by, detail=str(row.id))
    # It ends, whether or not the audit can be written just now.
    trail.told(recording.of(session), by, "token_revoked")
    log.info("token of a partner revoked", token_id=str(row.id))


# --- a program asks -------------------------------------------------------------------------------


def digest(token: str) -> str:
    """Under what a token is kept: it is long enough to be guessed by nobody."""
    return sha256(b"partner:" + token.encode(errors="replace")).hexdigest()


def bearer(session: Session, token: str) -> Bearer:
    """Who bears a token, written down as its use. Raises `TokenOver`."""
    now = clock.now()
    found = repository.living(session, digest(token), now=now)
    if found is None:
        raise TokenOver
    row, partner = found
    midnight = datetime.combine(now.date(), time.min, UTC)
    known_use = row.used_at is not None and row.used_at > max(now - _LATELY, midnight)
    if not known_use and repository.used(session, row.id, now=now, today=midnight):
        program = Actor(id=row.id, role=Role.SERVICE, organisation=partner.name)
        trail.told(recording.of(session), program, "token_used")
    scopes: frozenset[PartnerScope] = frozenset(Token.of(row).scopes)
    return Bearer(row.id, partner.id, partner.name, scopes)


def count(session: Session, partner_id: UUID, *, most: int) -> tuple[Limit, TooManyRequests | None]:
    """Count a request of a partner, with any of its tokens, in any process: what is left, and why
    it is refused where nothing was."""
    name = sha256(f"partner:{partner_id}".encode()).hexdigest()
    share = tries.take_share(session, name, most=most, window=WINDOW)
    window = int(WINDOW.total_seconds())
    limit = Limit("partner", most, share.left, window=window, again=share.seconds)
    refused = TooManyRequests(_QUICK, retry_after=share.seconds) if share.left < 0 else None
    return limit, refused
