"""Papers and the rights that they open, and whom to see: what these rows may not say together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from amuddu.contracts.types import Lang
from amuddu.rules.base import Finding, Words
from amuddu.rules.residence import Answer, Residence, Rights, resolve
from amuddu.rules.residence_data import (
    EXEMPT,
    VISA,
    WORK,
    LawfulStay,
    ResidenceFile,
    residence_file,
)
from amuddu.rules.services_data import ServiceFacts, ServicesFile

AMO = "amo_as_employee"
HELP_FIRST = ("unhcr", "gadem")
"""Whom somebody without a lawful stay sees first."""
PERMITS = "permit"
"""Category of the desks that give permits: those of the police."""

_PROTECTED = (
    "asylum_seeker",
    "refugee_unhcr_pending_bra",
    "refugee_bra_no_permit",
    "refugee_bra_permit",
    "syrian_bra_heard",
)
_OF_ONE_EMPLOYER = "permit_work"
_NEEDED = ("irregular", "receipt_application", _OF_ONE_EMPLOYER, *_PROTECTED)
"""Papers without which questions have no answer at all."""
_TREATY = "national_of_convention_state"
_OPEN = (Answer.YES, Answer.CONDITIONAL)
_CLOSED = ("no", "not_obtainable")
_HELP = re.compile(r"\b(HCR|UNHCR)\b")
_READ: tuple[Lang, ...] = ("fr", "en")
"""The languages that every text has."""


def of_residence(data: ResidenceFile) -> Iterator[Finding]:
    """What papers and rights may not say together."""
    gone = [code for code in _NEEDED if code not in data.statuses]
    yield from (Finding("row_gone", ("statuses",), {"row": code}) for code in gone)
    if gone:
        return
    yield from _protection(data)
    yield from _treaty(data)
    yield from _one_employer(data)
    yield from _contradictions(data)
    yield from _receipts(data)


def _protection(data: ResidenceFile) -> Iterator[Finding]:
    """A paper of protection past its date stays one, and tells how it is renewed."""
    for code in _PROTECTED:
        if code in data.statuses and not data.statuses[code].protection:
            yield Finding("protection_ends", ("statuses", code))
    for status in data.statuses.values():
        if status.protection and (status.renewal is None or status.when_expired is None):
            yield Finding("protection_ends", ("statuses", status.id))
        elif status.protection and not _names_unhcr(status.renewal):
            yield Finding("renewal_elsewhere", ("statuses", status.id, "renewal"))


def _names_unhcr(renewal: Words | None) -> bool:
    """Whether a way to renew sends people to UNHCR before anybody else, in French and English."""
    if renewal is None:
        return False
    return all(_HELP.search(renewal[lang].split(".")[0]) for lang in _READ)


def _treaty(data: ResidenceFile) -> Iterator[Finding]:
    """Whether treaty nationals need the visa is not settled: never sure, and the desk is named."""
    overlay = data.overlays.get(_TREATY)
    if overlay is None:
        yield Finding("row_gone", ("overlays",), {"row": _TREATY})
        return
    at = ("overlays", _TREATY, "effects", VISA)
    effect = overlay.effects.get(VISA)
    if effect is None or effect.value not in ("no", "unclear") or effect.condition is None:
        yield Finding("treaty_settled", at)
        return
    names_desk = all("Taechir" in text for text in effect.condition.values())
    if overlay.told(VISA).confidence != "medium" or not names_desk:
        yield Finding("treaty_settled", at)


def _one_employer(data: ResidenceFile) -> Iterator[Finding]:
    """The paper of one contract says yes for its employer alone, and what another one needs."""
    for status in data.statuses.values():
        of_one = status.one_employer or status.id == _OF_ONE_EMPLOYER
        if of_one and not status.one_employer:
            yield Finding("one_employer_unsaid", ("statuses", status.id))
        for place in data.versions(status.id, WORK):
            if of_one != place.one_employer or (of_one and not _names_both(place.condition)):
                yield Finding("one_employer_unsaid", ("statuses", status.id, "answers", WORK))
        if of_one and data.versions(status.id, EXEMPT)[-1].value == "yes":
            yield Finding("one_employer_unsaid", ("statuses", status.id, "answers", EXEMPT))
        if of_one and data.versions(status.id, VISA)[-1].condition is None:
            yield Finding("one_employer_unsaid", ("statuses", status.id, "answers", VISA))


def _names_both(condition: Words | None) -> bool:
    """Whether a condition says that another employer needs attestation and visa."""
    said = (condition or {"fr": ""})["fr"].casefold()
    return all(word in said for word in ("autre employeur", "attestation", "visa"))


def _contradictions(data: ResidenceFile) -> Iterator[Finding]:
    """Rights of one paper that cannot hold together, with every fact that may come on top."""
    told: set[tuple[str, str]] = set()
    for residence, on in _every_case(data):
        rights = resolve(residence, on=on, data=data)
        for right, other in clashes(rights):
            row = residence.underlying or residence.status
            if (row, right) not in told:
                told.add((row, right))
                at = ("statuses", row, "answers", right)
                yield Finding("rights_clash", at, {"right": right, "other": other})
        if residence.underlying:
            title = resolve(Residence(residence.underlying, residence.overlays), on=on, data=data)
            for right in _unlike(rights, title):
                if (residence.status, right) not in told:
                    told.add((residence.status, right))
                    at = ("statuses", residence.status, "answers", right)
                    yield Finding("receipt_unlike_title", at, {"id": residence.underlying})


def _receipts(data: ResidenceFile) -> Iterator[Finding]:
    """A receipt that closes what most papers that it may stand for open."""
    titles = _titles(data)
    for receipt in (code for code, facts in data.statuses.items() if facts.receipt):
        for right in data.rights.keys() - {VISA, EXEMPT}:
            if data.versions(receipt, right)[-1].value not in _CLOSED:
                continue
            opened = [t for t in titles if data.versions(t, right)[-1].value not in _CLOSED]
            if len(opened) * 2 > len(titles):
                at = ("statuses", receipt, "answers", right)
                yield Finding("receipt_unlike_title", at, {"id": opened[0]})


def _titles(data: ResidenceFile) -> list[str]:
    """Papers of a lawful stay that a receipt may stand for."""
    return [
        code
        for code, facts in data.statuses.items()
        if facts.lawful_stay is LawfulStay.YES and not facts.receipt
    ]


def clashes(rights: Rights) -> Iterator[tuple[str, str]]:
    """The rights of somebody that cannot hold together, two by two: the one to look at first."""
    work, exempt, visa = (rights.answer(right) for right in (WORK, EXEMPT, VISA))
    cover = rights.answer(AMO)
    if rights.lawful_stay is not LawfulStay.YES:
        closed = (
            (WORK, work is Answer.NO),
            (VISA, visa is Answer.NO),
            (EXEMPT, exempt is not Answer.YES),
        )
        yield from ((right, "lawful_stay") for right, holds in closed if not holds)
    if (work in _OPEN and cover is Answer.NO) or (work is Answer.NO and cover in _OPEN):
        yield AMO, WORK
    if work in _OPEN and visa is Answer.NO and exempt in (Answer.NO, Answer.CONDITIONAL):
        yield VISA, EXEMPT


def _unlike(receipt: Rights, title: Rights) -> Iterator[str]:
    """Rights that a receipt answers more openly than the paper it renews, or closes alone."""
    for right, found in title.rights.items():
        own = receipt.answer(right)
        closed_alone = own is Answer.NO and found.answer is not Answer.NO
        more = found.answer is Answer.NO and own is not Answer.NO
        if (closed_alone or more) and right not in (VISA, EXEMPT):
            yield right


def _every_case(data: ResidenceFile) -> Iterator[tuple[Residence, date]]:
    days = (data.meta.as_of, *(day for day in data.change_days() if day >= date(2014, 1, 1)))
    overlays = _unlike_overlays(data)
    sets = [frozenset(some) for size in (0, 1, 2) for some in combinations(overlays, size)]
    receipts = [code for code, facts in data.statuses.items() if facts.receipt]
    titles = _titles(data)
    for chosen in sets:
        for code in data.statuses:
            for on in days:
                yield Residence(code, chosen), on
                yield Residence(code, chosen, valid_until=date(2013, 1, 1)), on
        for receipt in receipts:
            for title in titles:
                yield Residence(receipt, chosen, underlying=title), data.meta.as_of


def _unlike_overlays(data: ResidenceFile) -> list[str]:
    """One fact of each effect: others of the same one answer alike."""
    found: dict[object, str] = {}
    for code, overlay in sorted(data.overlays.items()):
        effects = {
            (right, effect.value, overlay.told(right).confidence)
            for right, effect in overlay.effects.items()
        }
        found.setdefault(frozenset(effects), code)
    return list(found.values())


# --- whom to see ----------------------------------------------------------------------------------


def of_services(data: ServicesFile) -> Iterator[Finding]:
    """Nobody without a lawful stay is sent to the police; UNHCR and GADEM come first."""
    if all(row.lawful_stay is not False for row in data.referrals):
        yield Finding("help_first", ("referrals",), {"id": ""})
    for name in HELP_FIRST:
        yield from _closed_help(data, name)
    for place, row in enumerate(data.referrals):
        if row.lawful_stay is False and row.services[:2] != HELP_FIRST:
            yield Finding("help_first", ("referrals", place, "services"), {"id": row.id})
    for service in data.services.values():
        if service.category == PERMITS and not service.lawful_stay:
            yield Finding("sent_to_the_police", ("services", service.id))
    first = {name for row in data.referrals if row.lawful_stay is False for name in row.services}
    for name in sorted(first & data.services.keys()):
        service = data.services[name]
        if service.category == PERMITS:
            yield Finding("sent_to_the_police", ("services", name))
        if service.statuses is not None and _missed(service):
            yield Finding("help_first", ("services", name), {"id": name})


def _closed_help(data: ServicesFile, name: str) -> Iterator[Finding]:
    """Whoever helps first stays open to whoever has no lawful stay."""
    service = data.services.get(name)
    if service is None:
        yield Finding("row_gone", ("services",), {"row": name})
    elif service.lawful_stay or service.active_to or service.audience != "people":
        yield Finding("help_first", ("services", name), {"id": name})


def _missed(service: ServiceFacts) -> bool:
    """Whether a service to see first is told to nobody with some paper without a lawful stay."""
    told = {*(service.statuses or ()), *service.ask_statuses}
    without = {
        code
        for code, facts in residence_file().statuses.items()
        if facts.lawful_stay is not LawfulStay.YES
    }
    return not without <= told
