"""Use cases of a centre's way in: the coordination makes and stops links, a centre notes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from uuid import UUID

from amuddu.contracts.support.desks import (
    LINK_DAYS,
    CentreDesk,
    DeskLink,
    DeskLinkMade,
    DeskLinks,
    DeskSeat,
    DeskSession,
    DeskStepIn,
)
from amuddu.contracts.support.training import SEATED, DropIn
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Gone, NotFound, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.support.catalogue import presenting as catalogue_presenting
from services.support.catalogue import repository as catalogue
from services.support.catalogue.repository import Counted
from services.support.catalogue.tables import CourseRow, SessionRow
from services.support.certificates import service as certificates
from services.support.common import writes
from services.support.desks import repository
from services.support.desks.tables import DeskLinkRow
from services.support.places import attending
from services.support.places import repository as places
from services.support.settings import SupportSettings

log = logs.get(__name__)

_A_YEAR = timedelta(days=365)
_OVER = N_("Ce lien ne marche plus : demandez-en un autre à la coordination.")
_WHY = N_("Dites pourquoi la personne a arrêté.")
_ENTROPY = 24
"""Bytes of chance in a link."""


# --- the coordination -----------------------------------------------------------------------------


def links(session: Session, *, on: date) -> DeskLinks:
    """Links that open today."""
    rows = repository.open_links(session, on)
    return DeskLinks(items=tuple(map(DeskLink.of, rows)))


def make(session: Session, centre_id: UUID, *, actor: Actor, on: date) -> DeskLinkMade:
    """Make a link; the one before ends. Raises `NotFound`."""
    known(catalogue.centre(session, centre_id))
    token = secrets.token_urlsafe(_ENTROPY)
    row = repository.link(session, centre_id) or DeskLinkRow(
        centre_id=centre_id, digest="", made_by=actor.id, expires_on=on
    )
    row.digest, row.made_by, row.made_at = _digest(token), actor.id, clock.now()
    row.expires_on, row.used_at = on + timedelta(days=LINK_DAYS), None
    writes.add(session, row)
    log.info("centre link made", centre_id=str(centre_id))
    return DeskLinkMade(token=token, expires_on=row.expires_on)


def stop(session: Session, centre_id: UUID, *, on: date) -> DeskLinks:
    """Stop a centre's link, if it has one."""
    row = repository.link(session, centre_id)
    if row is not None:
        session.delete(row)
        session.flush()
        log.info("centre link stopped", centre_id=str(centre_id))
    return links(session, on=on)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- the centre -----------------------------------------------------------------------------------


def desk(session: Session, token: str, *, on: date) -> CentreDesk:
    """The lists of the centre's sessions. Raises `Gone`."""
    row = _opened(session, token, on=on)
    row.used_at = clock.now()
    writes.add(session, row)
    return _shown(session, row, on=on)


def step(
    session: Session,
    token: str,
    request_id: UUID,
    body: DeskStepIn,
    *,
    settings: SupportSettings,
    on: date,
) -> CentreDesk:
    """Note what became of somebody of one of the centre's sessions, as the coordination would.

    Raises `Gone`, `NotFound`, `Invalid`, `Conflict`.
    """
    row = _opened(session, token, on=on)
    request = known(places.request(session, request_id))
    if repository.centre_of_session(session, request.session_id) != row.centre_id:
        raise NotFound
    if request.state not in SEATED:
        raise NotFound
    actor = Actor(id=row.centre_id, role=Role.SERVICE, organisation="centre")
    match body.step:
        case "start":
            attending.start(session, request_id, actor=actor, on=on)
        case "complete":
            attending.complete(session, request_id, actor=actor)
        case "issue":
            certificates.issue(session, request_id, actor=actor)
        case "drop":
            if body.reason is None:
                raise invalid("reason", _WHY)
            said = DropIn(reason=body.reason)
            attending.drop(session, request_id, said, actor=actor, settings=settings, on=on)
    return _shown(session, row, on=on)


def _opened(session: Session, token: str, *, on: date) -> DeskLinkRow:
    row = repository.by_digest(session, _digest(token), on)
    if row is None:
        raise Gone(_OVER)
    return row


def _shown(session: Session, row: DeskLinkRow, *, on: date) -> CentreDesk:
    centre = known(catalogue.centre(session, row.centre_id))
    found = repository.sessions(session, row.centre_id, since=on - _A_YEAR)
    return CentreDesk(
        centre_name=centre.name,
        expires_on=row.expires_on,
        sessions=tuple(_session(session, of, course, on=on) for of, course in found),
    )


def _session(session: Session, of: SessionRow, course: CourseRow, *, on: date) -> DeskSession:
    rows = places.of_session(session, of.id, (*SEATED, "waiting"))
    seated = [row for row in rows if row.state in SEATED]
    papers = repository.certified(session, [row.id for row in seated])
    counted = Counted(len(seated), len(rows) - len(seated))
    return DeskSession(
        session=catalogue_presenting.session(of, counted, on=on),
        course_title=course.title,
        seats=tuple(
            DeskSeat(request_id=row.id, code=row.code, state=row.state, certified=row.id in papers)
            for row in seated
        ),
        waiting=counted.waiting,
    )
