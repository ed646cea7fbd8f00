"""What the data files may not say together, though each row alone is well formed.

`amuddu rules check` asks this of a file once its shape is right. Each family is one kind of
mistake that would reach people as a risky answer; a finding names the row to mend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

from amuddu.rules.base import Datum, Finding, Source, read_somewhere
from amuddu.rules.hiring_data import HiringFile, StepFacts
from amuddu.rules.incentives.data import Scheme, SchemesFile
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
_TREATY = "national_of_convention_state"
_OPEN = (Answer.YES, Answer.CONDITIONAL)
_CLOSED = ("no", "not_obtainable")


def oddities(name: str, data: Datum) -> Iterator[Finding]:
    """What one file of rules, already read, says that cannot hold together."""
    yield from _addresses(data)
    look = _LOOKS.get(name)
    if look is not None:
        yield from look(data)


# --- sources --------------------------------------------------------------------------------------


def _addresses(data: Datum) -> Iterator[Finding]:
    """An address that opens a site and no page has to say so, and no other may."""
    known = getattr(data, "sources", None)
    for name, source in known.items() if isinstance(known, Mapping) else ():
        if isinstance(source, Source) and source.leads_to_a_site != source.site_only:
            code = "site_only_with_page" if source.site_only else "address_of_site"
            yield Finding(code, ("sources", name), {"title": source.title})


# --- papers and rights ----------------------------------------------------------------------------


def _of_residence(data: ResidenceFile) -> Iterator[Finding]:
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


def _treaty(data: ResidenceFile) -> Iterator[Finding]:
    """Whether treaty nationals need the visa is not settled: never sure, and the desk is named."""
    overlay = data.overlays.get(_TREATY)
    effect = overlay.effects.get(VISA) if overlay else None
    if overlay is None or effect is None:
        return
    at = ("overlays", _TREATY, "effects", VISA)
    if overlay.told(VISA).confidence == "high":
        yield Finding("treaty_settled", at)
    if effect.condition is None or "Taechir" not in effect.condition["fr"]:
        yield Finding("treaty_settled", at)


def _one_employer(data: ResidenceFile) -> Iterator[Finding]:
    """The paper of one contract says yes for its employer alone, and what another one needs."""
    for status in data.statuses.values():
        of_one = status.one_employer or status.id == _OF_ONE_EMPLOYER
        for place in data.versions(status.id, WORK):
            if of_one != place.one_employer or (of_one and place.condition is None):
                yield Finding("one_employer_unsaid", ("statuses", status.id, "answers", WORK))
        if of_one and data.versions(status.id, EXEMPT)[-1].value == "yes":
            yield Finding("one_employer_unsaid", ("statuses", status.id, "answers", EXEMPT))


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
    overlays = sorted(data.overlays)
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


# --- whom to see ----------------------------------------------------------------------------------


def _of_services(data: ServicesFile) -> Iterator[Finding]:
    """Nobody without a lawful stay is sent to the police; UNHCR and GADEM come first."""
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


def _missed(service: ServiceFacts) -> bool:
    """Whether a service to see first is told to nobody with some paper without a lawful stay."""
    told = {*(service.statuses or ()), *service.ask_statuses}
    without = {
        code
        for code, facts in residence_file().statuses.items()
        if facts.lawful_stay is not LawfulStay.YES
    }
    return not without <= told


# --- steps of a hire ------------------------------------------------------------------------------


def _of_hiring(data: HiringFile) -> Iterator[Finding]:
    for place, route in enumerate(data.routes):
        at = ("routes", place)
        asked = "ask" in (route.attestation, route.visa)
        if asked and not route.needs_counsellor:
            yield Finding("route_unsettled", (*at, "needs_counsellor"))
        if asked and any(data.steps[step].signs for step in route.steps):
            yield Finding("route_unsettled", (*at, "steps"))
        for number, step in enumerate(route.steps):
            for need in set(data.steps[step].needs) & set(route.steps[number:]):
                yield Finding("needs_come_later", (*at, "steps", number), {"id": need})
    for facts in data.steps.values():
        yield from _signs_too_early(data, facts)


def _signs_too_early(data: HiringFile, step: StepFacts) -> Iterator[Finding]:
    """A contract is signed once everything that comes before it in a route is done."""
    if not step.signs and step.id != "sign_legalise":
        return
    for route in data.routes:
        if step.id in route.steps:
            before = route.steps[: route.steps.index(step.id)]
            for missing in (each for each in before if each not in step.needs):
                yield Finding("signs_before", ("steps", step.id, "needs"), {"id": missing})


# --- incentives -----------------------------------------------------------------------------------


def _of_schemes(data: SchemesFile) -> Iterator[Finding]:
    for scheme in data.schemes.values():
        for code, *path in _of_days(scheme):
            yield Finding(code, ("schemes", scheme.id, *path))
        for code, *path in (*_of_amount(scheme), *_of_foreigners(scheme)):
            yield Finding(code, ("schemes", scheme.id, *path))
        yield from _unread_amount(data, scheme)


def _of_days(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    """A scheme ends after it begins, and one that is not lasting says until when."""
    first, last = scheme.active_from, scheme.active_to
    if first and last and last < first:
        yield "scheme_days", "active_to"
    if scheme.confirmed_until and last and last < scheme.confirmed_until:
        yield "scheme_days", "confirmed_until"
    if scheme.vacancy.starts_from and last and last < scheme.vacancy.starts_from:
        yield "scheme_days", "active_to"
    told = scheme.active_to or scheme.confirmed_until
    if told is None and (scheme.kind == "tax_relief" or scheme.status_note is not None):
        yield "no_last_day", "active_to"


def _of_amount(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    rule = scheme.amount
    percent = rule.kind.startswith("percent")
    if percent and rule.value is not None and rule.value > 100:
        yield "cap_wrong", "amount", "value"
    if (percent or rule.kind == "exemption") and rule.cap_per_month and rule.base is None:
        yield "cap_wrong", "amount", "base"
    if rule.kind == "percent_contribution" and rule.base not in (None, "employer_contribution"):
        yield "cap_wrong", "amount", "base"
    if rule.cap_per_person and rule.cap_per_month and rule.cap_per_person < rule.cap_per_month:
        yield "cap_wrong", "amount", "cap_per_person"


def _of_foreigners(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    """A scheme that asks for the national card is closed here, and says why; one for open-ended
    contracts is not simply open to contracts that a visa ends."""
    if scheme.country != "MA":
        return
    person = scheme.person
    asks_card = any("CIN" in text["fr"].split() for text in scheme.documents)
    if asks_card and person.open_to_foreigners != "no":
        yield "national_card_asked", "person", "open_to_foreigners"
    if person.open_to_foreigners == "no" and person.note is None:
        yield "closed_without_reason", "person", "note"
    if scheme.asks_open_ended and person.open_to_foreigners == "yes":
        yield "visa_ends_contract", "person", "open_to_foreigners"


def _unread_amount(data: SchemesFile, scheme: Scheme) -> Iterator[Finding]:
    """An amount was read somewhere, or says that it is invented."""
    rule = scheme.amount
    if rule.value is None or rule.invented:
        return
    cited = scheme.model_copy(update={"sources": rule.sources})
    listed = set(rule.sources) <= set(scheme.sources)
    if not rule.sources or not listed or not read_somewhere(data.sources, cited):
        yield Finding("amount_unread", ("schemes", scheme.id, "amount"), {"value": str(rule.value)})


# --- domestic work --------------------------------------------------------------------------------


def _of_domestic(data: Any) -> Iterator[Finding]:
    """Domestic work has its own minimum, below the general one, and its own hours."""
    share, hours = data.wage.share_pct, data.hours.weekly
    if share >= 100:
        yield Finding("domestic_like_others", ("wage", "share_pct"), {"value": str(share)})
    if hours <= 44:
        yield Finding("domestic_like_others", ("hours", "weekly"), {"value": str(hours)})
    if hours > _DOMESTIC_WEEK:
        yield Finding("beyond_the_law", ("hours", "weekly"), {"value": str(hours)})
    if share < _DOMESTIC_SHARE:
        yield Finding("beyond_the_law", ("wage", "share_pct"), {"value": str(share)})
    rest = data.hours.rest_hours
    if rest < _DOMESTIC_REST:
        yield Finding("beyond_the_law", ("hours", "rest_hours"), {"value": str(rest)})
    told = {duty.id for duty in data.duties}
    for duty in ("domestic_contract", "domestic_deposit"):
        if duty not in told:
            yield Finding("missing_key", ("duties",), {"key": duty})


_DOMESTIC_SHARE, _DOMESTIC_WEEK, _DOMESTIC_REST = 60, 48, 24
"""Law 19-12: the least share of the SMIG, the most hours of a week, the least of rest in a row."""
_LEAST_AGES = {"work": 15, "adult": 18, "domestic": 18}
"""Years of the labour code, art. 143 and 147, and of law 19-12, art. 6."""


def _of_ages(data: Any) -> Iterator[Finding]:
    """No row lets somebody work younger than the law does."""
    for name, least in _LEAST_AGES.items():
        years = data.limits[name].years
        if years < least:
            yield Finding("beyond_the_law", ("limits", name, "years"), {"value": str(years)})


_LOOKS: Mapping[str, Callable[[Any], Iterator[Finding]]] = {
    "residence.yaml": _of_residence,
    "services.yaml": _of_services,
    "hiring.yaml": _of_hiring,
    "schemes.yaml": _of_schemes,
    "domestic.yaml": _of_domestic,
    "ages.yaml": _of_ages,
}
"""The look of each file that has one."""
