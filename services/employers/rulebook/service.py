"""Use cases on the versions of rules. Nothing here commits.

A version is judged twice: when it is proposed and when it is approved, each time against the rules
that stand then. Who proposed it does not approve it. An approved one is told to the services that
answer by the rules, in the same transaction, and never changes.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from amuddu.contracts.rules.versions import (
    DecisionIn,
    RuleAmended,
    RuleEffect,
    RuleFact,
    RuleFactName,
    RuleTrial,
    RuleVersion,
    RuleVersionIn,
    RuleVersions,
    Standing,
    StandingVersion,
)
from amuddu.contracts.types import Lang
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, Invalid, NotFound, invalid
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.rules import book
from amuddu.rules.amending.facts import Fact, facts, written
from amuddu.rules.amending.impact import Effect, effects
from amuddu.rules.amending.learning import READERS, amendment_of
from amuddu.rules.base import BadRules
from amuddu.rules.consistency.looking import oddities
from services.employers.organisations.access import Caller
from services.employers.rulebook import checking, presenting, repository
from services.employers.rulebook.steps import MOVES
from services.employers.rulebook.tables import RuleVersionRow

log = logs.get(__name__)

_UNREADABLE = (BadRules, book.UnknownFact)

_WAITS = N_("Une version de cette règle attend déjà une décision : attendez, ou faites-la retirer.")
_NOT_A_RULE = N_("Ces valeurs ne vont pas ensemble : vérifiez-les.")
_CONTRADICTS = N_("Cette version contredit d'autres règles, ou manque de preuve : {rows}.")
_OWN = N_("Une autre personne doit accepter cette version : vous l'avez proposée.")
_NOT_YOURS = N_("Seule la personne qui a proposé cette version peut la retirer.")
_PAST = N_("Le jour choisi est passé : refusez cette version et proposez-la pour un autre jour.")
_MOVED_ON = N_("La règle a changé depuis : refusez cette version et proposez-la de nouveau.")


def every_fact(*, on: date, lang: Lang) -> tuple[RuleFactName, ...]:
    """The facts of which a version may be written."""
    return tuple(presenting.name(fact, lang, on=on) for fact in facts().values())


def fact(fact_id: str, *, on: date, lang: Lang) -> RuleFact:
    """A fact with every row it had. Raises `NotFound`."""
    return presenting.fact_of(_fact(fact_id), on=on, lang=lang)


def trial(session: Session, body: RuleVersionIn, *, on: date, caller: Caller) -> RuleTrial:
    """What a version would change; nothing is kept. Raises `Invalid`."""
    row = _row(body, on=on, caller=caller)
    found = _tried(row, repository.next_number(session))
    return RuleTrial(effects=tuple(presenting.effect_of(each, caller.lang) for each in found))


def propose(session: Session, body: RuleVersionIn, *, on: date, caller: Caller) -> RuleVersion:
    """Keep a version for a second person to decide on. Raises `Invalid` with every problem."""
    repository.one_at_a_time(session)
    if repository.waiting(session, body.fact):
        raise invalid("fact", _WAITS)
    row = _row(body, on=on, caller=caller)
    found = _tried(row, repository.next_number(session))
    row.effects = _kept(found)
    repository.add(session, row)
    repository.add(session, MOVES.begin(row, "propose", by=caller.actor, note=body.reason))
    log.info("rule version proposed", fact=row.fact)
    return _told(session, row, found, caller=caller)


def versions(session: Session, fact: str | None, *, caller: Caller) -> RuleVersions:
    """Versions, those that wait first; without what they change."""
    known = facts()
    rows = [row for row in repository.versions(session, fact) if row.fact in known]
    last = repository.last_steps(session, [row.id for row in rows])
    items = (presenting.version_of(row, last.get(row.id), (), caller=caller) for row in rows)
    return RuleVersions(items=tuple(items))


def version(session: Session, version_id: UUID, *, caller: Caller) -> RuleVersion:
    """A version and what it changes: as the rules stand now while it waits and still fits them."""
    row = repository.version(session, version_id)
    if row is None or row.fact not in facts():
        raise NotFound
    if row.state != "proposed":
        return _told(session, row, caller=caller)
    try:
        found = effects(_with(row, repository.next_number(session)), on=row.valid_from)
    except _UNREADABLE:  # shown as it was proposed, so that somebody can refuse it
        return _told(session, row, caller=caller)
    return _told(session, row, found, caller=caller)


def approve(
    session: Session, version_id: UUID, body: DecisionIn, *, on: date, caller: Caller
) -> RuleVersion:
    """Put a version in force from its day on, and tell of it."""
    row = _locked(session, version_id)
    MOVES.guard(row, "approve")
    if row.proposed_by == caller.actor.id:
        raise Forbidden(_OWN)
    if row.valid_from < presenting.first_day(_fact(row.fact), on=on):
        raise Conflict(_PAST)
    if row.valid_from < presenting.earliest(_fact(row.fact), on=on):
        raise Conflict(_MOVED_ON)
    number = repository.next_number(session)
    row.effects = _kept(_tried(row, number))
    row.number = number
    repository.add(session, MOVES.take(row, "approve", by=caller.actor, note=body.reason))
    outbox.add(session, RuleAmended(amendment=_standing_version(row)))
    log.info("rule version approved", fact=row.fact, number=number)
    return _told(session, row, caller=caller)


def refuse(session: Session, version_id: UUID, body: DecisionIn, *, caller: Caller) -> RuleVersion:
    """Refuse a version, with the reason."""
    row = _locked(session, version_id)
    repository.add(session, MOVES.take(row, "refuse", by=caller.actor, note=body.reason))
    return _told(session, row, caller=caller)


def withdraw(
    session: Session, version_id: UUID, body: DecisionIn, *, caller: Caller
) -> RuleVersion:
    """Take back a version that one proposed."""
    row = _locked(session, version_id)
    if row.proposed_by != caller.actor.id:
        raise Forbidden(_NOT_YOURS)
    repository.add(session, MOVES.take(row, "withdraw", by=caller.actor, note=body.reason))
    return _told(session, row, caller=caller)


def standing(session: Session) -> Standing:
    """Every approved version, for whoever answers by the rules."""
    return Standing(items=tuple(map(_standing_version, repository.approved(session))))


def retell(session: Session) -> int:
    """Tell of every approved version once more; how many."""
    repository.one_at_a_time(session)
    told = [RuleAmended(amendment=_standing_version(row)) for row in repository.approved(session)]
    outbox.add_all(session, told)
    return len(told)


# --- behind these -----------------------------------------------------------------------------


def _fact(fact_id: str) -> Fact:
    try:
        return facts()[fact_id]
    except KeyError:
        raise NotFound from None


def _locked(session: Session, version_id: UUID) -> RuleVersionRow:
    repository.one_at_a_time(session)
    row = repository.lock(session, version_id)
    if row is None or row.fact not in facts():
        raise NotFound
    return row


def _row(body: RuleVersionIn, *, on: date, caller: Caller) -> RuleVersionRow:
    """A version as written, checked against its fact. Raises `Invalid`, `NotFound`."""
    if body.fact not in facts():
        raise invalid("fact", N_("Cette règle n'existe pas : choisissez dans la liste."))
    known = _fact(body.fact)
    current = known.row_on(on) or known.rows[-1]
    return RuleVersionRow(
        fact=known.id,
        valid_from=body.valid_from,
        content=checking.content_of(known, body, on=on),
        before={field.name: written(current, field) for field in known.fields},
        effects=[],
        source=body.source.model_dump(mode="json"),
        reason=body.reason,
        proposed_by=caller.actor.id,
    )


def _tried(row: RuleVersionRow, number: int) -> tuple[Effect, ...]:
    """What a version changes on its first day. Raises `Invalid` where the rules cannot read it."""
    try:
        tried = _with(row, number)
        _refuse_contradiction(tried, _fact(row.fact).file)
        return effects(tried, on=row.valid_from)
    except _UNREADABLE as error:
        log.warning("a version that the rules cannot read", fact=row.fact, error=str(error))
        raise Invalid(_NOT_A_RULE) from error


def _refuse_contradiction(tried: book.Book, file: str) -> None:
    """Raise `Invalid` where a version brings what the check of the rules refuses."""
    found = _odd(tried, file) - _odd(book.standing(), file)
    if found:
        rows = " ; ".join(sorted({" > ".join(map(str, path)) for _, path in found}))
        raise Invalid(_CONTRADICTS, rows=rows)


@lru_cache(maxsize=8)
def _odd(rules: book.Book, file: str) -> frozenset[tuple[str, tuple[str | int, ...]]]:
    """What the check of the rules finds in a file: more than a second's work, once a book."""
    with book.trying(rules):
        return frozenset((one.code, one.path) for one in oddities(file, READERS[file]()))


def _with(row: RuleVersionRow, number: int) -> book.Book:
    """The rules that stand, with a version on top."""
    amendment = amendment_of(presenting.standing_version(row, number))
    return book.Book((*book.standing().amendments, amendment))


def _kept(found: tuple[Effect, ...]) -> list[dict[str, Any]]:
    """Effects as they are stored: in French, as they were shown when it was decided."""
    return [presenting.effect_of(each, "fr").model_dump(mode="json") for each in found]


def _told(
    session: Session,
    row: RuleVersionRow,
    found: tuple[Effect, ...] | None = None,
    *,
    caller: Caller,
) -> RuleVersion:
    """A version with the effects `found` now, or else those that were kept with it."""
    if found is None:
        shown = tuple(RuleEffect.model_validate(each) for each in row.effects)
    else:
        shown = tuple(presenting.effect_of(each, caller.lang) for each in found)
    last = repository.last_steps(session, [row.id]).get(row.id)
    return presenting.version_of(row, last, shown, caller=caller)


def _standing_version(row: RuleVersionRow) -> StandingVersion:
    assert row.number is not None
    return presenting.standing_version(row, row.number)
