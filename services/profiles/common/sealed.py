"""Rows that keep what they say sealed under their person's key; the columns tell nothing.

A sealed row has one column, `sealed`: a document of its values, padded so that its length tells
little, sealed by AES-256-GCM and bound to the table, the person and the row, so that what is moved
to another row does not open. Its values are read and set as attributes:

    class Written:
        text = Sealed("")

    class NoteRow(Written, SealedRow, table=True):
        id: UUID

    NoteRow(id=uuid4()).saying(text="prefers mornings")

A value opens when it is first read; the keys of all rows that the session holds are fetched at
once. What changed is sealed when the session writes. Whoever was erased has no key, and their rows
are `Unreadable` wherever they were restored from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cache
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar, overload
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, event
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state
from sqlmodel import Field, SQLModel

from amuddu.kit.errors import NotFound
from amuddu.kit.observability import logs

log = logs.get(__name__)

T = TypeVar("T")

KEYRING = "keyring"
_OPENED = "opened keys"
"""Names in `Session.info`."""
_WRITE = json.JSONEncoder(default=str, ensure_ascii=False, separators=(",", ":")).encode
FORMAT = b"\x01"
_NONCE = 12


class Unreadable(NotFound):
    """The person's key is gone, or somebody changed or moved what it sealed."""


class Keys(Protocol):
    """What rows need of the keyring."""

    def made(self, ids: Iterable[UUID]) -> dict[UUID, bytes]:
        """New keys for new people."""

    def found(self, ids: Collection[UUID]) -> dict[UUID, bytes]:
        """The keys of these people; who was erased has none."""

    def lacking(self, ids: Collection[UUID]) -> set[UUID]:
        """Those of these people who have no key."""

    def destroy(self, ids: Collection[UUID]) -> None:
        """Destroy these people's keys."""

    def digest(self, purpose: str, *parts: str) -> bytes:
        """A keyed digest, by which values are compared."""


def keys_of(session: Session) -> Keys:
    """The keyring of a session's database."""
    keys: Keys = session.info[KEYRING]
    return keys


class Sealed(property, Generic[T]):
    """A value that a row keeps sealed: its default, and how it is read from the document."""

    def __init__(
        self, default: T | Callable[[], T], *, read: Callable[[Any], Any] | None = None
    ) -> None:
        super().__init__()
        self._default = default
        self._read = read
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload  # type: ignore[override]
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: SealedRow, owner: type) -> T: ...
    def __get__(self, row: SealedRow | None, owner: type | None = None) -> Any:
        if row is None:
            return self
        values = row.opened()
        if self._name not in values:
            return self._default() if callable(self._default) else self._default
        value = values[self._name]
        return self._read(value) if self._read is not None and isinstance(value, str) else value

    def __set__(self, row: SealedRow, value: T) -> None:
        values = row.opened()
        if self._name not in values or self.__get__(row, type(row)) != value:
            row.put(values | {self._name: value})


def day(default: date | None = None) -> Sealed[date | None]:
    """A sealed day that may be missing."""
    return Sealed(default, read=date.fromisoformat)


class SealedRow(SQLModel):
    """A row whose values are sealed under the key of `person`."""

    begins_person: ClassVar[bool] = False
    """Whether a new row is a new person, for whom a key is made."""
    step: ClassVar[int] = 256
    """A document is as long as a multiple of this: its length would tell what it says."""

    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """None while what was set waits to be sealed by the next flush."""

    def saying(self, **values: Any) -> Self:
        """The row itself, once it says this."""
        unknown = values.keys() - self.sealed_names()
        assert not unknown, unknown
        self.put({**self.opened(), **values})
        return self

    @property
    def person(self) -> UUID:
        """Whose key seals the row."""
        raise NotImplementedError  # each table says so: a model of SQLModel cannot be abstract

    @property
    def bound_to(self) -> str:
        """What tells the row from others of its table and person."""
        return ""

    @classmethod
    def sealed_names(cls) -> frozenset[str]:
        """Names of the values that are sealed."""
        return _sealed_names(cls)

    def opened(self) -> dict[str, Any]:
        """The values of the row. Raises `Unreadable`."""
        known: dict[str, Any] = instance_state(self).info
        if "values" not in known or known["sealed"] is not self.sealed:
            known["values"] = self._open() if self.sealed is not None else {}
            known["sealed"] = self.sealed
        values: dict[str, Any] = known["values"]
        return values

    def put(self, values: dict[str, Any]) -> None:
        """Have the row say this, from the next flush on sealed."""
        self.sealed = None
        instance_state(self).info.update(values=values, sealed=None, waits=True)

    @property
    def waits(self) -> bool:
        """Whether values were set that are not sealed yet."""
        known: dict[str, Any] = instance_state(self).info
        return self.sealed is None and (known.get("waits", False) or _is_new(self))

    def seal(self, key: bytes) -> None:
        """Seal what the row says."""
        values: dict[str, Any] = self.opened()
        text = _WRITE(values).encode()
        padded = text.ljust(-(-len(text) // self.step) * self.step)  # a document may end in spaces
        nonce = os.urandom(_NONCE)
        self.sealed = FORMAT + nonce + AESGCM(key).encrypt(nonce, padded, self._bound())
        instance_state(self).info.update(values=values, sealed=self.sealed)

    def _bound(self) -> bytes:
        return "\0".join((str(self.__tablename__), str(self.person), self.bound_to)).encode()

    def _open(self) -> dict[str, Any]:
        session = instance_state(self).session
        if session is None:
            raise RuntimeError("a sealed row is read after its session ended")
        key = _opened_keys(session, [self.person]).get(self.person)
        if key is None:
            raise Unreadable
        kept = bytes(self.sealed or b"")
        try:
            if kept[:1] != FORMAT:
                raise InvalidTag
            text = AESGCM(key).decrypt(kept[1 : 1 + _NONCE], kept[1 + _NONCE :], self._bound())
        except (InvalidTag, ValueError):
            log.error("a sealed row does not open", table=self.__tablename__, id=str(self.person))
            raise Unreadable from None
        values: dict[str, Any] = json.loads(text)
        return values


@cache
def _sealed_names(table: type[SealedRow]) -> frozenset[str]:
    found = ((name, value) for each in table.__mro__ for name, value in vars(each).items())
    return frozenset(name for name, value in found if isinstance(value, Sealed))


R = TypeVar("R", bound=SealedRow)


def readable(rows: Iterable[R]) -> list[R]:
    """Those of the rows that open: a list goes on without the others."""
    return [row for row in rows if opens(row)]


def opens(row: SealedRow) -> bool:
    """Whether the row opens."""
    try:
        row.opened()
    except Unreadable:
        return False
    return True


def seal_all(session: Session, rows: Collection[SealedRow]) -> None:
    """Seal rows that are to be written apart from the session; new people get their keys with one
    statement."""
    keys = _opened_keys(session, _missing_keys(session, rows))
    for row in rows:
        if row.person not in keys:
            raise Unreadable
        row.seal(keys[row.person])


def _missing_keys(session: Session, rows: Iterable[SealedRow]) -> set[UUID]:
    """Make the keys of those rows that are new people; whose keys are to be found."""
    opened: dict[UUID, bytes] = session.info.setdefault(_OPENED, {})
    people = {row.person for row in rows} - opened.keys()
    new = {row.person for row in rows if row.begins_person and _is_new(row)} & people
    if new:
        opened.update(keys_of(session).made(new))
    return people - new


def _is_new(row: SealedRow) -> bool:
    return not instance_state(row).has_identity


def _opened_keys(session: Session, wanted: Collection[UUID]) -> dict[UUID, bytes]:
    """Opened keys by person: these, and those of all rows that the session holds."""
    opened: dict[UUID, bytes] = session.info.setdefault(_OPENED, {})
    if not opened.keys() >= set(wanted):
        held = {row.person for row in session.identity_map.values() if isinstance(row, SealedRow)}
        opened.update(keys_of(session).found((held | set(wanted)) - opened.keys()))
    return opened


def keys_for(session: Session, people: Collection[UUID]) -> None:
    """Make the keys of those people who have none yet: for rows that were never sealed."""
    opened = _opened_keys(session, people)
    if missing := set(people) - opened.keys():
        opened.update(keys_of(session).made(missing))


def forget_keys(session: Session, people: Collection[UUID]) -> None:
    """Destroy these people's keys, at once and for good, and forget them here."""
    keys_of(session).destroy(people)
    opened: dict[UUID, bytes] = session.info.setdefault(_OPENED, {})
    for person in people:
        opened.pop(person, None)


@event.listens_for(Session, "before_flush")
def _seal_what_waits(session: Session, *_: object) -> None:
    waiting = [
        row
        for row in (*session.new, *session.dirty)
        if isinstance(row, SealedRow) and row.waits and row not in session.deleted
    ]
    if waiting:
        seal_all(session, waiting)
