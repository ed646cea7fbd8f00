"""Profiles and the accounts they have: begun, changed and erased together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from amuddu.contracts.profiles import ErasureReceipt, Profile, ProfileIn
from amuddu.contracts.types import Role
from amuddu.kit.db import Session
from amuddu.kit.errors import invalid
from amuddu.kit.i18n import N_
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.sessions import repository as sessions_repository
from gateway.sessions import service as accounts


def create_profile(
    session: Session, services: Services, caller: Caller, body: ProfileIn
) -> Profile:
    """Add a profile; a jobseeker's account is tied to their own."""
    _check_agency(session, caller, body)
    profile = services.profiles.create(caller, body)
    if caller.actor is not None and caller.actor.role == Role.JOBSEEKER:
        accounts.link_profile(session, caller.actor.id, profile.id)
    return profile


def change_profile(
    session: Session, services: Services, caller: Caller, profile_id: UUID, body: ProfileIn
) -> Profile:
    """Change a profile; a jobseeker may name another agency."""
    _check_agency(session, caller, body)
    return services.profiles.update(caller, profile_id, body)


def _check_agency(session: Session, caller: Caller, body: ProfileIn) -> None:
    """Agencies are known here alone. Raises `Invalid` for one that is none of them."""
    person = caller.actor is not None and caller.actor.role == Role.JOBSEEKER
    if person and body.agency_id and sessions_repository.agency(session, body.agency_id) is None:
        raise invalid("agency_id", N_("Agence inconnue : choisissez dans la liste."))


def with_account(session: Session, ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """Those of the people who can sign in, be it with a card alone."""
    return tuple(
        one for one in ids if sessions_repository.account_of_profile(session, one) is not None
    )


def end_accounts(session: Session, profile_ids: Iterable[UUID]) -> None:
    """Forget the accounts of these people with their sessions and cards."""
    for profile_id in profile_ids:
        sessions_repository.end_all_of_profile(session, profile_id)


def people_with_accounts(session: Session, *, after: UUID, limit: int) -> Sequence[UUID]:
    """People whom accounts are about, those after an id, in order."""
    return sessions_repository.people_with_accounts(session, after=after, limit=limit)


def erase_profile(
    session: Session, services: Services, caller: Caller, profile_id: UUID
) -> ErasureReceipt:
    """Erase a person and the account they may have."""
    sessions_repository.end_all_of_profile(session, profile_id)
    return services.profiles.erase(caller, profile_id)


def confirm_erasure(
    session: Session, services: Services, caller: Caller, profile_id: UUID
) -> ErasureReceipt:
    """Erase what another of the staff has asked, and the account there may be."""
    sessions_repository.end_all_of_profile(session, profile_id)
    return services.profiles.confirm_erasure(caller, profile_id)


def erase_dormant(
    session: Session, services: Services, caller: Caller, profile_id: UUID
) -> ErasureReceipt:
    """Erase somebody who did not answer whether they stay, and the account there may be."""
    sessions_repository.end_all_of_profile(session, profile_id)
    return services.profiles.erase_dormant(caller, profile_id)


def carry_out_erasure(
    session: Session, services: Services, caller: Caller, profile_id: UUID
) -> ErasureReceipt:
    """Erase somebody whose erasure nobody stopped, and the account there may be."""
    sessions_repository.end_all_of_profile(session, profile_id)
    return services.profiles.carry_out_erasure(caller, profile_id)
