"""Receipts as JWS (RFC 7515), signed with the Ed25519 key of profiles, checkable for years.

A process's key is changed now and then, and a stolen one is forgotten (`amuddu keys forget`).
What it signed before has to stay checkable. So each key that signs receipts is written down, and
vouched for by the key that is in use: a row without the word of a key that counts is not believed.
That alone does not make a receipt genuine: it has to be in the register of erasures, letter by
letter, so that whoever stole a key has nothing to sign that would be taken.
"""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import ValidationError

from amuddu.contracts.profiles.receipts import SignedReceipt
from amuddu.kit.db import Session
from amuddu.kit.identity import Identity, Keys, key_id
from services.profiles.receipts import repository
from services.profiles.receipts.tables import ReceiptKeyRow

TYPE = "amuddu-erasure-receipt"
_ALGORITHMS = ["Ed25519"]
_NAME = "profiles"
_ABOUT = b"amuddu receipt key 1\n"
"""Nothing else that these keys sign begins so."""


def signed(session: Session, said: SignedReceipt) -> str:
    """A receipt as text; the key that signs it is written down."""
    own = _keys(session).own
    remember(session)
    header = {"alg": _ALGORITHMS[0], "kid": own.key_id, "typ": TYPE}
    key = OKPKey.import_key(own.key)
    return jws.serialize_compact(header, said.model_dump_json(), key, algorithms=_ALGORITHMS)


def read(session: Session, text: str) -> SignedReceipt | None:
    """What a receipt says, if a key of profiles signed it."""
    try:
        unproven = jws.extract_compact(text.encode())
        header: dict[str, Any] = unproven.headers()
        if header.get("typ") != TYPE or header.get("alg") not in _ALGORITHMS:
            return None
        public = _public(session, str(header.get("kid", "")))
        if public is None:
            return None
        jws.deserialize_compact(text, OKPKey.import_key(public), algorithms=_ALGORITHMS)
        return SignedReceipt.model_validate_json(unproven.payload)
    except (JoseError, ValidationError, ValueError, TypeError, AttributeError):
        return None


def remember(session: Session) -> None:
    """Write down the key in use, and vouch with it for those of before that count."""
    own = _keys(session).own
    rows = {row.key_id: row for row in repository.keys(session)}
    if own.key_id not in rows:
        _vouch(session, own, own.key.public_key())
    for row in rows.values():
        if row.vouched_by != own.key_id:
            known = _public(session, row.key_id)
            if known is not None:
                _vouch(session, own, known)


def _vouch(session: Session, own: Identity, public: Ed25519PublicKey) -> None:
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    row = ReceiptKeyRow(
        key_id=key_id(public), public=raw, vouched_by=own.key_id, signature=own.sign(_ABOUT + raw)
    )
    repository.put_key(session, row)


def _public(session: Session, wanted: str) -> Ed25519PublicKey | None:
    """A key that counts, by the folder of keys, or by the word of one that does."""
    known = _keys(session).known
    if (found := known.key(_NAME, wanted)) is not None:
        return found
    row = repository.key(session, wanted)
    if row is None:
        return None
    by = known.key(_NAME, row.vouched_by)
    try:
        public = Ed25519PublicKey.from_public_bytes(row.public)
        if by is None or key_id(public) != wanted:
            return None
        by.verify(row.signature, _ABOUT + row.public)
    except (InvalidSignature, ValueError):
        return None
    return public


def _keys(session: Session) -> Keys:
    keys: Keys = session.info["keys"]
    return keys
