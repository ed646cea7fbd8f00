"""Lines of scholarships: to admit, to sign, to score, to decide, to ask the bank for.

Who scores reads a number and a course here too, never whom it is about.
"""

from __future__ import annotations

from collections.abc import Callable

from amuddu.contracts.support.calls import ScholarshipCall
from amuddu.contracts.support.scholarships import ScholarshipState
from amuddu.kit.i18n import N_
from gateway.today.lines import Found, Kind, Line, Look, Read, Source, found
from gateway.web.concurrent import asking

_HOME = "/bourses"


def _applications(state: ScholarshipState, said: str) -> Source:
    def source(look: Look, limit: int) -> Read:
        caller, support = look.caller, look.services.support
        asked = asking(lambda: support.applications(caller, state=state, limit=limit))

        def read() -> Found:
            page = asked.result()
            lines = [
                Line(
                    about=one.id,
                    url=f"{_HOME}/{one.id}",
                    person=one.profile_id,
                    code=one.code,
                    said=look.page.say(said),
                    tone="warm",
                    detail=tuple(filter(None, (one.call_title, one.course_title))),
                    since=one.updated_at,
                )
                for one in page.items
            ]
            return found(lines, page.total)

        return read

    return source


def to_score(look: Look, _limit: int) -> Read:
    """Applications that wait for the points of the reader."""
    caller, support = look.caller, look.services.support
    asked = asking(lambda: support.scorings(caller))

    def read() -> Found:
        lines = [
            Line(
                about=one.id,
                url=f"{_HOME}/comite/{of.call_id}/{one.id}",
                words=look.page.say(N_("Demande n° {number}"), number=one.number),
                said=look.page.say(N_("À noter, sans nom")),
                tone="warm",
                detail=(of.title, one.course_title),
            )
            for of in asked.result().items
            for one in of.items
            if not (one.scored or one.conflict)
        ]
        return found(lines, len(lines))

    return read


def _calls(many: Callable[[ScholarshipCall], int], said: str) -> Source:
    def source(look: Look, _limit: int) -> Read:
        caller, support = look.caller, look.services.support
        asked = asking(lambda: support.calls(caller))

        def read() -> Found:
            lines = [
                Line(
                    about=one.id,
                    url=f"{_HOME}/appels/{one.id}/decisions",
                    words=one.title,
                    said=look.page.say(said, number=many(one)),
                    tone="warm",
                )
                for one in asked.result().items
                if many(one)
            ]
            return found(lines, len(lines))

        return read

    return source


TO_ADMIT = Kind(
    "grant_admit",
    N_("Demandes de bourse à regarder"),
    _applications("submitted", N_("Dites si elle convient")),
    more=_HOME,
)
TO_SIGN = Kind(
    "grant_sign",
    N_("Conventions de bourse à accepter"),
    _applications("awarded", N_("Lisez la convention avec la personne")),
    more=_HOME,
)
TO_SCORE = Kind(
    "grant_score",
    N_("Demandes de bourse à noter"),
    to_score,
    more=f"{_HOME}/comite",
    shared=False,  # each member gives points of their own
)
TO_DECIDE = Kind(
    "grant_decide",
    N_("Bourses à décider"),
    _calls(lambda one: one.to_decide, N_("À décider : {number}")),
    more=_HOME,
)
TO_ORDER = Kind(
    "grant_order",
    N_("Mois de bourse à demander à la banque"),
    _calls(lambda one: one.to_order, N_("À demander : {number}")),
    more=_HOME,
)
