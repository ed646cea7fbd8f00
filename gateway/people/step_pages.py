"""A profile one question a page, by the person themselves or with somebody who helps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.matching.linking import LinkManyIn
from amuddu.contracts.profiles import Profile
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, invalid
from amuddu.kit.i18n import N_
from amuddu.reference import concepts
from amuddu.reference.text import fold
from gateway.people import form as people_form
from gateway.people import person as pages
from gateway.people import steps
from gateway.people.person_view import KNOWN, NEWCOMER, OWN, NewcomerDep, PersonDep, PersonView
from gateway.people.steps import Step
from gateway.sessions.security import AUTOSAVE, FormDep
from gateway.web import choices, rendering
from gateway.web.forms import text_of, typed_values

router = APIRouter(include_in_schema=False)

_PROPOSED = 12
_PHRASES = 8
"""Lines of somebody's own words that are looked at for further skills."""
_NOBODY_CALLS = N_(
    "Choisissez aussi votre agence : c'est elle qui appelle. Ou prenez SMS ou e-mail."
)
_LIKELY = 0.5
"""How sure linking has to be before something is proposed."""


@router.get(f"{NEWCOMER}/pas/{{name}}")
def ask_newcomer(person: NewcomerDep, session: SessionDep, name: str) -> Response:
    """The first question about somebody new."""
    return ask(person, session, name)


@router.post(f"{NEWCOMER}/pas/{{name}}")
def keep_newcomer(person: NewcomerDep, session: SessionDep, form: FormDep, name: str) -> Response:
    """The first answer makes the profile."""
    return keep(person, session, form, name)


@router.get(f"{OWN}/pas/{{name}}")
@router.get(f"{KNOWN}/pas/{{name}}")
def ask(person: PersonDep, session: SessionDep, name: str) -> Response:
    """One question about somebody."""
    one = steps.step(name)
    if person.profile_id is None:
        if one is not steps.FIRST:
            return rendering.redirect(f"{person.base}/pas/{steps.FIRST.name}")
        return _page(person, session, one, None, values={})
    stored = person.profile()
    values = people_form.values_of(stored)
    return _page(person, session, one, stored, values=values)


@router.post(f"{OWN}/pas/{{name}}")
@router.post(f"{KNOWN}/pas/{{name}}")
def keep(person: PersonDep, session: SessionDep, form: FormDep, name: str) -> Response:
    """Save an answer and go on; an answer to be mended comes back as it was typed."""
    one = steps.step(name)
    stored = person.profile() if person.profile_id else None
    silent = AUTOSAVE in person.request.headers
    try:
        body = steps.read(_with_picks(form), one, stored, own=person.own, lang=person.lang)
        if one.name == "prevenir" and person.own and steps.nobody_calls(body, stored):
            raise invalid("agency_id", _NOBODY_CALLS)
        profile = pages.kept(person, session, form, stored, body)
    except AmudduError as error:
        if error.status >= 500:
            raise
        if silent:
            return Response(status_code=error.status)
        errors = pages.problems_of(error, person.viewer)
        values = typed_values(form)
        return _page(
            person, session, one, stored, values=values, errors=errors, status=error.status
        )
    if silent:
        return Response(status_code=204)
    return rendering.redirect(_next(person, profile, one, text_of(form, "puis")))


def _next(person: PersonView, profile: Profile, one: Step, then: str) -> str:
    base = person.base if person.own or person.profile_id else f"/personnes/{profile.id}"
    if then == "proposer":
        return f"{base}/pas/{one.name}?proposer=1#propositions"
    following = steps.after(one)
    return f"{base}/pas/{following.name}" if following else f"{base}?ok=profil"


def _with_picks(form: FormData) -> FormData:
    """The skills written, and under them those that were ticked among the proposals."""
    picked = [text_of(form, name) for name in form if name.startswith("pick.")]
    if not picked:
        return form
    lines = [*text_of(form, "skills").splitlines(), *picked]
    unique = dict.fromkeys(line.strip() for line in lines if line.strip())
    return FormData([*typed_values(form).items(), ("skills", "\n".join(unique))])


def _page(
    person: PersonView,
    session: Session,
    one: Step,
    stored: Profile | None,
    *,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    return person.page(
        "person_step.html",
        status=status,
        stored=stored,
        step=one,
        question=person.say(one.own if person.own else one.other),
        number=steps.number(one),
        all=len(steps.STEPS),
        following=steps.after(one),
        previous=steps.before(one),
        one_page=f"{person.base}/modifier" if person.own or stored else person.base,
        nobody_calls=person.own and stored is not None and steps.nobody_calls(stored, stored),
        proposals=_proposals(person, stored) if stored and one.name == "savoir" else (),
        **pages.form_context(person, session, stored, values=values, errors=errors),
    )


def _proposals(person: PersonView, stored: Profile) -> Sequence[str]:
    """Skills to tick: those of the trades written, and on demand those like one's own words."""
    of_trades = chain.from_iterable(
        chain(*choices.skills_of(trade.concept, person.lang))
        for trade in stored.occupations
        if trade.concept
    )
    found = dict(
        [
            *(_from_words(person, stored) if "proposer" in person.request.query_params else ()),
            *of_trades,
        ]
    )
    known = {fold(ref.text) for ref in stored.skills}
    return [label for skill, label in found.items() if not known & _names(skill)][:_PROPOSED]


def _names(skill_id: str) -> set[str]:
    """What a skill is called, in every language: somebody may have ticked it in another."""
    skill = concepts.skills().get(skill_id)
    return {fold(label) for label in skill.labels.values()} if skill else set()


def _from_words(person: PersonView, stored: Profile) -> list[choices.Option]:
    """Skills that the person's own words may stand for, the surest first."""
    phrases = [ref.text for ref in stored.skills]
    phrases += [job.description or job.title for job in stored.experience]
    said = [phrase.strip() for phrase in phrases if phrase.strip()]
    texts = tuple(phrase[:160] for phrase in said[:_PHRASES])
    asked = LinkManyIn(texts=texts, kind="skill", limit=3)
    answers = person.services.matching.link_many(person.caller, asked).texts if texts else ()
    found = chain.from_iterable(each.items for each in answers)
    likely = sorted((each for each in found if each.score >= _LIKELY), key=lambda each: -each.score)
    return [(each.concept, each.label) for each in likely]
