"""Who looked at me: each visit with who, when and for what, on a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.operations import Offset
from amuddu.contracts.profiles import AccessRecord
from gateway.people import words
from gateway.people.person_view import KNOWN, OWN, PersonDep, PersonView
from gateway.people.words import say
from gateway.web.labels import in_language
from gateway.web.spreadsheets import download

router = APIRouter(include_in_schema=False)

PAGE = 20
AT_ONCE = 100
MOST_ACCESSES = 10_000


@router.get(f"{OWN}/acces")
@router.get(f"{KNOWN}/acces")
def accesses(person: PersonDep, offset: Offset = 0) -> Response:
    """Who looked at the profile or changed it, and every consent given or withdrawn."""
    profiles = person.services.profiles
    # One more than is shown tells whether there is a next page: the service counts none.
    seen = profiles.accesses(person.caller, person.id, limit=PAGE + 1, offset=offset)
    return person.page(
        "person_accesses.html",
        seen=_grouped(seen[:PAGE]),
        more=len(seen) > PAGE,
        limit=PAGE,
        offset=offset,
        consents=profiles.consents(person.caller, person.id),
        actions=say(words.ACCESSES, person.lang),
        reading_purposes=say(words.READING_PURPOSES, person.lang),
    )


@router.get(f"{OWN}/acces.csv")
@router.get(f"{KNOWN}/acces.csv")
def accesses_file(person: PersonDep) -> Response:
    """The whole list of who looked, to keep."""
    actions, why = say(words.ACCESSES, person.lang), say(words.READING_PURPOSES, person.lang)
    roles = in_language(person.lang)["role"]
    head = [person.say(title) for title in words.ACCESS_COLUMNS]
    lines = [
        [
            visit.at.isoformat(timespec="minutes"),
            roles.get(visit.role, visit.role),
            visit.organisation or "",
            actions.get(visit.action, visit.action),
            why[visit.purpose],
            person.say(words.REFUSED if visit.outcome == "refused" else words.DONE),
        ]
        for visit in _every_access(person)
    ]
    return download("csv", "acces", head, lines, rtl=person.lang == "ar")


def _every_access(person: PersonView) -> Iterator[AccessRecord]:
    """As many as a file holds, newest first."""
    for offset in range(0, MOST_ACCESSES, AT_ONCE):
        seen = person.services.profiles.accesses(
            person.caller, person.id, limit=AT_ONCE, offset=offset
        )
        yield from seen
        if len(seen) < AT_ONCE:
            return


def _grouped(seen: Sequence[AccessRecord]) -> list[tuple[AccessRecord, int]]:
    """What one role did over and over on one day, as one line with its count."""

    def alike(visit: AccessRecord) -> tuple[object, ...]:
        return visit.at.date(), visit.role, visit.organisation, visit.action

    groups = (list(visits) for _, visits in groupby(seen, key=alike))
    return [(visits[0], len(visits)) for visits in groups]
