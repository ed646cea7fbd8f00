"""Word for people whom no message reaches: what somebody of their agency is to say to them."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.notifications import WordToSay
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import known
from services.notifications.calls.service import whose
from services.notifications.delivery import news_texts
from services.notifications.notices import repository, saying
from services.notifications.notices.tables import NoticeRow

_MOST = 20


def to_say(session: Session, actor: Actor, *, limit: int) -> list[WordToSay]:
    """What waits to be said, the oldest first; whose people they are is as for calls."""
    rows = repository.to_say(session, whose(actor), limit=limit)
    return [_shown(session, row) for row in rows]


def note_said(session: Session, actor: Actor, notice_id: UUID) -> list[WordToSay]:
    """Somebody was told; what is left to say."""
    known(repository.one_to_say(session, notice_id, whose(actor))).state = "sent"
    session.flush()
    return to_say(session, actor, limit=_MOST)


def _shown(session: Session, row: NoticeRow) -> WordToSay:
    lang: Lang = row.language or "fr"
    facts = saying.facts(session, row.vacancy_id) if row.vacancy_id else None
    text = news_texts.spoken(row.kind or "filled", facts, lang=lang, reason=row.reason, day=row.day)
    return WordToSay.of(row, language=lang, text=text)
