"""One decision about several people, and taking it back before anybody is told.

    counsellor decides ---- UNDO_WINDOW: may be undone ----> MARGIN ----> messages leave

The event that puts a person forward says not to tell them before the window is over. So an
undo within it is a real one: nobody has heard anything. After it, messages may have left, and an
undo that pretends otherwise would be a lie: it is refused, and the counsellor ends what is to be
ended person by person.

Each person is judged alone: who cannot be put forward is named with the reason, the others are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from amuddu.contracts.matching.candidacies import SetAsideIn
from amuddu.contracts.matching.desk import BulkIn, BulkLine, BulkOut
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.errors import AmudduError, Conflict, NotFound, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.matching.candidacies import desk_repository, repository, service
from services.matching.candidacies.pipeline import By
from services.matching.candidacies.service import Together
from services.matching.candidacies.tables import BulkRow, TransitionRow
from services.matching.facts import access as facts_access
from services.matching.facts import repository as facts_repository
from services.matching.ranking.matcher import Matcher

log = logs.get(__name__)

UNDO_WINDOW = timedelta(minutes=2)
MARGIN = timedelta(seconds=20)
"""How much later than the window messages leave: an undo at its last second needs time to reach
the notifications service."""

_TOO_LATE = N_(
    "Il est trop tard pour tout annuler d'un coup : les messages partent."
    " Annulez la présélection de chaque personne concernée."
)
_KEY_TAKEN = N_("Cette décision a déjà servi ailleurs : rechargez la page et recommencez.")


def act(
    session: Session,
    matcher: Matcher,
    glimpses: service.Glimpses,
    actor: Actor,
    body: BulkIn,
    *,
    vacancy_id: UUID,
    lang: Lang,
) -> BulkOut:
    """Put several people forward, or set them aside; the same key again changes nothing."""
    facts_access.visible_vacancy(actor, facts_repository.keep_vacancy(session, vacancy_id))
    row = BulkRow(
        key=body.key,
        vacancy_id=vacancy_id,
        actor_id=actor.id,
        action=body.action,
        undo_until=now() + UNDO_WINDOW,
    )
    if not desk_repository.add_bulk(session, row):
        return _as_it_was(session, actor, body, vacancy_id)
    together = Together(row.key, row.undo_until + MARGIN)
    # In one order, so that two decisions about the same people wait for one another in a line.
    step = _Step(session, matcher, glimpses, actor, body, vacancy_id, together)
    lines = {
        profile_id: _each(step, profile_id, lang) for profile_id in sorted(set(body.profile_ids))
    }
    done = sum(line.done for line in lines.values())
    log.info("several decided", action=body.action, asked=len(lines), done=done)
    return _out(row, tuple(lines[profile_id] for profile_id in dict.fromkeys(body.profile_ids)))


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that several people are to take, and what it needs."""

    session: Session
    matcher: Matcher
    glimpses: service.Glimpses
    actor: Actor
    body: BulkIn
    vacancy_id: UUID
    together: Together

    def take(self, profile_id: UUID) -> None:
        if self.body.action == "shortlist":
            service.shortlist(
                self.session,
                self.matcher,
                self.glimpses,
                self.actor,
                vacancy_id=self.vacancy_id,
                profile_id=profile_id,
                together=self.together,
            )
            return
        why = {"reason": self.body.reason, "note": self.body.note}
        service.set_aside(
            self.session,
            self.matcher,
            self.actor,
            SetAsideIn.model_validate(why),
            vacancy_id=self.vacancy_id,
            profile_id=profile_id,
            together=self.together,
        )


def _each(step: _Step, profile_id: UUID, lang: Lang) -> BulkLine:
    """One person's step, or why it was not taken. A refused step has changed nothing."""
    try:
        step.take(profile_id)
    except AmudduError as error:
        return BulkLine(profile_id=profile_id, done=False, problem=error.text.in_(lang))
    return BulkLine(profile_id=profile_id, done=True)


def _as_it_was(session: Session, actor: Actor, body: BulkIn, vacancy_id: UUID) -> BulkOut:
    """The same decision sent twice: what the first time did."""
    row = _own(session, actor, body.key, vacancy_id)
    if row.action != body.action:
        raise Conflict(_KEY_TAKEN)
    return _out(row, _done_by(session, row))


def one(session: Session, actor: Actor, vacancy_id: UUID, key: UUID) -> BulkOut:
    """A decision of the reader's own about several people."""
    facts_access.visible_vacancy(actor, facts_repository.vacancy(session, vacancy_id))
    row = desk_repository.bulk(session, key)
    if row is None or (row.vacancy_id, row.actor_id) != (vacancy_id, actor.id):
        raise NotFound
    return _out(row, _done_by(session, row))


def undo(session: Session, actor: Actor, vacancy_id: UUID, key: UUID) -> BulkOut:
    """Take a decision back while nobody was told. Raises `Conflict` once it is too late.

    Somebody who was moved on since (by a colleague, by their own answer) stays where they are.
    """
    facts_access.visible_vacancy(actor, facts_repository.keep_vacancy(session, vacancy_id))
    row = _own(session, actor, key, vacancy_id)
    if row.undone_at is None:
        if now() >= row.undo_until:
            raise Conflict(_TOO_LATE)
        row.undone_at = now()
        steps = desk_repository.steps_of_bulk(session, key)
        for step in sorted(steps, key=lambda step: step.candidacy_id):
            _take_back(session, actor, step)
        log.info("several taken back", action=row.action, steps=len(steps))
    return _out(row, _done_by(session, row))


def _take_back(session: Session, actor: Actor, step: TransitionRow) -> None:
    candidacy = repository.locked_candidacy(session, step.candidacy_id)
    if candidacy is None or desk_repository.last_step(session, step.candidacy_id) != step.id:
        return
    if step.name == "shortlist":
        service.undo_shortlist(session, candidacy, by=By.actor(actor))
    else:
        pair = {"vacancy_id": candidacy.vacancy_id, "profile_id": candidacy.profile_id}
        service.restore(session, actor, **pair)


def _own(session: Session, actor: Actor, key: UUID, vacancy_id: UUID) -> BulkRow:
    row = known(desk_repository.locked_bulk(session, key))
    if (row.vacancy_id, row.actor_id) != (vacancy_id, actor.id):
        raise Conflict(_KEY_TAKEN)
    return row


def _done_by(session: Session, row: BulkRow) -> tuple[BulkLine, ...]:
    people = desk_repository.people_of_bulk(session, row.key)
    return tuple(BulkLine(profile_id=profile_id, done=True) for profile_id in people)


def _out(row: BulkRow, lines: tuple[BulkLine, ...]) -> BulkOut:
    return BulkOut.of(row, lines=lines, undone=row.undone_at is not None)
