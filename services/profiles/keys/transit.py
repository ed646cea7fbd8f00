"""The master key in a KMS: the Transit engine of HashiCorp Vault, over its HTTP API.

The key never leaves the KMS: people's keys go there to be wrapped and opened, many in one call
(`encrypt/:key`, `decrypt/:key` with `batch_input`). What a key is for goes with it as associated
data, so the key of the engine is an AES-GCM one. A wrapped key is kept as the engine writes it,
`vault:v3:...`; the name that stands beside it tells key and version.

A KMS that is away, sealed or refuses is `Unavailable`: nothing opens and nothing is written. Only
what it says was changed counts as changed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import ssl
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx2

from amuddu.kit.errors import Unavailable
from amuddu.kit.observability import logs
from services.profiles.keys.master import KEY_BYTES, UnknownMaster, Wrapped, WrongMaster

log = logs.get(__name__)

TIMEOUT = 5.0
AT_ONCE = 500
"""Keys in one call."""
_KINDS = frozenset({"aes128-gcm96", "aes256-gcm96"})
"""Kinds of keys that take associated data."""
_WRITTEN = re.compile(rb"vault:v([1-9]\d{0,5}):[A-Za-z0-9+/=]+")
_CHANGED = re.compile(r"authentication failed|invalid ciphertext", re.IGNORECASE)
"""How the engine says that what it was given is not what it made."""


class TransitMaster:
    """A key of a Transit engine."""

    def __init__(self, http: httpx2.Client, *, mount: str, key: str, token_file: Path) -> None:
        self._http = http
        self._token_file = token_file
        self._mount, self._key = mount, key
        self._prefix = "kms" + hashlib.sha256(f"{mount}/{key}".encode()).hexdigest()[:6]
        self._latest, self._versions = self._read_key()

    @classmethod
    def of(
        cls, url: str, *, mount: str, key: str, token_file: Path, ca_file: Path | None = None
    ) -> TransitMaster:
        """The key at an address. Raises `WrongMaster`, in one line, where it cannot be used."""
        try:
            verify = ssl.create_default_context(cafile=ca_file)
        except OSError:
            raise WrongMaster(f"AMUDDU_KMS_CA_FILE: {ca_file} cannot be read") from None
        # No proxy of the environment, and no redirect: the token and the keys go there alone.
        http = httpx2.Client(base_url=url, verify=verify, timeout=TIMEOUT, trust_env=False)
        try:
            return cls(http, mount=mount, key=key, token_file=token_file)
        except BaseException:
            http.close()
            raise

    @property
    def current(self) -> str:
        """Name of the newest version that is known."""
        return self._name(self._latest)

    @property
    def known(self) -> frozenset[str]:
        """Names of the versions that open, as they were when the process started."""
        return frozenset(map(self._name, self._versions))

    def wrap(self, keys: Sequence[tuple[bytes, bytes]]) -> tuple[str, list[bytes]]:
        """The keys, wrapped by the newest version there is now, which may be newer than when the
        process started. Where it changes half-way, the first ones are wrapped once more."""
        wrapped = [
            self._written(item)
            for some in _parts(keys)
            for item in self._asked(
                "encrypt", [{"plaintext": _text(key), **_for(bound)} for key, bound in some]
            )
        ]
        versions = set(map(_version, wrapped))
        if len(versions) > 1:
            return self.wrap(keys)
        if newest := max(versions, default=0):
            self._latest = max(self._latest, newest)
            return self._name(newest), wrapped
        return self.current, wrapped

    def unwrap(self, kept: Sequence[Wrapped]) -> list[bytes | None]:
        """The keys again."""
        if any(not each.by.startswith(f"{self._prefix}v") for each in kept):
            raise UnknownMaster
        return [key for some in _parts(kept) for key in self._opened(some)]

    def _opened(self, kept: Sequence[Wrapped]) -> list[bytes | None]:
        # What is no ciphertext of the version by whose name it is kept was put there by somebody.
        sound = [each for each in kept if self._is_of(each)]
        asked = [{"ciphertext": each.wrapped.decode(), **_for(each.bound)} for each in sound]
        answers = iter(self._asked("decrypt", asked) if asked else [])
        return [_key_of(next(answers)) if self._is_of(each) else None for each in kept]

    def _is_of(self, each: Wrapped) -> bool:
        written = _WRITTEN.fullmatch(each.wrapped)
        return written is not None and self._name(int(written[1])) == each.by

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()

    # --- calls ------------------------------------------------------------------------------------

    def _read_key(self) -> tuple[int, range]:
        """The newest version of the key, and those that open."""
        try:
            answer = self._called("GET", f"keys/{self._key}")
            data = answer.json()["data"]
            kind, latest = str(data["type"]), int(data["latest_version"])
            oldest = max(int(data.get("min_decryption_version") or 1), 1)
        except Unavailable:
            raise WrongMaster(
                "AMUDDU_KMS_URL: the KMS is out of reach, sealed, or does not let the token of"
                " AMUDDU_KMS_TOKEN_FILE read the key of AMUDDU_KMS_KEY"
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise WrongMaster("AMUDDU_KMS_URL: what answers there is no Transit engine") from None
        if kind not in _KINDS or data.get("derived"):
            raise WrongMaster(
                "AMUDDU_KMS_KEY: the key must be of the type aes256-gcm96, and not derived"
            )
        return latest, range(oldest, latest + 1)

    def _asked(self, verb: str, items: list[dict[str, str]]) -> list[dict[str, Any]]:
        """One answer an item, in their order."""
        response = self._called("POST", f"{verb}/{self._key}", {"batch_input": items})
        try:
            results = response.json()["data"]["batch_results"]
        except (ValueError, KeyError, TypeError):
            results = None
        if not isinstance(results, list) or len(results) != len(items):
            log.error("the KMS answered beside its contract", status=response.status_code)
            raise Unavailable(retry_after=2)
        return [item if isinstance(item, dict) else {} for item in results]

    def _called(self, method: str, path: str, body: Any = None) -> httpx2.Response:
        """The answer to a call. A batch of which some items fail is a 400 with all the results."""
        try:
            token = self._token_file.read_text(encoding="ascii").strip()
            response = self._http.request(
                method,
                f"/v1/{self._mount}/{path}",
                headers={"X-Vault-Token": token, "X-Vault-Request": "true"},
                json=body,
            )
        except (httpx2.RequestError, OSError, ValueError) as error:
            # Without the cause: it may quote the request.
            log.error("the KMS is out of reach", error=type(error).__name__)
            raise Unavailable(retry_after=2) from None
        if response.status_code not in (200, 400):
            log.error("the KMS refused", status=response.status_code)
            raise Unavailable(retry_after=2)
        return response

    def _written(self, item: dict[str, Any]) -> bytes:
        written = str(item.get("ciphertext", "")).encode()
        if item.get("error") or not _WRITTEN.fullmatch(written):
            log.error("the KMS did not wrap a key")
            raise Unavailable(retry_after=2)
        return written

    def _name(self, version: int) -> str:
        return f"{self._prefix}v{version}"


def _key_of(item: dict[str, Any]) -> bytes | None:
    """The key of an answer; `None` where the engine says that it was changed."""
    if error := str(item.get("error") or ""):
        if _CHANGED.search(error):
            return None
        log.error("the KMS did not open a key")
        raise Unavailable(retry_after=2)
    try:
        key = base64.b64decode(str(item.get("plaintext", "")), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise Unavailable(retry_after=2)
    return key


def _version(written: bytes) -> int:
    found = _WRITTEN.fullmatch(written)
    return int(found[1]) if found else 0


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def _for(bound: bytes) -> dict[str, str]:
    return {"associated_data": _text(bound)}


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
