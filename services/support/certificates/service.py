"""Use cases of certificates: the coordination issues and revokes, people print, anybody checks."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from amuddu.contracts.support.certificates import (
    CERTIFICATE,
    LENGTH,
    LETTERS,
    Certificate,
    CertificateMoved,
    Certificates,
    CertificateState,
    CertificateStep,
    CheckedCertificate,
    RevokeIn,
    written,
)
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, NotFound, known
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.kit.workflow import Moves
from services.support.catalogue import repository as catalogue
from services.support.certificates import repository
from services.support.certificates.tables import CertificateLogRow, CertificateRow
from services.support.common import writes
from services.support.places import access as places
from services.support.places import repository as requests
from services.support.places.repository import Whose
from services.support.places.tables import RequestRow

log = logs.get(__name__)

_NOT_DONE = N_(
    "Une attestation se donne quand la formation est terminée : notez d'abord qu'elle l'est."
)
_TWICE = N_("Cette formation a déjà son attestation : annulez-la avant d'en donner une autre.")
_UNKNOWN = N_(
    "Aucune attestation n'a ce numéro. Vérifiez chaque lettre avec le papier ; s'il est bien "
    "recopié, ce papier ne vient pas d'ici."
)
_REVOKED = N_("Cette attestation est déjà annulée.")


def _line(
    row: CertificateRow,
    name: CertificateStep,
    before: CertificateState | None,
    *,
    by: Actor,
    reason: str | None = None,
) -> CertificateLogRow:
    return CertificateLogRow(
        certificate_id=row.id,
        name=name,
        from_state=before,
        to_state=row.state,
        reason=reason,
        actor_id=by.id,
        actor_role=by.role.value,
    )


_WHY_NOT: Mapping[Any, str] = {"revoked": _REVOKED}
MOVES: Moves[CertificateRow, CertificateState, CertificateLogRow] = Moves(
    CERTIFICATE, line=_line, refusals=_WHY_NOT
)


def issue(session: Session, request_id: UUID, *, actor: Actor) -> Certificate:
    """Issue the certificate of a completed course; one holds at a time. Raises `Conflict`."""
    request, of = places.held(session, request_id)
    if request.state != "completed":
        raise Conflict(_NOT_DONE)
    if repository.holding(session, request.id) is not None:
        raise Conflict(_TWICE)
    course = known(catalogue.course(session, of.course_id))
    centre = known(catalogue.centre(session, course.centre_id))
    row = CertificateRow(
        number="".join(secrets.choice(LETTERS) for _ in range(LENGTH)),
        request_id=request.id,
        session_id=of.id,
        profile_id=request.profile_id,
        code=request.code,
        agency_id=request.agency_id,
        course_id=course.id,
        course_title=course.title,
        centre_name=centre.name,
        hours=course.hours,
        completed_on=_completed_on(session, request),
    )
    _written(session, row, MOVES.begin(row, "issue", by=actor))
    log.info("certificate issued", certificate_id=str(row.id))
    return _shown(row)


def _completed_on(session: Session, request: RequestRow) -> date:
    """The day on which it was noted that somebody completed."""
    lines = requests.log(session, request.id)
    return next(each.at.date() for each in lines if each.name == "complete")


def revoke(session: Session, certificate_id: UUID, body: RevokeIn, *, actor: Actor) -> Certificate:
    """Say that a certificate holds no more. Raises `NotFound`, `NotPossible`."""
    row = known(repository.lock(session, certificate_id))
    if row.profile_id is None:
        raise NotFound
    MOVES.guard(row, "revoke")
    row.reason = body.reason
    _written(session, row, MOVES.take(row, "revoke", by=actor, reason=body.reason))
    log.info("certificate revoked", certificate_id=str(row.id))
    return _shown(row)


def _written(session: Session, row: CertificateRow, line: CertificateLogRow) -> None:
    writes.add(session, row, line)
    assert row.request_id is not None
    assert row.profile_id is not None
    event = CertificateMoved(
        certificate_id=row.id,
        request_id=row.request_id,
        profile_id=row.profile_id,
        agency_id=row.agency_id,
        step=line.name,
        state=row.state,
        at=line.at,
    )
    outbox.add(session, event)


def certificates(
    session: Session,
    *,
    profile_id: UUID | None,
    request_id: UUID | None,
    session_id: UUID | None,
    limit: int,
    offset: int,
    actor: Actor,
) -> Certificates:
    """One's own, those of the people of one's agency, or all, by codes, for the coordination."""
    asked = {"profile_id": profile_id, "request_id": request_id, "session_id": session_id}
    rows, total = repository.listed(session, _whose(actor), asked, limit=limit, offset=offset)
    return Certificates(items=tuple(map(_shown, rows)), total=total)


def _whose(actor: Actor) -> Whose:
    """Nobody in particular for the coordination, whose people are codes."""
    return Whose() if actor.role is Role.COORDINATOR else places.whose(actor)


def certificate(session: Session, certificate_id: UUID, *, actor: Actor) -> Certificate:
    """One of one's own, or of somebody of one's agency. Raises `NotFound`."""
    row = known(repository.certificate(session, certificate_id))
    if not places.whose(actor).covers(row):
        raise NotFound
    return _shown(row)


def check(session: Session, number: str) -> CheckedCertificate:
    """What a number says to anybody. Raises `NotFound`."""
    row = known(repository.by_number(session, number), _UNKNOWN)
    return CheckedCertificate.of(
        row,
        number=written(row.number),
        revoked_on=row.updated_at.date() if row.state == "revoked" else None,
    )


def _shown(row: CertificateRow) -> Certificate:
    return Certificate.of(row, number=written(row.number))
