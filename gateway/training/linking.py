"""Courses linked to trades and skills by the one linker, before they are written.

A course that ends with a diploma gives what its trade cannot do without; of a short one only what
its own words name. Both are a proposal: whoever keeps the catalogue changes them on the course's
page, and a file never overwrites what somebody chose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from amuddu.contracts.matching.linking import ConceptKind, LinkedConcept, LinkManyIn
from amuddu.reference import concepts
from gateway.clients import Services
from gateway.clients.base import Caller

AT_ONCE = 20
SURE_TRADE = 0.58
"""From how sure on a trade is taken, to be found by; under it a course has none. Read on the 96
real courses of one province: below it every second link is wrong ("cyber security", a guard)."""
SURE_GIVEN = 0.74
"""From how sure on a course is also taken to give what its trade asks, which ends in a profile: on
the same courses no link above it was wrong."""
SURE_SKILL = 0.75
_LONGEST = 160
_MOST_SKILLS = 30

Row = dict[str, Any]


def linked(services: Services, caller: Caller, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with a trade and skills where they name none themselves."""
    texts = [_said(row) for row in rows]
    trades = _best(services, caller, texts, "occupation", SURE_TRADE)
    skills = _best(services, caller, texts, "skill", SURE_SKILL)
    return tuple(map(_with, rows, trades, skills))


def _said(row: Mapping[str, Any]) -> str:
    """What a row calls its trade, else its own title."""
    trade = row.get("trade")
    named = trade.get("text") if isinstance(trade, dict) else None
    return str(named or row.get("title") or "")[:_LONGEST].strip()


def _best(
    services: Services, caller: Caller, texts: Sequence[str], kind: ConceptKind, least: float
) -> list[LinkedConcept | None]:
    """The likeliest concept of each text, where the linker is sure enough."""
    found: list[LinkedConcept | None] = []
    for start in range(0, len(texts), AT_ONCE):
        part = texts[start : start + AT_ONCE]
        body = LinkManyIn(texts=tuple(text or "-" for text in part), kind=kind, limit=1)
        for text, answer in zip(part, services.matching.link_many(caller, body).texts, strict=True):
            best = answer.items[0] if text and answer.items else None
            found.append(best if best is not None and best.score >= least else None)
    return found


def _with(row: Row, trade: LinkedConcept | None, skill: LinkedConcept | None) -> Row:
    made = dict(row)
    if trade is not None:
        made["trade"] = {"text": _said(row), "concept": trade.concept}
    if not row.get("skills"):
        sure = trade.concept if trade is not None and trade.score >= SURE_GIVEN else None
        given = given_by(sure, diploma=bool(row.get("diploma")))
        if not given and skill is not None:
            given = [skill.concept]
        made["skills"] = [_ref(code) for code in given[:_MOST_SKILLS]]
    return made


def given_by(trade: str | None, *, diploma: bool) -> list[str]:
    """What somebody can do after a diploma of a trade."""
    known = concepts.occupations().get(trade or "")
    return list(known.essential_skills) if known and diploma else []


def _ref(code: str) -> dict[str, str]:
    return {"text": concepts.label(concepts.skill(code), "fr"), "concept": code}
