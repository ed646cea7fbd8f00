"""Public API of profiles: writing, reading, erasing; consents, rights, who looked.

Written by hand: what an account has to learn of as well, and lists that come without pages here.
"""

from __future__ import annotations

from uuid import UUID

from fastapi import status

from amuddu.contracts import profiles as contract
from amuddu.contracts.operations import Limit, Offset
from amuddu.contracts.profiles import (
    AccessRecord,
    ConsentRecord,
    ErasureReceipt,
    Profile,
    ProfileIn,
    ProfilePage,
)
from amuddu.contracts.profiles.emergency import OPEN_IN_EMERGENCY
from amuddu.contracts.profiles.erasure import ASK_ERASURE, READ_ERASURE, STOP_ERASURE
from amuddu.kit.db import SessionDep
from gateway.accounts import profiles as account_profiles
from gateway.clients import ServicesDep
from gateway.sessions.security import CallerDep, ProvedCallerDep
from gateway.web.forwarding import forwarded

router = forwarded(
    contract.READ_PROFILE,
    contract.READ_RIGHTS,
    contract.SET_CONSENT,
    ASK_ERASURE,
    READ_ERASURE,
    STOP_ERASURE,
    OPEN_IN_EMERGENCY,
)


@router.post("/profiles", status_code=status.HTTP_201_CREATED, tags=["profiles"])
def post_profile(
    caller: CallerDep, services: ServicesDep, session: SessionDep, body: ProfileIn
) -> Profile:
    """Add a profile: one's own, or on behalf of a person of the agency."""
    return account_profiles.create_profile(session, services, caller, body)


@router.get("/profiles", tags=["profiles"])
def profiles(
    caller: ProvedCallerDep, services: ServicesDep, limit: Limit = 20, offset: Offset = 0
) -> ProfilePage:
    """People of the caller's agency."""
    return services.profiles.list(caller, limit=limit, offset=offset)


@router.put("/profiles/{profile_id}", tags=["profiles"])
def put_profile(
    caller: ProvedCallerDep,
    services: ServicesDep,
    session: SessionDep,
    profile_id: UUID,
    body: ProfileIn,
) -> Profile:
    """Change a profile."""
    return account_profiles.change_profile(session, services, caller, profile_id, body)


@router.delete("/profiles/{profile_id}", tags=["profiles"])
def erase_profile(
    caller: CallerDep, services: ServicesDep, session: SessionDep, profile_id: UUID
) -> ErasureReceipt:
    """Erase oneself from the platform, for good."""
    return account_profiles.erase_profile(session, services, caller, profile_id)


@router.post("/profiles/{profile_id}/erasure/confirm", tags=["profiles"])
def confirm_erasure(
    caller: CallerDep, services: ServicesDep, session: SessionDep, profile_id: UUID
) -> ErasureReceipt:
    """Confirm the erasure that another of the staff has asked."""
    return account_profiles.confirm_erasure(session, services, caller, profile_id)


@router.get("/profiles/{profile_id}/accesses", tags=["profiles"])
def accesses(
    caller: CallerDep, services: ServicesDep, profile_id: UUID
) -> tuple[AccessRecord, ...]:
    """Who read or changed a profile."""
    return services.profiles.accesses(caller, profile_id)


@router.get("/profiles/{profile_id}/consents", tags=["profiles"])
def consents(
    caller: CallerDep, services: ServicesDep, profile_id: UUID
) -> tuple[ConsentRecord, ...]:
    """Receipts of the consents given and withdrawn."""
    return services.profiles.consents(caller, profile_id)
