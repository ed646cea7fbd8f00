"""What is open to somebody who says which paper they have: read, answered, forgotten.

Nothing here is stored or logged. Pages and API share it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from amuddu.contracts.rules import (
    ChangeTold,
    Choice,
    ContactTold,
    EndTold,
    HelpTold,
    OpenToMe,
    OpenToMeIn,
    OpenToMeQuestions,
    RightTold,
)
from amuddu.contracts.types import Lang
from amuddu.kit.errors import FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.reference.countries import countries
from amuddu.reference.places import places, regions
from amuddu.rules.base import in_language
from amuddu.rules.changes import Change, Kind, what_ends, what_would_change
from amuddu.rules.hiring import HiringRoute, route, route_for
from amuddu.rules.residence import Residence, Right, overlays, resolve, right_facts, statuses
from amuddu.rules.services import Help, helps, woman_adviser
from amuddu.rules.services_data import ContactFacts
from gateway.people.changes import FACTS, change_in_words
from gateway.people.words import CARDS, PAPERS, say

_HOURS = N_("du lundi au vendredi, de {opens} à {closes}")
_UNKNOWN = N_("Choisissez une réponse de la liste.")


def questions(lang: Lang) -> OpenToMeQuestions:
    """What is asked."""
    papers = say(PAPERS, lang)
    return OpenToMeQuestions(
        papers=_choices(papers),
        behind_receipt=_choices({code: papers[code] for code in CARDS}),
        facts=_choices(say(FACTS, lang)),
        regions=_choices({code: each.names[lang] for code, each in regions().items()}),
    )


def answer(asked: OpenToMeIn, *, lang: Lang, on: date) -> OpenToMe:
    """What is open, who helps and where. Raises `Invalid` with the field to mend."""
    _check(asked)
    if asked.paper is None:
        return _without_a_paper(asked, lang=lang, on=on)
    residence = Residence(
        status=asked.paper,
        overlays=frozenset(asked.facts),
        nationality=asked.nationality,
        valid_until=asked.valid_until,
        underlying=asked.behind_receipt if statuses()[asked.paper].receipt else None,
    )
    found = resolve(residence, on=on)
    changes = what_would_change(residence, on=on)
    hiring = route_for(found, residence, on=on)
    return OpenToMe(
        rights=tuple(
            _right(right, changes[right.id], lang=lang) for right in found.rights.values()
        ),
        helps=tuple(
            _help(one, lang) for one in helps(found, residence, on=on, region_id=asked.region)
        ),
        route=hiring.code.value,
        route_summary=in_language(hiring.summary, lang),
        expires_on=found.expires_on,
        renew_from=found.warn_from,
        expired=found.expired,
        renewal=in_language(found.renewal, lang) if found.renewal else None,
        ends=tuple(
            EndTold(on=end.on, of_paper=end.of_paper, rights=tuple(end.answers))
            for end in what_ends(residence, on=on)
        ),
        woman_adviser=in_language(woman_adviser(), lang),
    )


def _without_a_paper(asked: OpenToMeIn, *, lang: Lang, on: date) -> OpenToMe:
    """Nobody said which paper: every right is asked. Whom to see first is told, and what asks for
    no paper."""
    nobody = Residence("irregular")
    found = [
        one
        for one in helps(resolve(nobody, on=on), nobody, on=on, region_id=asked.region)
        if one.sure or one.first
    ]
    return OpenToMe(
        rights=tuple(_to_ask(right, lang) for right in right_facts()),
        helps=tuple(_help(one, lang) for one in found),
        route="ask",
        route_summary=in_language(route(HiringRoute.ASK, on=on).summary, lang),
        woman_adviser=in_language(woman_adviser(), lang),
    )


def _check(asked: OpenToMeIn) -> None:
    wrong = [
        name
        for name, value, known in (
            ("paper", asked.paper, statuses()),
            ("behind_receipt", asked.behind_receipt, statuses()),
            ("nationality", asked.nationality, countries()),
            ("region", asked.region, regions()),
        )
        if value is not None and value not in known
    ]
    wrong += ["facts"] * any(code not in overlays() for code in asked.facts)
    if wrong:
        raise Invalid(fields=[FieldError(name, Text(_UNKNOWN)) for name in wrong])


def _choices(texts: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(id=code, text=text) for code, text in texts.items())


# --- in words -----------------------------------------------------------------------------------


def _right(right: Right, changes: tuple[Change, ...], *, lang: Lang) -> RightTold:
    return RightTold(
        id=right.id,
        label=in_language(right.label, lang),
        answer=right.answer.value,
        obligation=right_facts()[right.id].obligation,
        condition=in_language(right.condition, lang) if right.condition else None,
        proof=in_language(right.proof, lang) if right.proof else None,
        legal=right.legal,
        confidence=right.confidence,
        sources=right.sources,
        check_again=in_language(right.check_again, lang) if right.check_again else None,
        changes=tuple(_change(change, lang) for change in changes if change.within_reach),
    )


def _to_ask(right: str, lang: Lang) -> RightTold:
    facts = right_facts()[right]
    who = Change(Kind.CONFIRMATION, (), None, within_reach=True, text=facts.settled_by)
    return RightTold(
        id=right,
        label=in_language(facts.label, lang),
        answer="ask",
        obligation=facts.obligation,
        condition=None,
        proof=None,
        legal=facts.legal,
        confidence=None,
        sources=(),
        changes=(_change(who, lang),),
    )


def _change(change: Change, lang: Lang) -> ChangeTold:
    return ChangeTold(
        kind=change.kind.value,
        ids=change.ids,
        answer=change.answer.value if change.answer else None,
        text=change_in_words(
            change.kind,
            change.ids,
            in_language(change.text, lang) if change.text else None,
            lang,
        ),
    )


def _help(one: Help, lang: Lang) -> HelpTold:
    return HelpTold(
        id=one.id,
        category=one.category,
        actor=in_language(one.actor, lang),
        offers=in_language(one.offers, lang),
        rights=one.rights,
        sure=one.sure,
        first=one.first,
        near=one.near,
        everywhere=one.everywhere,
        towns=tuple(places()[town].names[lang] for town in one.towns),
        bring=tuple(in_language(text, lang) for text in one.bring),
        cost=in_language(one.cost, lang) if one.cost else None,
        steps=in_language(one.steps, lang) if one.steps else None,
        note=in_language(one.note, lang) if one.note else None,
        contact=_contact(one.contact, lang) if one.contact else None,
        sources=one.sources,
        check_again=in_language(one.check_again, lang) if one.check_again else None,
    )


def _contact(facts: ContactFacts, lang: Lang) -> ContactTold:
    hours = {"opens": facts.opens, "closes": facts.closes}
    return ContactTold(
        address=facts.address,
        phone=facts.phone,
        toll_free=facts.toll_free,
        whatsapp=facts.whatsapp,
        hours=Text(_HOURS, hours).in_(lang) if facts.days else None,
    )
