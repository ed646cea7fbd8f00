"""The master key: what wraps people's keys, from a file or in a KMS (`transit`).

The file holds one key a line, 32 bytes in base64; lines that begin with `#` are remarks. The first
key wraps; the others, of before, only open, until `amuddu vault rotate-master` is done.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amuddu.kit.errors import Unavailable

KEY_BYTES = 32
_NONCE = 12


class WrongMaster(SystemExit):
    """The master key cannot be read or is another: the process ends with one clear line."""


class UnknownMaster(Unavailable):
    """A key was wrapped by a master key that this process was not given: it waits for a restart."""


class KeyChanged(Exception):
    """Somebody changed a kept key, moved it, or put it under another master key's name."""


class Wrapped(NamedTuple):
    """A key as it is kept: wrapped, by which master key, and what it is for."""

    wrapped: bytes
    by: str
    bound: bytes


class Master(Protocol):
    """Who wraps keys and opens them again, several at once: a KMS is asked once for all of them.

    `bound` is what a key is for; it opens for no other.
    """

    @property
    def current(self) -> str:
        """Name of the key that wraps."""

    @property
    def known(self) -> frozenset[str]:
        """Names of all keys that open."""

    def wrap(self, keys: Sequence[tuple[bytes, bytes]]) -> tuple[str, list[bytes]]:
        """Keys, each with what it is for, as they may be kept: which master key wrapped them, and
        each of them wrapped."""

    def unwrap(self, kept: Sequence[Wrapped]) -> list[bytes | None]:
        """The keys again, in their order; `None` for one that was changed, moved, or put under
        another name. Raises `UnknownMaster` for the name of a master key that is not known."""

    def close(self) -> None:
        """Give connections back, where there are any."""


class FileMaster:
    """Master keys from a file."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in keys.items()}
        self._current = next(iter(keys))

    @classmethod
    def read(cls, path: Path) -> FileMaster:
        """The keys of a file. Raises `WrongMaster`, which never repeats what the file holds."""
        try:
            lines = path.read_text(encoding="ascii").splitlines()
        except (OSError, UnicodeDecodeError):
            raise WrongMaster(f"AMUDDU_MASTER_KEY_FILE: {path} cannot be read") from None
        kept = [line.strip() for line in lines]
        keys = [_key(line, path) for line in kept if line and not line.startswith("#")]
        if not keys:
            raise WrongMaster(f"AMUDDU_MASTER_KEY_FILE: {path} holds no key")
        return cls({_name(key): key for key in keys})

    @classmethod
    def made_once(cls, path: Path) -> FileMaster:
        """The keys of a file, which is made where there is none: for demonstrations."""
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
            opened = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(opened, "w") as stream:
                stream.write(f"{drawn()}\n")
            try:
                os.link(draft, path)  # whole or not at all; who comes second takes the first's
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return cls.read(path)

    @property
    def current(self) -> str:
        """Name of the first key."""
        return self._current

    @property
    def known(self) -> frozenset[str]:
        """Names of all keys of the file."""
        return frozenset(self._ciphers)

    def wrap(self, keys: Sequence[tuple[bytes, bytes]]) -> tuple[str, list[bytes]]:
        """The keys, sealed by the first key of the file."""
        cipher = self._ciphers[self._current]
        nonces = [os.urandom(_NONCE) for _ in keys]
        return self._current, [
            nonce + cipher.encrypt(nonce, key, bound)
            for nonce, (key, bound) in zip(nonces, keys, strict=True)
        ]

    def unwrap(self, kept: Sequence[Wrapped]) -> list[bytes | None]:
        """The keys again."""
        return [self._opened(*each) for each in kept]

    def _opened(self, wrapped: bytes, by: str, bound: bytes) -> bytes | None:
        if by not in self._ciphers:
            raise UnknownMaster
        try:
            return self._ciphers[by].decrypt(wrapped[:_NONCE], wrapped[_NONCE:], bound)
        except (InvalidTag, ValueError):
            return None

    def close(self) -> None:
        """There is nothing to give back."""


class SucceedingMaster:
    """A master key that wraps, and those of before, which only open what they wrapped."""

    def __init__(self, current: Master, before: Master) -> None:
        self._wraps = current
        self._before = before

    @property
    def current(self) -> str:
        """Name of the key that wraps."""
        return self._wraps.current

    @property
    def known(self) -> frozenset[str]:
        """Names of all keys that open."""
        return self._wraps.known | self._before.known

    def wrap(self, keys: Sequence[tuple[bytes, bytes]]) -> tuple[str, list[bytes]]:
        """The keys, wrapped by the one that wraps."""
        return self._wraps.wrap(keys)

    def unwrap(self, kept: Sequence[Wrapped]) -> list[bytes | None]:
        """The keys again, each asked of whoever wrapped it."""
        old = [each.by in self._before.known for each in kept]
        before = iter(
            self._before.unwrap([x for x, is_old in zip(kept, old, strict=True) if is_old])
        )
        new = [x for x, is_old in zip(kept, old, strict=True) if not is_old]
        current = iter(self._wraps.unwrap(new) if new else [])
        return [next(before if is_old else current) for is_old in old]

    def close(self) -> None:
        """Give connections back."""
        self._wraps.close()
        self._before.close()


def drawn() -> str:
    """A new key, as a line of the file."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def derived(key: bytes, purpose: str, *, length: int = KEY_BYTES) -> bytes:
    """A key of its own for a purpose."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose.encode()).derive(key)


def _key(line: str, path: Path) -> bytes:
    try:
        key = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise WrongMaster(
            f"AMUDDU_MASTER_KEY_FILE: a line of {path} is not {KEY_BYTES} bytes in base64"
        )
    return key


def _name(key: bytes) -> str:
    return derived(key, "amuddu master key name", length=8).hex()
