"""Whether somebody may be proposed at their age, and who waits for a guardian's agreement.

The rules are those of `amuddu.rules.protection.ages`; here they meet what is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from amuddu.contracts.ages import AgeStanding, AgeState, GuardianRecord, YoungPeople, YoungPerson
from amuddu.contracts.profiles import ProfileIn
from amuddu.kit.auth import Actor, Role
from amuddu.kit.checks import field_error
from amuddu.kit.db import Session
from amuddu.kit.errors import FieldError, Forbidden
from amuddu.kit.i18n import N_, Text
from amuddu.rules.protection import ages
from amuddu.rules.protection.ages import Birth
from services.profiles.consents import repository as consents_repository
from services.profiles.guardians import repository as guardians_repository
from services.profiles.guardians.tables import GuardianRow
from services.profiles.people import mapping
from services.profiles.people.access import opened
from services.profiles.residence import vault
from services.profiles.residence.tables import ResidenceRow
from services.profiles.residence.vault import Visit

_NOTES: dict[AgeState, Text] = {
    "child": Text(
        N_(
            "Moins de 15 ans, d'après la date connue : cette personne est inscrite, mais ne sera "
            "pas proposée pour un travail."
        )
    ),
    "no_agreement": Text(
        N_(
            "Moins de 18 ans, d'après la date connue : cette personne est inscrite. Elle ne sera "
            "proposée qu'une fois l'accord d'un parent ou du tuteur noté par un conseiller."
        )
    ),
}


def state(birth: Birth, agreement: GuardianRow | None, *, on: date) -> AgeState:
    """Where somebody stands on a day, by their birth and the last agreement that was noted."""
    group = ages.age_group(birth, on=on)
    if group != "young":
        return group
    return "young" if agreement is not None and agreement.given else "no_agreement"


def state_of(session: Session, sensitive: ResidenceRow, *, on: date) -> AgeState:
    """The same of a person, of whom the agreement is looked up where it matters."""
    birth = vault.birth_of(sensitive)
    if ages.age_group(birth, on=on) != "young":
        return state(birth, None, on=on)
    return state(birth, _newest(session, sensitive.profile_id), on=on)


def standing(session: Session, sensitive: ResidenceRow, *, on: date) -> AgeStanding:
    """What the person and those who follow them read of it."""
    birth = vault.birth_of(sensitive)
    agreement = _newest(session, sensitive.profile_id)
    return AgeStanding(
        state=state(birth, agreement, on=on),
        month_decides=ages.month_decides(birth, on=on),
        agreement=record(agreement) if agreement else None,
    )


def _newest(session: Session, profile_id: UUID) -> GuardianRow | None:
    return guardians_repository.newest(session, [profile_id]).get(profile_id)


def record(row: GuardianRow) -> GuardianRecord:
    """One agreement, as it is read."""
    return GuardianRecord(
        given=row.given,
        method=row.method,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
    )


def problems(body: ProfileIn, *, on: date) -> Iterator[FieldError]:
    """A year in which nobody alive was born."""
    first, last = ages.possible_years(on)
    if body.birth_year is not None and not first <= body.birth_year <= last:
        yield field_error(
            "birth_year",
            N_("Cette année n'est pas possible : écrivez une année entre {first} et {last}."),
            first=first,
            last=last,
        )


def notes(session: Session, sensitive: ResidenceRow, *, on: date) -> tuple[FieldError, ...]:
    """What a file's report says of somebody who was taken in and is not proposed."""
    found = _NOTES.get(state_of(session, sensitive, on=on))
    return (FieldError("birth_year", found),) if found else ()


def notes_of(body: ProfileIn, *, on: date) -> tuple[FieldError, ...]:
    """The same of somebody new, for whom no agreement can be noted yet."""
    found = _NOTES.get(state(Birth(body.birth_year, body.birth_month), None, on=on))
    return (FieldError("birth_year", found),) if found else ()


# --- who waits ----------------------------------------------------------------------------------


def young(session: Session, *, actor: Actor, on: date, limit: int) -> YoungPeople:
    """People one follows who agreed to be proposed and wait for a guardian's agreement."""
    if actor.agency_id is None:
        raise Forbidden
    first, last = on.year - ages.limit("adult"), on.year - ages.limit("work")
    rows = vault.born_between(
        session,
        first,
        last,
        agency_id=actor.agency_id,
        agent_id=actor.id if actor.role is Role.AGENT else None,
    )
    ids = [row.id for row, _ in rows]
    agreements = guardians_repository.newest(session, ids)
    consents = consents_repository.newest_consents(session, ids)
    waiting = [
        row
        for row, birth in rows
        if state(birth, agreements.get(row.id), on=on) == "no_agreement"
        and consents_repository.as_consents(consents[row.id]).matching
    ]
    shown = waiting[:limit]
    Visit(actor, "listed").record_daily(session, [row.id for row in shown])
    items = tuple(
        YoungPerson(profile_id=row.id, code=row.code, display_name=mapping.display_name(row))
        for row in shown
    )
    return YoungPeople(items=items, total=len(waiting))


def log(session: Session, profile_id: UUID, *, actor: Actor) -> tuple[GuardianRecord, ...]:
    """Agreements given and taken back, newest first."""
    row = opened(session, profile_id, actor=actor)
    vault.opened(session, row, visit=Visit(actor, "guardian_read"))
    return tuple(record(each) for each in guardians_repository.log(session, row.id))
