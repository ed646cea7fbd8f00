"""Shape of `data/services.yaml`: who can help, whom, and where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Literal, Self

from pydantic import field_validator, model_validator

from amuddu.contracts.types import LanguageCode
from amuddu.reference.places import places, regions
from amuddu.rules.base import (
    Datum,
    Finding,
    Meta,
    Source,
    Sourced,
    Words,
    by_id,
    load,
    refuse,
    unknown_sources,
)
from amuddu.rules.residence_data import residence_file

Category = Literal[
    "public_employment",
    "employment",
    "self_employment",
    "training",
    "social",
    "social_training",
    "health",
    "legal",
    "protection",
    "permit",
    "finance",
    "outreach",
    "employer",
    "governance",
]


class ContactFacts(Datum):
    """Where somebody answers, as it was read; the same in every language."""

    address: str | None = None
    phone: str | None = None
    toll_free: str | None = None
    whatsapp: str | None = None
    days: Literal["mon-fri"] | None = None
    opens: str | None = None
    closes: str | None = None


class ServiceFacts(Sourced):
    """One service: whose it is, what it offers, whom it is open to, where, what to bring."""

    id: str
    actor: Words
    category: Category
    audience: Literal["people", "employers", "institutions"] = "people"
    offers: Words
    rights: tuple[str, ...] = ()
    statuses: tuple[str, ...] | None = None
    ask_statuses: tuple[str, ...] = ()
    lawful_stay: bool = False
    bring: tuple[Words, ...] = ()
    cost: Words | None = None
    everywhere: bool = False
    agencies: bool = False
    towns: tuple[str, ...] = ()
    outreach: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    steps: Words | None = None
    note: Words | None = None
    languages: tuple[LanguageCode, ...] = ()
    contact: ContactFacts | None = None
    active_to: date | None = None
    confirmed_until: date | None = None
    project: bool = False


class ReferralFacts(Sourced):
    """Whom to see first: for papers of some statuses, or without a lawful stay."""

    id: str
    lawful_stay: bool | None = None
    statuses: tuple[str, ...] = ()
    services: tuple[str, ...]


class SaidFacts(Sourced):
    """One sentence."""

    text: Words


class ServicesFile(Datum):
    """The whole of `data/services.yaml`."""

    meta: Meta
    sources: dict[str, Source]
    services: dict[str, ServiceFacts]
    referrals: tuple[ReferralFacts, ...]
    woman_adviser: SaidFacts

    @field_validator("services", mode="before")
    @classmethod
    def _by_id(cls, rows: Any) -> Any:
        return by_id(rows)

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        refuse((*self._unknown_ids(), *self._unknown_referrals(), *self._uncited()))
        return self

    def _unknown_ids(self) -> Iterator[Finding]:
        known = residence_file()
        for service in self.services.values():
            at = ("services", service.id)
            yield from _unknown("right", service.rights, known.rights, *at, "rights")
            statuses = service.statuses or ()
            yield from _unknown("status", statuses, known.statuses, *at, "statuses")
            yield from _unknown("status", service.ask_statuses, known.statuses, *at, "ask_statuses")
            yield from _unknown("place", service.towns, places(), *at, "towns")
            yield from _unknown("place", service.outreach, places(), *at, "outreach")
            yield from _unknown("region", service.regions, regions(), *at, "regions")

    def _unknown_referrals(self) -> Iterator[Finding]:
        for place, row in enumerate(self.referrals):
            at = ("referrals", place)
            statuses = residence_file().statuses
            yield from _unknown("status", row.statuses, statuses, *at, "statuses")
            yield from _unknown("service", row.services, self.services, *at, "services")

    def _uncited(self) -> Iterator[Finding]:
        yield from unknown_sources(self.sources, self.woman_adviser, "woman_adviser")
        for service in self.services.values():
            yield from unknown_sources(self.sources, service, "services", service.id)
        for place, row in enumerate(self.referrals):
            yield from unknown_sources(self.sources, row, "referrals", place)


def _unknown(kind: str, ids: Any, known: Any, *path: str | int) -> Iterator[Finding]:
    for place, one in enumerate(ids):
        if one not in known:
            yield Finding(f"unknown_{kind}", (*path, place), {"id": one})


@cache
def services_file() -> ServicesFile:
    """The services, read once."""
    return load("services.yaml", ServicesFile)
