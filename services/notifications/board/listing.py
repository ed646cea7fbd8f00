"""Lists of news, as their readers see them: words in their language, ids, and no name.

Whose a line is follows from who asks. What happened in another organisation is not theirs: for
them there is no such line.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from amuddu.contracts.news import News, NewsPage, Telling, TellingTable, Told, Unread, Who
from amuddu.contracts.types import LANGS, Lang
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import known
from services.notifications.delivery import news_texts
from services.notifications.invitations.schemas import OfferFacts
from services.notifications.invitations.tables import Offer
from services.notifications.news import repository
from services.notifications.news.book import Entry, book
from services.notifications.news.choosing import reader
from services.notifications.news.tables import NewsRow
from services.notifications.settings import NotificationsSettings

_FOLLOW_PEOPLE: frozenset[Who] = frozenset({"counsellor", "agent"})


def page(session: Session, actor: Actor, *, lang: Lang, limit: int, offset: int) -> NewsPage:
    """What somebody is told, newest first."""
    who, place, reader_id = reader(actor)
    now = clock.now()
    rows = repository.page(session, who, place, reader_id, now=now, limit=limit, offset=offset)
    return NewsPage(
        items=tuple(_shown(row, offer, lang=lang, read=seen) for row, seen, offer in rows),
        total=repository.count(session, who, place, now=now),
        unread=repository.unread(session, who, place, reader_id, now=now),
    )


def unread(session: Session, actor: Actor) -> Unread:
    """How much of it they have not opened."""
    who, place, reader_id = reader(actor)
    return Unread(count=repository.unread(session, who, place, reader_id, now=clock.now()))


def read_all(session: Session, actor: Actor) -> Unread:
    """All of it is read."""
    who, place, reader_id = reader(actor)
    repository.see(session, who, place, reader_id, now=clock.now())
    return unread(session, actor)


def opened(session: Session, actor: Actor, news_id: UUID, *, lang: Lang) -> News:
    """One line, which is read from now on. Raises `NotFound` for somebody else's."""
    who, place, reader_id = reader(actor)
    now = clock.now()
    row, offer = known(repository.one(session, news_id, who, place, now=now))
    repository.see(session, who, place, reader_id, now=now, news_id=news_id)
    return _shown(row, offer, lang=lang, read=True)


def _shown(row: NewsRow, offer: Offer | None, *, lang: Lang, read: bool) -> News:
    facts = OfferFacts.model_validate(offer.facts) if offer and offer.facts else None
    return News.of(
        row,
        text=news_texts.text(row.kind, row.who, lang=lang, reason=row.reason, day=row.day),
        read=read,
        vacancy_title=facts.title if facts else None,
        profile_id=row.profile_id if row.who in _FOLLOW_PEOPLE else None,
    )


# --- the table --------------------------------------------------------------------------------


def table(settings: NotificationsSettings) -> TellingTable:
    """Which event is told to whom, by which way, in which words."""
    quiet = book().quiet
    return TellingTable(
        events=tuple(_telling(entry, settings.public_url) for entry in book().events),
        quiet_from=f"{quiet.begins:%H:%M}",
        quiet_to=f"{quiet.ends:%H:%M}",
        sunday_to=f"{quiet.sunday_to:%H:%M}",
        digest_at=f"{book().digest_at:%H:%M}",
        zone=quiet.zone,
    )


def _telling(entry: Entry, base: str) -> Telling:
    told = []
    for who, way in entry.told.items():
        said = {lang: news_texts.every(entry.kind, who, lang=lang) for lang in LANGS}
        by_sms = who == "person" and way.message
        parts = {lang: news_texts.parts(said[lang], base) for lang in LANGS} if by_sms else {}
        told.append(Told.of(way, who=who, texts=_read(said), parts=parts))
    return Telling.of(entry, told=tuple(told))


def _read(said: Mapping[Lang, tuple[str, ...]]) -> dict[Lang, tuple[str, ...]]:
    return {lang: tuple(map(news_texts.as_read, texts)) for lang, texts in said.items()}
