"""Public API of what lets somebody in: one's password and sessions, recovery, accounts of staff."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response, status
from pydantic import Field

from amuddu.contracts.types import Contract, Role, ShortText
from amuddu.kit.db import Database, SessionDep
from amuddu.kit.web.problems import PROBLEMS
from gateway.access import recovering, whose
from gateway.credentials import invitations, recovery, standing
from gateway.credentials import sessions as own_sessions
from gateway.credentials.invitations import InvitationIn, Place
from gateway.sessions.security import CallerDep, IdentityDep, ProvedCallerDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

_Secret = Annotated[str, Field(min_length=1, max_length=256)]


class NewPassword(Contract):
    """The password of now, and the next one."""

    old: _Secret
    password: _Secret


class Forgotten(Contract):
    """Login, e-mail address or telephone of an account whose password is forgotten."""

    login: ShortText


class OpenSession(Contract):
    """A session of one's own account."""

    id: str
    kind: str
    browser: str
    began: datetime
    ends: datetime
    here: bool


class Invitation(Contract):
    """An invitation that was made. `token` ends its link, told this once; none where it is sent."""

    id: UUID
    role: Role
    organisation: str | None
    expires_at: datetime
    token: str | None = None


class StaffAccount(Contract):
    """An account of staff or of an employer."""

    id: UUID
    login: str
    role: Role
    organisation: str | None
    agency_id: str | None
    employer_id: UUID | None
    disabled_at: datetime | None
    proof_since: datetime | None


class AccessCode(Contract):
    """Whether a code also makes the account forget its second proofs."""

    frees_proofs: bool = False


class GivenCode(Contract):
    """A code to read to somebody; told this once."""

    code: str


@router.post("/account/password", status_code=status.HTTP_204_NO_CONTENT, tags=["session"])
def change_password(request: Request, identity: IdentityDep, body: NewPassword) -> Response:
    """Change one's password; every other session ends."""
    keep = identity.actor.session_id or ""
    recovering.change(request, identity.account_id, old=body.old, new=body.password, keep=keep)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post("/account/recovery", status_code=status.HTTP_202_ACCEPTED, tags=["session"])
def ask_recovery(request: Request, body: Forgotten) -> Response:
    """Have a link sent to the account's verified contact. The answer is the same for anybody."""
    recovering.counted(request, body.login)
    database: Database = request.app.state.database
    with database.session() as session:
        recovery.ask(session, whose.keys(request), body.login)
    return Response(status_code=status.HTTP_202_ACCEPTED)


@router.get("/account/sessions", tags=["session"])
def list_sessions(identity: IdentityDep, session: SessionDep) -> tuple[OpenSession, ...]:
    """Where one's account is open."""
    here = identity.actor.session_id or ""
    found = own_sessions.standing(session, identity.account_id, now_in=here)
    return tuple(
        OpenSession(
            id=each.handle,
            kind=each.kind,
            browser=each.browser,
            began=each.began,
            ends=each.ends,
            here=each.here,
        )
        for each in found
    )


@router.delete("/account/sessions", status_code=status.HTTP_204_NO_CONTENT, tags=["session"])
def end_other_sessions(identity: IdentityDep, session: SessionDep) -> Response:
    """End every session of one's account but this one."""
    keep = identity.actor.session_id or ""
    own_sessions.end(session, identity.actor, own_sessions.ALL, keep=keep)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


# --- staff ----------------------------------------------------------------------------------------


@router.post("/invitations-to-work", status_code=status.HTTP_201_CREATED, tags=["accounts"])
def invite(
    request: Request, caller: ProvedCallerDep, session: SessionDep, body: InvitationIn
) -> Invitation:
    """Invite somebody of staff or of an employer to make an account. For administrators."""
    assert caller.actor is not None
    made = invitations.invite(session, whose.keys(request), body, by=caller.actor)
    row = made.row
    return Invitation(
        id=row.id,
        role=Role(row.role),
        organisation=row.organisation,
        expires_at=row.expires_at,
        token=made.token,
    )


@router.get("/accounts/{account_id}", tags=["accounts"])
def read_account(caller: CallerDep, session: SessionDep, account_id: UUID) -> StaffAccount:
    """An account of staff or of an employer. For administrators."""
    assert caller.actor is not None
    return StaffAccount.of(standing.read(session, account_id, by=caller.actor))


@router.post("/accounts/{account_id}/suspension", tags=["accounts"])
def suspend(caller: ProvedCallerDep, session: SessionDep, account_id: UUID) -> StaffAccount:
    """Close an account for now; its sessions end at once."""
    assert caller.actor is not None
    return StaffAccount.of(standing.suspend(session, account_id, by=caller.actor))


@router.delete("/accounts/{account_id}/suspension", tags=["accounts"])
def reopen(caller: ProvedCallerDep, session: SessionDep, account_id: UUID) -> StaffAccount:
    """Open a suspended account again."""
    assert caller.actor is not None
    return StaffAccount.of(standing.reopen(session, account_id, by=caller.actor))


@router.put("/accounts/{account_id}/place", tags=["accounts"])
def move(
    caller: ProvedCallerDep, session: SessionDep, account_id: UUID, body: Place
) -> StaffAccount:
    """Give an account another role or agency; its sessions end."""
    assert caller.actor is not None
    return StaffAccount.of(standing.move(session, account_id, body, by=caller.actor))


@router.post("/accounts/{account_id}/access-code", tags=["accounts"])
def access_code(
    request: Request,
    caller: ProvedCallerDep,
    session: SessionDep,
    account_id: UUID,
    body: AccessCode,
) -> GivenCode:
    """A code for somebody of staff who cannot sign in any more."""
    assert caller.actor is not None
    code = standing.give_code(
        session, whose.keys(request), account_id, by=caller.actor, frees_proofs=body.frees_proofs
    )
    return GivenCode(code=code)
