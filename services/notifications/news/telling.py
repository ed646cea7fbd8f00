"""Telling: an event becomes lines in lists, and messages that wait to leave, as the table says.

Nothing leaves from here. What an event makes untrue and still waits is called off in the same
transaction; an id that follows from the event and the addressee makes telling it again harmless.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from amuddu.contracts.news import NewsKind, Who
from amuddu.kit import clock
from amuddu.kit.db import Session
from services.notifications.news import repository
from services.notifications.news.book import Way, book
from services.notifications.news.tables import NewsRow
from services.notifications.notices.tables import NoticeRow

_SPACE = UUID("6f2d1c9e-0b57-4c55-9a44-9e5e6a0f7c31")

Addressees = Mapping[Who, str | None]
"""Whom an event concerns: the person's id, the employer's, an agency; `None`: nobody."""


@dataclass(frozen=True, slots=True)
class About:
    """What a line leads to. Ids alone."""

    vacancy_id: UUID | None = None
    profile_id: UUID | None = None
    candidacy_id: UUID | None = None
    claim_id: UUID | None = None
    request_id: UUID | None = None
    day: date | None = None
    reason: str | None = None


def tell(
    session: Session,
    kind: NewsKind,
    ident: object,
    addressees: Addressees,
    about: About,
    *,
    at: datetime | None = None,
    unless_unheard: NewsKind | None = None,
) -> None:
    """Tell everybody whom the table names, from `at` on.

    `unless_unheard`: whoever was not told of that kind yet, as it still waited, gets no message of
    this one either; the line is in their list.
    """
    unheard = {who for what, who in _called_off(session, kind, about) if what == unless_unheard}
    when = at or clock.now()
    for who, way in book().entry(kind).told.items():
        addressee = addressees.get(who)
        if addressee is None:
            continue
        row = NewsRow(
            id=_id(kind, ident, who, addressee),
            kind=kind,
            who=who,
            addressee=addressee,
            at=when,
            due_at=when if way.message and who not in {"person", *unheard} else None,
            **_columns(about),
        )
        repository.add(session, row, _notice(row, way) if who not in unheard else None)


def told(session: Session, kind: NewsKind, ident: object, addressees: Addressees) -> bool:
    """Whether this was told before, to whomever it concerns."""
    named = [(who, addressees.get(who)) for who in book().entry(kind).told]
    return repository.there(session, [_id(kind, ident, who, to) for who, to in named if to])


def call_off(session: Session, kind: NewsKind, about: About) -> None:
    """What waits of a kind is not sent, and is in no list to come."""
    _off(session, about, {kind})


def _called_off(session: Session, kind: NewsKind, about: About) -> set[tuple[NewsKind, Who]]:
    return _off(session, about, book().untrue_with(kind))


def _off(session: Session, about: About, kinds: Collection[NewsKind]) -> set[tuple[NewsKind, Who]]:
    where = repository.about(
        candidacy_id=about.candidacy_id,
        claim_id=about.claim_id,
        request_id=about.request_id,
        profile_id=about.profile_id,
    )
    return repository.call_off(session, where, kinds, now=clock.now())


def _id(kind: NewsKind, ident: object, who: Who, addressee: str) -> UUID:
    return uuid5(_SPACE, f"{kind}:{ident}:{who}:{addressee}")


def _columns(about: About) -> dict[str, Any]:
    return {name: getattr(about, name) for name in About.__slots__}


def _notice(row: NewsRow, way: Way) -> NoticeRow | None:
    """The message to a person. An offer's own is sent with its link, before it is told here."""
    if row.who != "person" or not way.message or row.kind == "offer":
        return None
    assert row.profile_id is not None
    return NoticeRow(
        id=row.id,
        profile_id=row.profile_id,
        vacancy_id=row.vacancy_id,
        candidacy_id=row.candidacy_id,
        request_id=row.request_id,
        day=row.day,
        kind=row.kind,
        reason=row.reason,
        due_at=row.at,
    )
