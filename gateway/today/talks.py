"""Lines of interviews: one tomorrow, times to choose, other times to propose, one to tell of.

For an employer the person is a code here too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from amuddu.contracts.matching.interviews import Interview
from amuddu.kit.i18n import N_
from gateway.interviews.reading import MOROCCO
from gateway.today.lines import Found, Kind, Line, Look, Read, Tone

WAITS = timedelta(days=1)
"""How long times wait for the person before their agency calls."""


def soon(look: Look, _limit: int) -> Read:
    """Those of today and tomorrow."""
    said = look.page.say(N_("Aujourd'hui ou demain"))
    last = look.now.astimezone(MOROCCO).date() + timedelta(days=1)

    def is_soon(one: Interview) -> bool:
        if one.state != "set" or one.starts_at is None or _is_past(look, one):
            return False
        return one.starts_at.astimezone(MOROCCO).date() <= last

    return _read(look, is_soon, said, "good")


def to_tell(look: Look, _limit: int) -> Read:
    """Those whose time has come."""
    said = look.page.say(N_("Dites comment cela s'est passé"))
    return _read(look, lambda one: _is_set(one) and _is_past(look, one), said, "warm")


def other_times(look: Look, _limit: int) -> Read:
    """Those of which no time fits."""
    said = look.page.say(N_("Proposez d'autres heures"))
    return _read(look, lambda one: one.state == "none_fits", said, "warm")


def to_choose(look: Look, _limit: int) -> Read:
    """For an agency: people of its own who have not chosen a time yet."""
    said = look.page.say(N_("Aidez la personne à choisir l'heure"))

    def waits(one: Interview) -> bool:
        return one.state == "proposed" and one.ours and one.updated_at <= look.now - WAITS

    return _read(look, waits, said, "warm")


def _is_set(one: Interview) -> bool:
    return one.state == "set" and one.starts_at is not None


def _is_past(look: Look, one: Interview) -> bool:
    return one.starts_at is not None and one.starts_at <= look.now


def _read(look: Look, wanted: Callable[[Interview], bool], said: str, tone: Tone) -> Read:
    asked = look.talks

    def line(one: Interview) -> Line:
        return Line(
            about=one.id,
            url=f"/rendez-vous/{one.candidacy_id}",
            person=one.profile_id,
            code=one.code,
            said=said,
            tone=tone,
            detail=(one.vacancy_title,)
            if one.profile_id is None
            else (one.vacancy_title, one.employer_name),
            since=None if _is_set(one) else one.updated_at,
        )

    def read() -> Found:
        page = asked.result()
        lines = [line(one) for one in page.items if wanted(one)]
        return Found(lines, len(lines), whole=len(page.items) >= page.total)

    return read


SOON = Kind("talk_soon", N_("Rendez-vous proches"), soon)
TO_TELL = Kind("talk_told", N_("Rendez-vous passés : dites ce qui s'est passé"), to_tell)
OTHER = Kind("talk_other", N_("Rendez-vous dont aucune heure ne convient"), other_times)
TO_CHOOSE = Kind("talk_choose", N_("Ces personnes ont une heure à choisir"), to_choose)
