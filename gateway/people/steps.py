"""A profile asked one question a page: which questions, in which order, and what is left to ask.

Each answer is saved when it is sent, into the profile itself, so somebody may stop anywhere and
go on another day. A question sends only its own fields; everything else stays as it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from amuddu.contracts.profiles import Profile, ProfileIn
from amuddu.contracts.types import Lang
from amuddu.kit.errors import NotFound
from amuddu.kit.i18n import N_
from gateway.people import form as people_form
from gateway.web.forms import typed_values


@dataclass(frozen=True, slots=True)
class Step:
    """One question: its name in the address, its icon, its words, the fields that answer it."""

    name: str
    icon: str
    own: str
    other: str
    fields: tuple[str, ...]
    answered: Callable[[Profile], bool]

    def owns(self, field: str) -> bool:
        """Whether a field of the form belongs to this question."""
        return field in self.fields or field.split(".")[0] in self.fields


STEPS: tuple[Step, ...] = (
    Step(
        "prenom",
        "person",
        N_("Comment vous appelez-vous ?"),
        N_("Comment la personne s'appelle-t-elle ?"),
        ("given_name", "family_name"),
        lambda profile: bool(profile.given_name),
    ),
    Step(
        "metiers",
        "work",
        N_("Quel travail cherchez-vous ?"),
        N_("Quel travail la personne cherche-t-elle ?"),
        ("occupations",),
        lambda profile: bool(profile.occupations),
    ),
    Step(
        "savoir",
        "hands",
        N_("Que savez-vous faire ?"),
        N_("Que sait faire la personne ?"),
        ("skills",),
        lambda profile: bool(profile.skills),
    ),
    Step(
        "travaux",
        "clock",
        N_("Quels travaux avez-vous déjà faits ?"),
        N_("Quels travaux la personne a-t-elle déjà faits ?"),
        ("experience",),
        lambda profile: bool(profile.experience),
    ),
    Step(
        "langues",
        "speak",
        N_("Quelles langues parlez-vous ?"),
        N_("Quelles langues la personne parle-t-elle ?"),
        ("languages",),
        lambda profile: bool(profile.languages),
    ),
    Step(
        "lieu",
        "place",
        N_("Où voulez-vous travailler ?"),
        N_("Où la personne veut-elle travailler ?"),
        ("place", "max_distance_km"),
        lambda profile: bool(profile.place),
    ),
    Step(
        "quand",
        "calendar",
        N_("Quand êtes-vous libre, et pour quels contrats ?"),
        N_("Quand la personne est-elle libre, et pour quels contrats ?"),
        ("available_from", "contract_types"),
        lambda profile: bool(profile.available_from or profile.contract_types),
    ),
    Step(
        "prevenir",
        "message",
        N_("Comment vous prévenir ?"),
        N_("Comment prévenir la personne ?"),
        ("channel", "phone", "email", "agency_id", "language"),
        lambda profile: bool(profile.phone or profile.email or profile.agency_id),
    ),
    Step(
        "accords",
        "lock",
        N_("Qu'est-ce que vous acceptez ?"),
        N_("Qu'est-ce que la personne accepte ?"),
        ("consents", "was", "consent_method"),
        lambda profile: profile.consents.matching,
    ),
)
FIRST = STEPS[0]


def step(name: str) -> Step:
    """The question of an address. Raises `NotFound`."""
    found = next((each for each in STEPS if each.name == name), None)
    if found is None:
        raise NotFound
    return found


def number(of: Step) -> int:
    """Which question it is, from 1."""
    return STEPS.index(of) + 1


def after(one: Step) -> Step | None:
    """The next question, `None` after the last."""
    following = STEPS[number(one) :]
    return following[0] if following else None


def before(one: Step) -> Step | None:
    """The question before, `None` before the first."""
    return STEPS[number(one) - 2] if number(one) > 1 else None


def left(profile: Profile) -> list[Step]:
    """Questions without an answer yet."""
    return [each for each in STEPS if not each.answered(profile)]


def read(form: FormData, one: Step, stored: Profile | None, *, own: bool, lang: Lang) -> ProfileIn:
    """The stored profile with the answers to one question in it.

    Raises `Invalid` beside the fields of the question.
    """
    answers = {name: text for name, text in typed_values(form).items() if one.owns(name)}
    kept = people_form.values_of(stored) if stored else _first(own=own, lang=lang)
    values = {name: text for name, text in kept.items() if not one.owns(name)} | answers
    revision = str(stored.revision) if stored else ""
    whole = FormData([*values.items(), ("revision", revision)])
    return people_form.read(whole, stored, own=own)


def nobody_calls(profile: ProfileIn, stored: Profile | None) -> bool:
    """Whether somebody wants to be called by an agent, and has no agency whose agent would."""
    kept = stored.agency_id if stored else None
    agency = profile.agency_id if "agency_id" in profile.model_fields_set else kept
    return profile.channel == "agent" and agency is None


def _first(*, own: bool, lang: Lang) -> Mapping[str, str]:
    """What a profile begins with: nobody is called or written to before they said how."""
    method = "self" if own else "read_aloud"
    return {"channel": "agent", "language": lang, "consent_method": method}
