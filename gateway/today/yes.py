"""Lines of people who said yes: an employer is to meet and decide, an agency to put them together.

For an employer the person is a code here, whatever may be read on the page behind.
"""

from __future__ import annotations

from amuddu.contracts.employers import Vacancy
from amuddu.contracts.matching.candidacies import Candidacy
from amuddu.kit.i18n import N_
from gateway.today.lines import Found, Line, Look, Read, Tone


def to_meet(look: Look, _limit: int) -> Read:
    """For an employer: who said yes and waits to be asked for."""
    said = look.page.say(N_("A dit oui : demandez à la rencontrer"))
    return _read(look, met=False, said=said, tone="good")


def to_decide(look: Look, _limit: int) -> Read:
    """For an employer: whom they wanted to meet, and nothing was said since."""
    said = look.page.say(N_("Rencontre demandée : dites ce qui vient ensuite"))
    return _read(look, met=True, said=said, tone="warm")


def wanted(look: Look, _limit: int) -> Read:
    """For a counsellor: an employer wants to meet somebody."""
    said = look.page.say(N_("L'employeur veut la rencontrer"))
    return _read(look, met=True, said=said, tone="good")


def said_yes(look: Look, _limit: int) -> Read:
    """For a counsellor: somebody said yes, and the employer did not move yet."""
    said = look.page.say(N_("A dit oui : relancez l'employeur"))
    return _read(look, met=False, said=said, tone="good")


def _read(look: Look, *, met: bool, said: str, tone: Tone) -> Read:
    board = look.board

    def line(vacancy: Vacancy, one: Candidacy) -> Line:
        if one.profile_id is None:
            url = f"/offres/{vacancy.id}/preselection#c-{one.id}"
        else:
            url = f"/offres/{vacancy.id}/candidats?state=accepted&ouvert={one.code}#ouvert"
        return Line(
            about=one.id,
            url=url,
            person=one.profile_id,
            code=one.code,
            said=said,
            tone=tone,
            detail=(vacancy.title, vacancy.employer_name)
            if one.profile_id is not None
            else (vacancy.title,),
            since=one.meet_asked_at or one.updated_at,
        )

    def read() -> Found:
        lines = [
            line(vacancy, one)
            for vacancy, one in board.accepted
            if (one.meet_asked_at is not None) == met
        ]
        lines.sort(key=lambda each: each.since or look.now)
        return Found(lines, len(lines), whole=board.all_seen)

    return read
