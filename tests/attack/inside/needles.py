"""What gives people away, looked for in whatever a house writes down.

The people are the demonstration's, as varied as they are there. Its names are words of every day
("Exemple", "Joy"), which other texts hold too: here everybody has names, a reference, addresses
and a last day of their title that nobody and nothing else has. So a hit is a leak, and says whose.
What several share stands apart: codes of titles and grounds are no words of any other text, and a
nationality is looked for as a cell or a value of its own, or by the country's names.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from amuddu.reference.countries import countries
from amuddu.reference.text import fold
from cli.demo.people import people as demonstration

_LATIN = ("zor", "quel", "vax", "dibou", "kram", "tzeli", "brouk", "wemba", "xilo", "ptaro", "ghun")
_ARABIC = ("زقط", "ضبل", "غشم", "ظفر", "خصت", "ذغو", "طشن", "قظب")
_SYLLABLES = 4
_LAST_DAY = date(2071, 1, 1)
_SEED = 18

_WORD = re.compile(r"\w+")
_DAY = re.compile(r"\b20[67]\d-\d\d-\d\d")
_NUMBER = re.compile(r"\+?\d(?:[\s().\-]?\d){7,}")
_BYTES = re.compile(r"\\\\?x((?:[0-9a-f]{2}){4,})")
_ESCAPED = re.compile(r"\\\\?u([0-9a-f]{4})")
"""A letter as JSON in ASCII writes it: Arabic names stand so in logs."""
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{32,}\b")
_VALUE = re.compile(r"(?:^|[\t\[{:,=\s])[\"']?([A-Z]{2})[\"']?(?=$|[\t\]},\s])", re.MULTILINE)
_LAST_DIGITS = 8

Hit = tuple[str, str]
"""What was found, and of whom; of what several share, the word itself."""


def _invented(rng: random.Random, syllables: tuple[str, ...]) -> str:
    return "".join(rng.choice(syllables) for _ in range(_SYLLABLES))


def bodies(count: int, *, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Invented people as an import takes them, with the agency of each. They write of themselves
    what they should not."""
    rng = random.Random(_SEED)
    taken: set[str] = set()
    for number, (agency, body) in enumerate(demonstration(count, seed=_SEED, today=today)):
        letters = _ARABIC if body["language"] == "ar" else _LATIN
        names: list[str] = []
        while len(names) < 2:
            name = _invented(rng, letters)
            if name not in taken:
                taken.add(name)
                names.append(name.capitalize())
        given, family = names
        title = body["residence"]
        if title and title["valid_until"]:
            title["valid_until"] = (_LAST_DAY + timedelta(days=number)).isoformat()
        phone = f"+2126{40_000_000 + number * 7919}"
        country = countries()[body["nationality"]].names[body["language"]]
        about = f"{body['about']} {given} {family}, {country}, {phone}."
        yield (
            agency,
            {
                **body,
                "given_name": given,
                "family_name": family,
                "external_ref": f"ZQREF{number:05d}K",
                "phone": phone if body["phone"] else None,
                "email": f"zqmail{number:05d}x@example.org" if body["email"] else None,
                "about": about,
                "experience": [
                    {**each, "description": f"{each.get('description', '')} {about}"}
                    for each in body.get("experience", ())
                ],
            },
        )


@dataclass
class Needles:
    """What to look for of some people."""

    words: dict[str, Hit] = field(default_factory=dict)
    numbers: dict[str, Hit] = field(default_factory=dict)
    days: dict[str, Hit] = field(default_factory=dict)
    nationalities: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, people: Iterable[Mapping[str, Any]]) -> Needles:
        found = cls()
        for one in people:
            found._add(one)
        for code in found.nationalities:
            country = countries()[code]
            for name in (*country.names.values(), *country.aliases):
                if len(_WORD.findall(name)) == 1 and len(name) > 3:
                    found.words[fold(name)] = ("nationality", code)
        return found

    def _add(self, one: Mapping[str, Any]) -> None:
        who = str(one["external_ref"])
        self.words[fold(who)] = ("reference", who)
        for name in ("given_name", "family_name"):
            self.words[fold(str(one[name]))] = ("name", who)
        if one.get("email"):
            self.words[fold(str(one["email"]).partition("@")[0])] = ("e-mail", who)
        if one.get("phone"):
            self.numbers[str(one["phone"])[-_LAST_DIGITS:]] = ("phone", who)
        self.nationalities.add(str(one["nationality"]))
        title = one.get("residence") or {}
        for code in (title.get("status"), title.get("underlying"), *title.get("overlays", ())):
            if code:
                self.words[fold(code)] = ("title", code)
        if title.get("valid_until"):
            self.days[title["valid_until"]] = ("last day of a title", who)

    def found(self, text: str) -> set[Hit]:
        """What a text gives away, be it in clear or as bytes in a dump."""
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        hidden = "\n".join(
            bytes.fromhex(each).decode(errors="ignore") for each in _BYTES.findall(text)
        )
        text = _ID.sub(" ", _BYTES.sub(" ", text))
        hits = self._in_words(text) | self._in_words(hidden)
        return hits | {
            ("nationality", code) for code in _VALUE.findall(text) if code in self.nationalities
        }

    def _in_words(self, text: str) -> set[Hit]:
        words = {fold(each) for each in set(_WORD.findall(text))}
        hits = {self.words[each] for each in words & self.words.keys()}
        digits = {re.sub(r"\D", "", each)[-_LAST_DIGITS:] for each in _NUMBER.findall(text)}
        hits |= {self.numbers[each] for each in digits & self.numbers.keys()}
        return hits | {self.days[each] for each in set(_DAY.findall(text)) & self.days.keys()}


def readable(thing: object) -> str:
    """All texts that hang on an object in memory, one a line: names of attributes, keys, values."""
    seen: set[int] = set()
    texts: list[str] = []
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str | bytes):
            texts.append(one if isinstance(one, str) else one.decode(errors="ignore"))
            continue
        if one is None or isinstance(one, int | float | complex) or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set | frozenset):
            waiting += one
        elif hasattr(one, "dtype"):
            waiting += list(one.ravel()) if one.dtype.kind in "OUS" else []
        elif type(one).__module__.partition(".")[0] in ("services", "amuddu"):
            waiting.append(_attributes(one))
        elif isinstance(one, date):
            texts.append(one.isoformat())
    return "\n".join(texts)


def _attributes(one: object) -> dict[str, object]:
    slots = {
        name: getattr(one, name)
        for kind in type(one).__mro__
        for name in getattr(kind, "__slots__", ())
        if isinstance(name, str) and hasattr(one, name)
    }
    return {**slots, **getattr(one, "__dict__", {})}
