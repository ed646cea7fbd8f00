"""Use cases of a committee: its members score without a name, and say what they cannot judge."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.support.judging import ScoreIn
from amuddu.contracts.support.scholarships import Scoring, Scorings, ToScore
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, NotFound, invalid, known
from amuddu.kit.i18n import N_
from services.support.catalogue import repository as catalogue
from services.support.common import writes
from services.support.scholarships import repository, steps
from services.support.scholarships.tables import ApplicationRow, CallRow, ScoreRow

_POINTS = N_("Donnez de 0 à 5 points, ou dites que vous ne pouvez pas noter cette demande.")
_AGENCY = N_(
    "Votre agence suit cette personne : un autre membre du comité doit noter. Dites que vous ne "
    "pouvez pas noter cette demande."
)
_SAID = N_("Vous avez dit que vous ne pouvez pas noter cette demande : cela ne change plus.")
_NAMES = ("need", "benefit", "chance")


def _member(session: Session, call_id: UUID, actor: Actor) -> CallRow:
    """A call of whose committee the actor is. Raises `NotFound`."""
    row = known(repository.call(session, call_id))
    if str(actor.id) not in row.members:
        raise NotFound
    return row


def _own(row: ApplicationRow, actor: Actor) -> bool:
    """Whether the member's agency follows the person."""
    return actor.agency_id is not None and actor.agency_id == row.agency_id


def scoring(session: Session, call_id: UUID, *, actor: Actor) -> Scoring:
    """What there is to score: no name, no code, nothing of a person's papers."""
    return _scoring(session, _member(session, call_id, actor), actor)


def every(session: Session, *, actor: Actor) -> Scorings:
    """Of every call on whose committee the actor is."""
    found = repository.of_member(session, actor.id)
    return Scorings(items=tuple(_scoring(session, of, actor) for of in found))


def _scoring(session: Session, of: CallRow, actor: Actor) -> Scoring:
    rows = repository.of_call(session, of.id, ("eligible", "scored"))
    scores = repository.scores(session, [row.id for row in rows])
    return Scoring(
        call_id=of.id,
        title=of.title,
        items=tuple(_shown(session, row, scores.get(row.id, []), actor) for row in rows),
    )


def _shown(session: Session, row: ApplicationRow, scores: list[ScoreRow], actor: Actor) -> ToScore:
    course = known(catalogue.course(session, row.course_id)) if row.course_id else None
    centre = known(catalogue.centre(session, course.centre_id)) if course else None
    own = next((each for each in scores if each.account_id == actor.id), None)
    return ToScore.of(
        row,
        course_title=course.title if course else "",
        centre_name=centre.name if centre else "",
        scored=own is not None and not own.conflict,
        conflict=_own(row, actor) or (own is not None and own.conflict),
    )


def score(session: Session, application_id: UUID, body: ScoreIn, *, actor: Actor) -> ToScore:
    """Points of a member, which they may change until somebody decides; a conflict stays."""
    found = known(repository.application(session, application_id))
    of = _member(session, found.call_id, actor)
    row = known(repository.lock_application(session, application_id))
    steps.MOVES.guard(row, "score")
    own = session.get(ScoreRow, (row.id, actor.id))
    if own is not None and own.conflict and not body.conflict:
        raise Conflict(_SAID)
    if not body.conflict and _own(row, actor):
        raise Conflict(_AGENCY)
    own = own or ScoreRow(application_id=row.id, account_id=actor.id, conflict=body.conflict)
    own.conflict, own.points, own.at = body.conflict, _points(body), clock.now()
    writes.add(session, own)
    scores = repository.scores(session, [row.id])[row.id]
    enough = sum(not each.conflict for each in scores) >= of.quorum
    line = "scored" if enough else "eligible"
    steps.step(session, row, "score", to=line, by=actor)
    return _shown(session, row, scores, actor)


def _points(body: ScoreIn) -> dict[str, int] | None:
    if body.conflict:
        return None
    given = {name: getattr(body, name) for name in _NAMES}
    for name, points in given.items():
        if points is None:
            raise invalid(name, _POINTS)
    return given
