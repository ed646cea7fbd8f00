"""Invented jobseekers, in French, Arabic, English and Spanish, in their own words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, TypeVar

from amuddu.reference.concepts import occupation
from cli.demo.own_words import said
from cli.demo.tables import (
    AGENCIES,
    DIPLOMA,
    IN_FRENCH,
    ORIGINS,
    SCHOOLING,
    STATUSES_OF,
    SURNAMES,
    TOWNS,
    TRADES,
    Lang,
    Origin,
)

T = TypeVar("T")

_ABOUT: dict[Lang, tuple[str, ...]] = {
    "fr": (
        "Je travaille avec soin et j'apprends vite.",
        "Je cherche un travail stable près de chez moi.",
        "J'aime le travail bien fait, en équipe ou seul.",
        "Je suis sérieux et toujours à l'heure.",
    ),
    "ar": (
        "أعمل بإتقان وأتعلم بسرعة.",
        "أبحث عن عمل مستقر قريب من بيتي.",
        "أحب العمل ضمن فريق وأحترم المواعيد.",
    ),
    "en": (
        "I work carefully and I learn fast.",
        "I am looking for a steady job close to home.",
        "I am always on time and I like working in a team.",
    ),
    "es": (
        "Trabajo con cuidado y aprendo rápido.",
        "Busco un trabajo estable cerca de casa.",
        "Soy puntual y me gusta trabajar en equipo.",
    ),
}
_DONE: dict[Lang, tuple[str, ...]] = {
    "fr": ("Surtout : {skills}.", "Au quotidien : {skills}.", "J'ai appris sur le tas : {skills}."),
    "ar": ("عملت خصوصا في: {skills}.", "تعلمت من التجربة: {skills}."),
    "en": ("Mostly: {skills}.", "I learned on the job: {skills}."),
    "es": ("Sobre todo: {skills}.", "Aprendí trabajando: {skills}."),
}
_COMMA: dict[Lang, str] = {"fr": ", ", "ar": "، ", "en": ", ", "es": ", "}
_OVERLAY_SHARE = 0.05
_LINKED = 0.5
"""How often whoever enters a trade also chooses it from the list; the others leave their words."""
_SAME_SECTOR = 6
"""How much likelier the second trade is one of the first one's kind."""
_SCHOOLED: dict[Lang, dict[str, str]] = {
    "fr": {
        "none": "Je n'ai pas été à l'école, j'ai appris en travaillant.",
        "primary": "J'ai fait l'école primaire.",
        "secondary": "J'ai le niveau du lycée.",
        "university": "J'ai un diplôme universitaire.",
    },
    "ar": {
        "none": "لم أدرس في المدرسة، تعلمت بالعمل.",
        "primary": "درست في الابتدائي.",
        "secondary": "مستواي ثانوي.",
        "university": "عندي شهادة جامعية.",
    },
    "en": {
        "none": "I did not go to school, I learned by working.",
        "primary": "I finished primary school.",
        "secondary": "I went to secondary school.",
        "university": "I have a university degree.",
    },
    "es": {
        "none": "No fui a la escuela, aprendí trabajando.",
        "primary": "Terminé la escuela primaria.",
        "secondary": "Hice la secundaria.",
        "university": "Tengo un título universitario.",
    },
}


def people(count: int, *, seed: int, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Bodies of profiles with the agency that follows each, as the batch import takes them."""
    for number in range(count):
        # A generator of its own for each person: adding one leaves the others as they were.
        yield _person(random.Random(f"{seed}:person:{number}"), number, today)  # noqa: S311


def _person(rng: random.Random, number: int, today: date) -> tuple[str, dict[str, Any]]:
    origin = rng.choices(ORIGINS, [each.weight for each in ORIGINS])[0]
    woman = rng.random() < 0.44
    agency = _weighted(rng, list(AGENCIES.items()))
    schooling = _weighted(rng, list(SCHOOLING.items()))
    trades = _trades(rng, schooling, origin, woman=woman)
    body = {
        "external_ref": f"demo-{number:04d}",
        "given_name": rng.choice(origin.women if woman else origin.men),
        "family_name": rng.choice(SURNAMES[origin.writes]),
        "sex": "f" if woman else "m",
        "birth_year": today.year - round(rng.triangular(18, 58, 29)),
        "nationality": origin.country,
        "residence": _residence(rng, origin, today),
        "language": origin.writes,
        "about": " ".join((_SCHOOLED[origin.writes][schooling], rng.choice(_ABOUT[origin.writes]))),
        "languages": _languages(rng, origin),
        "place": _weighted(rng, list(TOWNS[agency])),
        "max_distance_km": rng.choice((5, 10, 15, 20, 30, 50, None)),
        "available_from": _available(rng, today),
        "contract_types": rng.choice((["CDI", "CDD"], ["CDI"], ["CDI", "CDD", "interim"], [])),
        "consents": _consents(rng),
        "consent_method": "read_aloud",
        **_contact(rng, number),
        **_work(rng, trades, woman=woman, lang=origin.writes),
    }
    return agency, body


def _weighted(rng: random.Random, table: list[tuple[T, float]]) -> T:
    return rng.choices([value for value, _ in table], [weight for _, weight in table])[0]


def _residence(rng: random.Random, origin: Origin, today: date) -> dict[str, Any] | None:
    status = _weighted(rng, list(STATUSES_OF[origin.country]))
    if status is None:
        return None
    overlays = ["spouse_of_moroccan"] if rng.random() < _OVERLAY_SHARE else []
    if origin.country in {"SN", "TN", "DZ"}:
        overlays.append("national_of_convention_state")
    dated = status not in {"irregular", "asylum_seeker", "refugee_unhcr_pending_bra"}
    until = today + timedelta(days=rng.randint(20, 900)) if dated else None
    underlying = "permit_work" if status == "receipt_application" else None
    return {
        "status": status,
        "overlays": overlays,
        "underlying": underlying,
        "valid_until": until.isoformat() if until else None,
    }


def _languages(rng: random.Random, origin: Origin) -> list[dict[str, str]]:
    spoken = dict(origin.speaks)
    if "ar" not in spoken and rng.random() < 0.21:  # Darija is spoken by 21 % (FIELD.md)
        spoken["ary"] = rng.choice(("A1", "A2", "B1"))
    if "fr" not in spoken and rng.random() < 0.4:
        spoken["fr"] = rng.choice(("A1", "A2", "B1"))
    return [{"code": code, "level": level} for code, level in spoken.items()]


def _available(rng: random.Random, today: date) -> str | None:
    if rng.random() < 0.3:
        return None
    return (today + timedelta(days=rng.choice((0, 0, 7, 14, 30, 60, 90, 120)))).isoformat()


def _consents(rng: random.Random) -> dict[str, bool]:
    matching = rng.random() < 0.97
    return {
        "matching": matching,
        "contact": matching and rng.random() < 0.95,
        "statistics": rng.random() < 0.7,
    }


def _contact(rng: random.Random, number: int) -> dict[str, Any]:
    """Addresses that lead nowhere: a reserved domain, and numbers of zeros."""
    # Every third reads e-mail, so that a small house has somebody who does in each agency.
    channel = "email" if number % 3 == 0 else rng.choices(("sms", "agent"), (55, 15))[0]
    return {
        "channel": channel,
        "email": f"personne{number:04d}@example.org" if channel == "email" else None,
        "phone": f"+2126000{number:05d}" if channel != "email" else None,
    }


def _work(rng: random.Random, trades: list[str], *, woman: bool, lang: Lang) -> dict[str, Any]:
    """Two trades in the person's own words, the one they did longest first."""
    told = [said(trade, lang) for trade in trades]
    titles = [each.woman if woman else each.man for each in told]
    done = [
        rng.sample(each.work, min(share, len(each.work)))
        for each, share in zip(told, (4, 2), strict=True)
    ]
    known = [trade if rng.random() < _LINKED else None for trade in trades]
    jobs = []
    for number, trade in enumerate(known):
        if rng.random() >= (0.85, 0.5)[number]:
            continue
        words = _COMMA[lang].join(done[number][:3])
        jobs.append(
            {
                "title": titles[number],
                "occupation": trade,
                "months": rng.choice(((6, 12, 18, 24, 36, 60, 96, 144), (3, 6, 12, 24))[number]),
                "description": rng.choice(_DONE[lang]).format(skills=words),
            }
        )
    wished = [{"text": title, "concept": trade} for title, trade in zip(titles, known, strict=True)]
    skills = list(dict.fromkeys(words for each in done for words in each))
    return {
        "occupations": wished,
        "skills": [{"text": words} for words in skills],
        **({"experience": jobs} if jobs else {}),
    }


def _trades(rng: random.Random, schooling: str, origin: Origin, *, woman: bool) -> list[str]:
    """Two trades, the second mostly of the first one's kind; those that take a diploma are for
    people who have one, those that are done in French for people who speak it well."""
    french = dict(origin.speaks).get("fr") in {"B2", "C1", "C2"}
    open_to = [
        (trade, w if woman else m)
        for trade, w, m in TRADES
        if (schooling == "university" or trade not in DIPLOMA)
        and (french or trade not in IN_FRENCH)
    ]
    first = _weighted(rng, [(t, 3 * w if t in DIPLOMA else w) for t, w in open_to])
    near = occupation(first).sector
    others = [
        (trade, weight * (_SAME_SECTOR if occupation(trade).sector == near else 1))
        for trade, weight in open_to
        if trade != first
    ]
    return [first, _weighted(rng, others)]
