"""What is in the way of a course for somebody, told to a reader who is there; and what a completed
course adds to a profile.

The service that keeps places is not believed: the gateway has to know the very reader it names, in
their session. What they may read is what they may read here themselves, and it is written down
under their name. Nothing of the paper is asked where the rules know nothing of the centre.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from amuddu.contracts.profiles.training import TrainingIn, TrainingJudged
from amuddu.contracts.support.training import TrainingCompleted
from amuddu.contracts.types import LANGS, LanguageSkill, Level
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role, service_actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden, NotFound
from amuddu.kit.trust.gate import Gate
from amuddu.reference import concepts
from amuddu.rules.protection.ages import Birth
from services.profiles.common import policy
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.history import recording as history
from services.profiles.people import service as people
from services.profiles.residence import rights, vault
from services.profiles.residence.tables import ResidenceRow
from services.profiles.residence.vault import Visit

MOST_SKILLS = 60
"""As many as a profile holds."""
_LEVELS: tuple[Level, ...] = ("A1", "A2", "B1", "B2", "C1", "C2", "native")
_Age = Literal["fits", "too_young", "too_old", "unknown", "not_asked"]
_Languages = Literal["fits", "missing", "not_asked"]


def judge(session: Session, body: TrainingIn, *, gate: Gate) -> TrainingJudged:
    """Who somebody is for the reader, and what is in the way of a course.

    Raises `Forbidden` for a reader who is not there, `NotFound` for somebody whom they neither are
    nor follow, `Unavailable` where nobody can say.
    """
    reader = Actor.model_validate(body.reader.model_dump())
    visit = Visit(reader, "training_asked")
    if reader.role is Role.SERVICE or not gate.sessions.hold(reader):
        visit.record_refused(session, None)
        raise Forbidden
    row = _found(session, body, reader)
    if row is None or not policy.may_open(reader, row):
        visit.record_refused(session, row)
        raise NotFound
    facts = vault.opened(session, row, visit=visit)
    today = clock.today()
    told = TrainingJudged(
        profile_id=row.id,
        code=row.code,
        agency_id=row.agency_id,
        agent_id=row.agent_id,
        age=_age(vault.birth_of(facts), body.age_least, body.age_most, on=today),
        languages=_languages(row, body.languages),
    )
    if body.right is None or not policy.sees_title(reader):
        return told
    return told.model_copy(update=_right(facts, body, on=today))


def _found(session: Session, body: TrainingIn, reader: Actor) -> ProfileRow | None:
    if body.profile_id is not None:
        return common_repository.get(session, body.profile_id)
    if reader.profile_id is not None:
        return common_repository.get(session, reader.profile_id)
    return common_repository.locked_of_owner(session, reader.id)


def _right(facts: ResidenceRow, body: TrainingIn, *, on: date) -> dict[str, object]:
    every = rights.rights_out(vault.title_of(facts), on=on, lang=body.lang).rights
    found = next((each for each in every if each.id == body.right), None)
    if found is None:
        return {}
    return {"right": found.answer, "condition": found.condition, "proof": found.proof}


def _age(birth: Birth, least: int | None, most: int | None, *, on: date) -> _Age:
    """Whether the years completed fit, where they can be told from what is known."""
    if least is None and most is None:
        return "not_asked"
    if birth.year is None:
        return "unknown"
    had_birthday = birth.month is not None and birth.month < on.month
    sure_not = birth.month is not None and birth.month > on.month
    oldest = on.year - birth.year - (1 if sure_not else 0)
    youngest = on.year - birth.year - (0 if had_birthday else 1)
    if least is not None and oldest < least:
        return "too_young"
    if most is not None and youngest > most:
        return "too_old"
    doubt = (least is not None and youngest < least) or (most is not None and oldest > most)
    return "unknown" if doubt else "fits"


def _languages(row: ProfileRow, asked: Iterable[LanguageSkill]) -> _Languages:
    wanted = list(asked)
    if not wanted:
        return "not_asked"
    spoken = {each["code"]: _LEVELS.index(each["level"]) for each in row.languages}
    known = all(spoken.get(each.code, -1) >= _LEVELS.index(each.level) for each in wanted)
    return "fits" if known else "missing"


# --- what a completed course adds ---------------------------------------------------------------


def completed(session: Session, event: TrainingCompleted) -> None:
    """Add the skills that a course gives to those of the person, with the course as their source.

    Somebody who was erased meanwhile is not made again, and what they had said already stays as
    they said it.
    """
    row = common_repository.locked(session, event.profile_id)
    if row is None:
        return
    has = {each["concept"] for each in row.skills}
    new = [code for code in event.skills if code not in has and code in concepts.skills()]
    skills = [*row.skills, *(_skill(code, row) for code in new)][:MOST_SKILLS]
    if len(skills) == len(row.skills):
        return
    actor = service_actor("support")
    facts = vault.opened(session, row, visit=Visit(actor, "trained"))
    history.note(
        session, row, {"skills": (row.skills, skills)}, actor=actor, word=history.Word("training")
    )
    row.skills = skills
    row.updated_at = clock.now()
    people.publish_change(session, row, facts, on=clock.today(), changed=True)


def _skill(code: str, row: ProfileRow) -> dict[str, object]:
    """A skill in the person's own language."""
    lang = row.language if row.language in LANGS else "fr"
    return {"text": concepts.label(concepts.skill(code), lang), "concept": code}
