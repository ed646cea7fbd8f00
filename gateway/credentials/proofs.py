"""Second proofs: codes that a telephone makes (TOTP), passkeys, and codes on paper beside them.

Each counts once: the half minute of a code, the challenge of a passkey, a line of the paper.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pyotp
from cryptography.exceptions import InvalidSignature
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, NotFound, NotSignedIn, invalid
from amuddu.kit.i18n import N_
from gateway.credentials import messages, repository
from gateway.credentials import proofs_repository as kept_proofs
from gateway.credentials.kept import Keys, as_digits
from gateway.credentials.tables import PasskeyRow, RecoveryCodeRow, TotpRow
from gateway.sessions import service as accounts
from gateway.sessions import trail
from gateway.sessions.tables import Account

ISSUER = "Amuddu"
_STEP = 30
_DRIFT = (0, -1, 1)
"""Half minutes by which a telephone's clock may differ."""
_PAPER = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_MOST_PASSKEYS = 10


class ProofRefused(NotSignedIn):
    """The second proof is not right, or was given before."""

    default = N_("Cette preuve n'est pas la bonne, ou elle a déjà servi. Essayez la suivante.")


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys belong to: a name and an address, no number."""

    id: str
    origin: str

    @property
    def takes_passkeys(self) -> bool:
        """Browsers make no passkey for an address in figures."""
        return not self.id.replace(".", "").isdigit() and ":" not in self.id


def site(public_url: str, asked_at: str, *, strict: bool) -> Site:
    """The site: as it is configured; in the demonstration, as the browser calls it."""
    at = urlsplit(public_url if strict else asked_at)
    return Site(at.hostname or "", f"{at.scheme}://{at.netloc}")


@dataclass(frozen=True, slots=True)
class Proofs:
    """What an account has, for its page and for the question at sign-in."""

    totp: bool
    passkeys: tuple[PasskeyRow, ...]
    codes_left: int

    @property
    def some(self) -> bool:
        return self.totp or bool(self.passkeys)


def of(session: Session, account_id: UUID) -> Proofs:
    """The second proofs of an account."""
    totp = kept_proofs.totp(session, account_id)
    return Proofs(
        totp=totp is not None and totp.confirmed_at is not None,
        passkeys=tuple(kept_proofs.passkeys(session, account_id)),
        codes_left=kept_proofs.codes_left(session, account_id),
    )


def _changed(session: Session, keys: Keys, account: Account) -> list[str]:
    """Ask for a second proof from now on, or no more; the person is told. Codes on paper come with
    the first proof."""
    has = of(session, account.id).some
    codes: list[str] = []
    if has and account.proof_since is None:
        account.proof_since = clock.now()
        codes = new_codes(session, keys, account)
    elif not has:
        account.proof_since = None
        kept_proofs.forget_codes(session, account.id)
    repository.save(session, account)
    messages.tell(session, keys, account, "proof_changed")
    trail.told(recording.of(session), accounts.actor(account), "proof_changed")
    return codes


# --- codes of a telephone -------------------------------------------------------------------------


def begin_totp(session: Session, keys: Keys, account: Account) -> str:
    """The secret to put in a telephone: the one that waits, or a new one. It counts once a code
    made from it was typed. Raises `Conflict` where there is one already."""
    row = kept_proofs.totp(session, account.id)
    if row is not None and row.confirmed_at is not None:
        raise Conflict(N_("Un téléphone fait déjà les codes. Retirez-le d'abord."))
    if row is None:
        secret = pyotp.random_base32()
        sealed = keys.sealed(secret, row=account.id, purpose="totp")
        kept_proofs.save(session, TotpRow(account_id=account.id, sealed=sealed))
        return secret
    return keys.opened(row.sealed, row=account.id, purpose="totp")


def totp_address(secret: str, account: Account) -> str:
    """What the square code says to the telephone."""
    address: str = pyotp.TOTP(secret).provisioning_uri(name=account.login, issuer_name=ISSUER)
    return address


def confirm_totp(session: Session, keys: Keys, account: Account, code: str) -> list[str]:
    """The telephone makes right codes: they count. Codes on paper, where they are the first."""
    row = kept_proofs.totp(session, account.id)
    if row is None or row.confirmed_at is not None:
        raise Conflict
    if not _totp_right(session, keys, account.id, as_digits(code)):
        raise invalid("code", N_("Ce n'est pas le code du téléphone. Tapez celui qu'il montre."))
    row.confirmed_at = clock.now()
    kept_proofs.save(session, row)
    return _changed(session, keys, account)


def _totp_right(session: Session, keys: Keys, account_id: UUID, code: str) -> bool:
    """Whether this is a code of now, that nobody typed before."""
    row = kept_proofs.totp(session, account_id)
    if row is None or len(code) != 6 or not code.isascii() or not code.isdigit():
        return False
    maker = pyotp.TOTP(keys.opened(row.sealed, row=account_id, purpose="totp"), interval=_STEP)
    now = int(clock.now().timestamp()) // _STEP
    right = [at for at in _DRIFT if hmac.compare_digest(maker.at((now + at) * _STEP), code)]
    return bool(right) and kept_proofs.take_step(session, account_id, now + right[0])


def remove_totp(session: Session, keys: Keys, account: Account) -> None:
    """The telephone makes codes no more."""
    kept_proofs.forget_totp(session, account.id)
    _changed(session, keys, account)


# --- passkeys -------------------------------------------------------------------------------------


def begin_passkey(session: Session, account: Account, digest: str, where: Site) -> str:
    """What a browser is asked to make a passkey from, as JSON."""
    known = kept_proofs.passkeys(session, account.id)
    options = generate_registration_options(
        rp_id=where.id,
        rp_name=ISSUER,
        user_id=account.id.bytes,
        user_name=account.login,
        user_display_name=account.display_name or account.login,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=row.credential_id) for row in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    kept_proofs.set_challenge(session, digest, options.challenge)
    return options_to_json(options)


def add_passkey(
    session: Session,
    keys: Keys,
    account: Account,
    digest: str,
    where: Site,
    *,
    credential: dict[str, Any],
    label: str,
) -> list[str]:
    """Keep the passkey that a browser made. Codes on paper, where it is the first proof."""
    challenge = kept_proofs.take_challenge(session, digest)
    if challenge is None or len(kept_proofs.passkeys(session, account.id)) >= _MOST_PASSKEYS:
        raise Conflict
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=where.id,
            expected_origin=where.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise invalid("credential", N_("Cette clé n'a pas pu être ajoutée. Réessayez.")) from None
    if kept_proofs.is_known(session, made.credential_id):
        raise Conflict
    row = PasskeyRow(
        account_id=account.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        label=label[:40],
    )
    kept_proofs.save(session, row)
    return _changed(session, keys, account)


def remove_passkey(session: Session, keys: Keys, account: Account, passkey_id: UUID) -> None:
    """A passkey opens nothing any more. Raises `NotFound`."""
    if not kept_proofs.forget_passkey(session, account.id, passkey_id):
        raise NotFound
    _changed(session, keys, account)


def ask_passkey(session: Session, account_id: UUID, digest: str, where: Site) -> str:
    """What a passkey of the account is asked to sign, as JSON."""
    known = kept_proofs.passkeys(session, account_id)
    options = generate_authentication_options(
        rp_id=where.id,
        allow_credentials=[PublicKeyCredentialDescriptor(id=row.credential_id) for row in known],
    )
    kept_proofs.set_challenge(session, digest, options.challenge)
    return options_to_json(options)


def _passkey_right(
    session: Session, account_id: UUID, digest: str, where: Site, credential: dict[str, Any]
) -> bool:
    """Whether a passkey of this account signed what was asked in this session, once."""
    challenge = kept_proofs.take_challenge(session, digest)
    try:
        row = kept_proofs.passkey(
            session, account_id, base64url_to_bytes(str(credential.get("rawId", "")))
        )
        if row is None or challenge is None:
            return False
        signed = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=where.id,
            expected_origin=where.origin,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
        )
    except (WebAuthnException, InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return kept_proofs.used(
        session, row.id, before=row.sign_count, count=signed.new_sign_count, now=clock.now()
    )


# --- codes on paper -------------------------------------------------------------------------------


def new_codes(session: Session, keys: Keys, account: Account) -> list[str]:
    """Ten codes, told this once; those of before work no more."""
    kept_proofs.forget_codes(session, account.id)
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(_PAPER)]
    for code in codes:
        digest = keys.digest(f"{account.id}:{code}")
        kept_proofs.save(session, RecoveryCodeRow(digest=digest, account_id=account.id))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _paper_right(session: Session, keys: Keys, account_id: UUID, code: str) -> bool:
    plain = "".join(each for each in code.casefold() if each.isalnum())
    digests = keys.digests(f"{account_id}:{plain}")
    return kept_proofs.spend_code(session, account_id, digests, now=clock.now())


# --- giving one -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives as second proof: a code, of telephone or paper, or a passkey's answer."""

    code: str = ""
    credential: dict[str, Any] | None = None


def right(
    session: Session, keys: Keys, account_id: UUID, given: Given, *, digest: str, where: Site | None
) -> bool:
    """Whether it is a second proof of the account, taken now: it is none a second time."""
    if given.credential is not None:
        return where is not None and _passkey_right(
            session, account_id, digest, where, given.credential
        )
    code = as_digits(given.code)
    if len(code) == 6 and code.isdigit():
        confirmed = kept_proofs.totp(session, account_id)
        counts = confirmed is not None and confirmed.confirmed_at is not None
        return counts and _totp_right(session, keys, account_id, code)
    return _paper_right(session, keys, account_id, code)


def asked_in(session: Session, digest: str) -> tuple[Account, bool] | None:
    """Whose second proof is asked in a session, and whether the session is a half one."""
    found = kept_proofs.session_of(session, digest, now=clock.now())
    return None if found is None else (found[1], found[0].kind == "half")


def proved(session: Session, digest: str, *, at: datetime | None = None) -> None:
    """Write down that it was given in this session."""
    kept_proofs.proved(session, digest, now=at or clock.now())
