"""News in words: `texts/<language>.yaml`. Harmless on a shared phone: no name, no employer.

Only whom somebody calls hears of which work it was: then they are who they are taken for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal

from amuddu.contracts.news import NewsKind, Who
from amuddu.contracts.types import Lang
from services.notifications.delivery import gsm, templates
from services.notifications.invitations.schemas import OfferFacts, Rendered

SENDER = "Amuddu"
_DAY = "{day}"
_WIDE_DAY = date(2026, 12, 28)
"""A day that takes as much room as any: where texts are counted or shown as an example."""
_BAR = "|"
"""Between what happened and what the link of a message opens."""


def text(
    kind: NewsKind,
    who: Who,
    *,
    lang: Lang,
    reason: str | None = None,
    day: date | None = None,
) -> str:
    """What a line says, in one language; with a reason, the word that is of use there."""
    said = _said(kind, who, lang, reason).partition(_BAR)[0].strip()
    return _dated(said, templates.day(day, language=lang) if day else None)


def _dated(said: str, day: str | None) -> str:
    return said.replace(_DAY, day or "...")


def _said(kind: NewsKind, who: Who, lang: Lang, reason: str | None) -> str:
    words = templates.texts(lang).news
    said = words.person if who == "person" else words.work
    return said.get(f"{kind}.{reason}") or said[kind]


def as_read(said: str) -> str:
    """Words of the table without the bar."""
    return " ".join(part.strip() for part in said.split(_BAR)).strip()


def _with_link(said: str, link: str) -> str:
    """The whole message: who writes, what happened, what the link opens."""
    told, _, opens = (part.strip() for part in said.partition(_BAR))
    return " ".join(filter(None, (f"{SENDER} :", told, opens, link)))


def every(kind: NewsKind, who: Who, *, lang: Lang) -> tuple[str, ...]:
    """All that a kind may say to somebody."""
    words = templates.texts(lang).news
    said = words.person if who == "person" else words.work
    wide = templates.day(_WIDE_DAY, language=lang, short=True)
    return tuple(_dated(one, wide) for name, one in said.items() if name.split(".")[0] == kind)


def spoken(
    kind: NewsKind,
    facts: OfferFacts | None,
    *,
    lang: Lang,
    reason: str | None = None,
    day: date | None = None,
) -> str:
    """What somebody of the agency says to the person, and of which work."""
    said = text(kind, "person", lang=lang, reason=reason, day=day)
    return f"{templates.named(facts, language=lang)} : {said}" if facts else said


def rendered(
    kind: NewsKind,
    *,
    lang: Lang,
    channel: Literal["email", "sms"],
    link: str,
    reason: str | None = None,
    day: date | None = None,
) -> Rendered:
    """The message to a person."""
    shown = templates.day(day, language=lang, short=channel == "sms") if day else None
    body = _with_link(_dated(_said(kind, "person", lang, reason), shown), link)
    if channel == "sms":
        return Rendered(language=lang, subject="", body=gsm.fold(body))
    return Rendered(language=lang, subject=templates.texts(lang).news.subject, body=body)


def digest(kinds: Iterable[NewsKind], who: Who, *, lang: Lang, link: str) -> Rendered:
    """The e-mail to somebody at work: each thing once, with how often; where the rest is."""
    words = templates.texts(lang).news
    counted = Counter(text(kind, who, lang=lang) for kind in kinds)
    lines = [f"- {said}{f' ({count})' if count > 1 else ''}" for said, count in counted.items()]
    body = "\n\n".join((words.work_intro, "\n".join(lines), f"{words.work_where} {link}"))
    return Rendered(language=lang, subject=words.work_subject, body=body)


def parts(texts: Iterable[str], public_url: str) -> int:
    """How many SMS the longest of some texts takes, with the longest link that it may have."""
    link = f"{public_url.rstrip('/')}/r/{'x' * 32}"
    return max((gsm.parts(gsm.fold(_with_link(one, link))) for one in texts), default=0)
