"""Papers of a hire: added, opened and taken away by whoever may know who the person is.

    the employer        while the person's contact is open to them for that hire
    who follows them    counsellor or agent of the person's agency, whatever became of the hire
    the person          opens what is kept about them

Everybody else learns at most, through the file of the hire, how many there are and whether the
agency has read them. An opening is written into the person's log of accesses; a refused one too.
"""

from __future__ import annotations

from base64 import b64encode
from uuid import UUID

from amuddu.contracts.profiles.papers import (
    PAPERS_OF_A_HIRE,
    HirePapersIn,
    OpenedPaper,
    Paper,
    PaperIn,
    Papers,
)
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, NotFound
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.kit.trust.gate import Gate
from services.profiles.common import policy
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.disclosures import service as disclosures
from services.profiles.papers import keeping, repository
from services.profiles.papers.tables import PaperRow
from services.profiles.people.access import opened
from services.profiles.residence.vault import Visit

log = logs.get(__name__)

_ADDED, _OPENED, _REMOVED = "paper_added", "paper_opened", "paper_removed"
_ENOUGH = N_("Cette embauche a déjà {most} documents : retirez-en un qui ne sert plus.")
_READ = N_("L'agence a déjà ouvert ce document : demandez-lui de le retirer.")


def add(session: Session, candidacy_id: UUID, body: PaperIn, *, actor: Actor) -> Paper:
    """Keep a paper; the same key again keeps it once."""
    row = _concerned(session, candidacy_id, actor, doing=_ADDED)
    known = repository.get(session, body.key)
    if known is not None:
        if (known.candidacy_id, known.added_by) != (candidacy_id, actor.id):
            raise NotFound
        return _shown(known, actor)
    if len(repository.of_hire(session, candidacy_id)) >= PAPERS_OF_A_HIRE:
        raise Conflict(_ENOUGH, most=PAPERS_OF_A_HIRE)
    clean = keeping.of(session).examined(body.content)
    paper = PaperRow(
        id=body.key,
        profile_id=row.id,
        candidacy_id=candidacy_id,
        media_type=clean.media_type,
        pages=clean.pages,
        size=len(clean.content),
        added_by=actor.id,
        added_role=actor.role,
    )
    keeping.keep(session, paper, clean)
    Visit(actor, _ADDED).record(session, row)
    log.info("paper kept", paper_id=str(paper.id), pages=paper.pages, size=paper.size)
    return _shown(paper, actor)


def of_hire(session: Session, candidacy_id: UUID, *, actor: Actor) -> Papers:
    """The papers of a hire, without what they show."""
    _concerned(session, candidacy_id, actor, doing=_OPENED)
    return _all(repository.of_hire(session, candidacy_id), actor)


def of_person(session: Session, profile_id: UUID, *, actor: Actor) -> Papers:
    """The papers that are kept about a person."""
    row = opened(session, profile_id, actor=actor)
    return _all(repository.of_people(session, [row.id]), actor)


def open_one(session: Session, paper_id: UUID, *, actor: Actor) -> OpenedPaper:
    """What a paper shows. Of the person themselves a strong session is asked."""
    paper = repository.get(session, paper_id, lock=True)
    row = _person_of(session, paper, actor)
    if paper is None or row is None:
        about = common_repository.get(session, paper.profile_id) if paper else None
        Visit(actor, _OPENED).record_refused(session, about)
        raise NotFound
    if policy.owns(actor, row):
        policy.require_strong(actor)
    shows = keeping.content(session, paper)
    Visit(actor, _OPENED).record(session, row)
    if actor.is_staff and paper.read_at is None:
        paper.read_at = now()
    return OpenedPaper.of(paper, own=paper.added_by == actor.id, content=b64encode(shows).decode())


def remove(session: Session, paper_id: UUID, *, actor: Actor) -> Papers:
    """Take a paper away: whoever follows the person any, others their own until it was read."""
    paper = repository.get(session, paper_id, lock=True)
    row = _person_of(session, paper, actor)
    if paper is None or row is None or not (actor.is_staff or paper.added_by == actor.id):
        raise NotFound
    if not actor.is_staff and paper.read_at is not None:
        raise Conflict(_READ)
    Visit(actor, _REMOVED).record(session, row)
    keeping.remove(session, paper)
    log.info("paper taken away", paper_id=str(paper_id), role=actor.role.value)
    return _all(repository.of_hire(session, paper.candidacy_id), actor)


def for_service(session: Session, body: HirePapersIn, *, gate: Gate) -> Papers:
    """Which papers there are, for the service that keeps the file of the hire.

    It is not believed who asks: the gateway has to know this very reader in their session. Nothing
    of a paper is shown, so nothing is written down. Raises `Forbidden`, `Unavailable`.
    """
    reader = Actor.model_validate(body.reader.model_dump())
    if reader.role is Role.SERVICE or not gate.sessions.hold(reader):
        Visit(reader, _OPENED).record_refused(session, None)
        raise Forbidden
    return _all(repository.of_hire(session, body.candidacy_id), reader)


def _concerned(session: Session, candidacy_id: UUID, actor: Actor, *, doing: str) -> ProfileRow:
    """The person who was hired, for whoever may know who they are."""
    row = disclosures.concerned(session, candidacy_id, actor=actor)
    hired = disclosures.hired_by_candidacy(session, candidacy_id)
    if row is None or hired is None:
        Visit(actor, doing).record_refused(session, hired)
        raise NotFound
    return row


def _person_of(session: Session, paper: PaperRow | None, actor: Actor) -> ProfileRow | None:
    """Whom a paper is about, for whoever may open it."""
    if paper is None:
        return None
    row = common_repository.get(session, paper.profile_id)
    if row is not None and policy.owns(actor, row):
        return row
    return disclosures.concerned(session, paper.candidacy_id, actor=actor)


def _all(rows: list[PaperRow], actor: Actor) -> Papers:
    return Papers(items=tuple(_shown(row, actor) for row in rows))


def _shown(row: PaperRow, actor: Actor) -> Paper:
    return Paper.of(row, own=row.added_by == actor.id)
