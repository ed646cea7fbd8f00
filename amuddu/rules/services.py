"""Who can help somebody with what is open to them, and where.

A service follows the rights it serves: a right that is closed closes it, one to ask makes it one
to ask. Whatever is not sure (an unclear paper, a project that may have ended, a source that
confirms only the past) is told as "to check first" and never hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from amuddu.contracts.types import Lang
from amuddu.reference.places import place, region
from amuddu.rules.base import Confidence, cite
from amuddu.rules.residence import Answer, Residence, Rights, statuses
from amuddu.rules.residence_data import LawfulStay
from amuddu.rules.services_data import ContactFacts, ReferralFacts, ServiceFacts, services_file


@dataclass(frozen=True, slots=True)
class Help:
    """A service that is open, or to check first (`sure` is false), to somebody.

    `towns`: those of the region asked about, else all that are known. `near`: whether it is
    there; a service of which nobody wrote where it is counts as not near.
    """

    id: str
    category: str
    actor: Mapping[Lang, str] = field(hash=False)
    offers: Mapping[Lang, str] = field(hash=False)
    rights: tuple[str, ...]
    sure: bool
    first: bool
    near: bool
    everywhere: bool
    towns: tuple[str, ...]
    bring: tuple[Mapping[Lang, str], ...] = field(hash=False)
    cost: Mapping[Lang, str] | None = field(hash=False)
    steps: Mapping[Lang, str] | None = field(hash=False)
    note: Mapping[Lang, str] | None = field(hash=False)
    contact: ContactFacts | None
    sources: tuple[str, ...]
    confidence: Confidence
    check_again: Mapping[Lang, str] | None = field(hash=False, default=None)
    """Who is to check it again, where its last check is more than a year old."""


def helps(
    rights: Rights, residence: Residence, *, on: date, region_id: str | None = None
) -> tuple[Help, ...]:
    """The services for the holder of these rights: whom to see first, then sure and near ones."""
    first = _first(rights)
    found = [
        _help(service, sure=sure, first=service.id in first, region_id=region_id, on=on)
        for service in services_file().services.values()
        if service.audience == "people"
        and (service.active_to is None or on <= service.active_to)
        and (sure := _sure(service, rights, residence, on=on)) is not None
    ]
    order = {service: number for number, service in enumerate(first)}
    return tuple(
        sorted(found, key=lambda one: (order.get(one.id, len(order)), not one.near, not one.sure))
    )


def woman_adviser() -> Mapping[Lang, str]:
    """That one may ask for a woman."""
    return services_file().woman_adviser.text


def _sure(service: ServiceFacts, rights: Rights, residence: Residence, *, on: date) -> bool | None:
    """Whether it is open for sure; `None`: it is closed."""
    by_paper = _by_paper(service, rights, residence)
    by_right = _by_right(service, rights)
    if by_right is None or (by_paper is None and not service.rights):
        return None
    confirmed = service.confirmed_until is None or on <= service.confirmed_until
    return bool(by_paper and by_right and confirmed and not service.project)


def _by_paper(service: ServiceFacts, rights: Rights, residence: Residence) -> bool | None:
    if service.lawful_stay and rights.lawful_stay is not LawfulStay.YES:
        return None
    if service.statuses is None or rights.status in service.statuses:
        return service.confidence != "low" and not _waits(service, rights)
    asked = rights.status in service.ask_statuses
    behind = statuses()[rights.status].receipt and residence.underlying in service.statuses
    return False if asked or behind else None


def _waits(service: ServiceFacts, rights: Rights) -> bool:
    """Whether a service for lawful papers alone waits for one that is to be renewed first."""
    if not rights.expired or service.statuses is None:
        return False
    return all(statuses()[code].lawful_stay is LawfulStay.YES for code in service.statuses)


def _by_right(service: ServiceFacts, rights: Rights) -> bool | None:
    """Whether a right it serves is open; `None` where all of them are closed."""
    if not service.rights:
        return True
    answers = {rights.answer(right) for right in service.rights}
    if answers == {Answer.NO}:
        return None
    return bool(answers & {Answer.YES, Answer.CONDITIONAL})


def _first(rights: Rights) -> tuple[str, ...]:
    found = next((row for row in services_file().referrals if _fits(row, rights)), None)
    return found.services if found else ("anapec_register",)


def _fits(row: ReferralFacts, rights: Rights) -> bool:
    lawful = rights.lawful_stay is LawfulStay.YES
    if row.lawful_stay is not None and row.lawful_stay != lawful:
        return False
    return not row.statuses or rights.status in row.statuses


def _help(
    service: ServiceFacts, *, sure: bool, first: bool, region_id: str | None, on: date
) -> Help:
    all_towns = (*service.towns, *service.outreach)
    if service.agencies and region_id:
        all_towns = region(region_id).agencies
    here = tuple(town for town in all_towns if region_id and place(town).region_id == region_id)
    everywhere = service.everywhere or (service.agencies and not region_id)
    return Help(
        id=service.id,
        category=service.category,
        actor=service.actor,
        offers=service.offers,
        rights=service.rights,
        sure=sure,
        first=first,
        near=everywhere or bool(here) or (region_id in service.regions),
        everywhere=everywhere,
        towns=here or all_towns,
        bring=service.bring,
        cost=service.cost,
        steps=service.steps,
        note=service.note,
        contact=service.contact,
        sources=cite(services_file().sources, service),
        confidence=service.confidence,
        check_again=services_file().meta.check_again(service, on=on),
    )
