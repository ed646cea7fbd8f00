"""Who a process is: an Ed25519 key of its own, and the public keys of the others.

A folder holds them as PEM files: `<name>.key`, private, for the process that bears the name
alone; `<name>.pub`, and `<name>.<anything>.pub` for the keys that it had before, for everybody.
In demo mode each process makes its own at its first start; in production they are mounted (see
docs/operations.md), and a process that finds no key of its own does not start.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Lock

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from amuddu.kit.settings import Settings

NAMES = ("gateway", "profiles", "employers", "matching", "notifications", "support")
"""Whoever has a key: the two processes of a service, API and worker, are one to the others."""
LOOK_AGAIN_SECONDS = 1.0
"""How often, at most, an unchanged folder is read again for a key that is not known yet."""
FORGET_SECONDS = 60.0
"""How long a key goes on counting that was taken out of the folder."""


class Identity:
    """A process that can sign as itself."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        self.name = name
        self.key = key
        self.key_id = key_id(key.public_key())

    def sign(self, data: bytes) -> bytes:
        """Signature (64 bytes) of `data`."""
        return self.key.sign(data)


class Identities:
    """The public keys of all processes, read from the folder and again when one is not known."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys: Mapping[tuple[str, str], Ed25519PublicKey] = {}
        self._read_at = float("-inf")
        self._changed = 0
        self._lock = Lock()

    def key(self, name: str, key_id: str) -> Ed25519PublicKey | None:
        """The public key of this id, if `name` has or had one."""
        known = (name, key_id) in self._keys
        if not known or time.monotonic() - self._read_at > FORGET_SECONDS:
            self._look_again()
        return self._keys.get((name, key_id))

    def verify(self, name: str, key_id: str, signature: bytes, data: bytes) -> bool:
        """Whether `name` signed `data` with that key."""
        key = self.key(name, key_id)
        if key is None:
            return False
        try:
            key.verify(signature, data)
        except InvalidSignature:
            return False
        return True

    def _look_again(self) -> None:
        with self._lock:
            changed = self._folder.stat().st_mtime_ns if self._folder.exists() else 0
            soon = time.monotonic() - self._read_at < LOOK_AGAIN_SECONDS
            if soon and changed == self._changed:
                return  # another thread may have read it just now
            self._changed = changed
            self._keys = {
                (path.name.split(".")[0], key_id(found)): found
                for path in sorted(self._folder.glob("*.pub"))
                if (found := public(path)) is not None
            }
            self._read_at = time.monotonic()


class Keys:
    """What a process signs with, read when it is first needed, and all whom it knows."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._settings = settings
        self._name = name

    @cached_property
    def own(self) -> Identity:
        """The identity of the process itself."""
        return own(self._settings, self._name)

    @cached_property
    def known(self) -> Identities:
        """The public keys of all."""
        return Identities(self._settings.identities_folder)


def key_id(key: Ed25519PublicKey) -> str:
    """Short name of a public key: the first 16 hexadecimal digits of its digest."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def own(settings: Settings, name: str) -> Identity:
    """The identity of the process `name`; made at its first start, but not in production."""
    path = settings.identities_folder / f"{name}.key"
    if settings.mode != "production":
        make(settings.identities_folder, name)
    elif not path.exists():
        raise SystemExit(f"AMUDDU_IDENTITIES_DIR: no {name}.key there (`amuddu keys make`)")
    return Identity(name, private(path))


def private(path: Path) -> Ed25519PrivateKey:
    """The private key in a file."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SystemExit(f"AMUDDU_IDENTITIES_DIR: {path.name} holds no Ed25519 key")
    return key


def make(folder: Path, name: str) -> None:
    """Make a key pair, unless there is one; write its public half, unless it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write(folder / f"{name}.key", pem, mode=0o600)
    kept = private(folder / f"{name}.key")  # another process may have been first
    _write(folder / f"{name}.pub", _pem(kept.public_key()), mode=0o644)


def _write(path: Path, content: bytes, *, mode: int) -> None:
    """Write a file whole or not at all; one that stands there already stays."""
    if path.exists():
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        stream.write(content)
    with suppress(FileExistsError):
        os.link(partial, path)
    partial.unlink()


def public(path: Path) -> Ed25519PublicKey | None:
    """The public key in a file, where it holds one."""
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (OSError, ValueError):
        return None
    return key if isinstance(key, Ed25519PublicKey) else None


def _pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
