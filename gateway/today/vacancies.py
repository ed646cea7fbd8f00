"""Lines of offers and of employers: without anyone, silent, to be looked at, reported."""

from __future__ import annotations

from datetime import timedelta

from amuddu.contracts.employers import Vacancy
from amuddu.kit.i18n import N_
from amuddu.reference.places import places
from gateway.today.lines import Found, Line, Look, Read, found
from gateway.vacancies.counts import Counts
from gateway.web.concurrent import asking
from gateway.web.labels import LABELS

NEW_DAYS = 14
"""An offer is new for so long, unless somebody was put forward for it."""
SILENT_DAYS = 60
"""An employer of whom nothing is heard for so long is asked whether they still recruit."""


def untouched(look: Look, _limit: int) -> Read:
    """Open offers of the last days with nobody put forward, the oldest first: it waits most."""
    board, since = look.board, look.now - timedelta(days=NEW_DAYS)

    def line(one: Vacancy) -> Line:
        known = places().get(one.place or "")
        town = known.names[look.page.lang] if known else ""
        return Line(
            about=one.id,
            url=f"/offres/{one.id}/candidats",
            words=one.title,
            detail=tuple(each for each in (one.employer_name, town) if each),
            since=one.published_at,
        )

    def read() -> Found:
        counts = board.counts
        fresh = [
            one
            for one in board.vacancies
            if one.published_at and one.published_at >= since and not _put_forward(counts[one.id])
        ]
        lines = [line(one) for one in fresh]
        lines.sort(key=lambda each: each.since or look.now)
        return Found(lines, len(lines), whole=board.all_seen)

    return read


def _put_forward(counts: Counts) -> int:
    return sum(number for state, number in counts.items() if state not in ("proposed", "set_aside"))


def doubtful(look: Look, limit: int) -> Read:
    """Offers that wait until the agency has looked at their words."""
    caller, employers = look.caller, look.services.employers
    asked = asking(lambda: employers.list(caller, status="waiting", limit=limit))

    def read() -> Found:
        page = asked.result()
        lines = [
            Line(
                about=one.id,
                url=f"/offres/{one.id}#h-wording",
                words=one.title,
                detail=(one.employer_name,),
                since=one.updated_at,
            )
            for one in page.items
        ]
        return found(lines, page.total)

    return read


def silent(look: Look, limit: int) -> Read:
    """Open offers of whose employer nothing was heard, before they close by themselves."""
    caller, employers = look.caller, look.services.employers
    asked = asking(lambda: employers.list(caller, silent_days=SILENT_DAYS, limit=limit))

    def read() -> Found:
        page = asked.result()
        lines = [
            Line(
                about=one.id,
                url=f"/offres/{one.id}#encore",
                words=one.title,
                said=look.page.say(N_("Se ferme toute seule")),
                tone="warm",
                detail=(one.employer_name,),
                due=one.closes_on,
            )
            for one in page.items
        ]
        return found(lines, page.total)

    return read


def drafts(look: Look, limit: int) -> Read:
    """For an employer: offers that nobody can see yet."""
    caller, employers = look.caller, look.services.employers
    asked = asking(lambda: employers.list(caller, status="draft", limit=limit))

    def read() -> Found:
        page = asked.result()
        lines = [
            Line(
                about=one.id,
                url=f"/offres/{one.id}/modifier",
                words=one.title or look.page.say(N_("Offre sans titre")),
                said=look.page.say(N_("À compléter") if one.to_mend else N_("Prête à publier")),
                tone="warm",
                since=one.updated_at,
            )
            for one in page.items
        ]
        return found(lines, page.total)

    return read


# --- employers ------------------------------------------------------------------------------------


def firms(look: Look, limit: int) -> Read:
    """Employers that declared themselves and wait to be verified."""
    caller, employers = look.caller, look.services.employers
    asked = asking(lambda: employers.employer_files(caller, state="declared", limit=limit))

    def read() -> Found:
        page = asked.result()
        lines = [
            Line(
                about=one.id,
                url=f"/entreprises/{one.id}#decide",
                words=one.name,
                since=one.declared_at or one.updated_at,
            )
            for one in page.items
        ]
        return found(lines, page.total)

    return read


def own_firm(look: Look, _limit: int) -> Read:
    """For an employer: their own declaration, handed back."""
    caller, employers = look.caller, look.services.employers
    own = look.page.viewer.actor.employer_id
    asked = asking(lambda: employers.employer_file(caller, own))

    def read() -> Found:
        one = asked.result()
        line = Line(
            about=one.id,
            url="/entreprise",
            words=one.name,
            said=look.page.say(N_("À corriger et renvoyer")),
            tone="bad",
            since=one.updated_at,
        )
        lines = [line] if one.state == "returned" else []
        return found(lines, len(lines))

    return read


def reports(look: Look, limit: int) -> Read:
    """Reports about offers and employers, grave ones first."""
    caller, employers = look.caller, look.services.employers
    asked = asking(lambda: employers.reports(caller, open_only=True, limit=limit))

    def read() -> Found:
        page = asked.result()
        lines = [
            Line(
                about=one.id,
                url=f"/signalements/{one.id}",
                words=one.vacancy_title,
                said=look.page.say(LABELS["report_reason"][one.reason]),
                tone="bad" if one.grave else "warm",
                detail=(one.employer_name,),
                since=one.created_at,
            )
            for one in page.items
        ]
        return found(lines, page.total)

    return read
