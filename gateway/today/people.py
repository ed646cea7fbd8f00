"""Lines of people: whose papers end, who waits for a call, an answer, a seat, a word.

Those who are read with their names are asked for so many as are shown: each is read once, and noted
as read.
"""

from __future__ import annotations

from datetime import date

from amuddu.contracts.ages import YoungPerson
from amuddu.contracts.follow_up import Renewal
from amuddu.contracts.matching.desk import Pending
from amuddu.contracts.matching.own_offers import WaitingInterest
from amuddu.contracts.profiles.staying import Dormant
from amuddu.kit.i18n import N_
from gateway.today.lines import Found, Line, Look, Press, Read, chosen, found
from gateway.web.concurrent import asking

MOST = 100
RENEWAL_DAYS = 45


def renewals(look: Look, limit: int) -> Read:
    """Papers and consents that end."""
    caller, profiles = look.caller, look.services.profiles
    asked = asking(lambda: profiles.renewals(caller, days=RENEWAL_DAYS, limit=limit))

    def read() -> Found:
        page = asked.result()
        return found([_renewal(look, one) for one in page.items], page.total)

    return read


def _renewal(look: Look, one: Renewal) -> Line:
    title, consent = one.title_ends_on, one.consent_ends_on
    today = look.now.date()
    if title is not None:
        ended = title < today
        words = N_("Papier terminé") if ended else N_("Papier à renouveler")
        page = f"/personnes/{one.profile_id}/titre"
        due: date | None = title
    else:
        ended = consent is not None and consent < today
        words, due = N_("Accord à redemander"), consent
        page = f"/personnes/{one.profile_id}#accords"
    return Line(
        about=one.profile_id,
        url=page,
        name=one.display_name,
        code=one.code,
        said=look.page.say(words),
        tone="bad" if ended else "warm",
        due=due,
    )


def young(look: Look, limit: int) -> Read:
    """Minors for whom a guardian is to agree."""
    caller, profiles = look.caller, look.services.profiles
    asked = asking(lambda: profiles.young(caller, limit=limit))

    def line(one: YoungPerson) -> Line:
        return Line(
            about=one.profile_id,
            url=f"/personnes/{one.profile_id}#tuteur",
            name=one.display_name,
            code=one.code,
        )

    def read() -> Found:
        page = asked.result()
        return found([line(one) for one in page.items], page.total)

    return read


def answers(look: Look, _limit: int) -> Read:
    """Who was told long ago and said nothing, and whom no message reaches."""
    caller, matching = look.caller, look.services.matching
    asked = asking(lambda: matching.pending(caller, limit=MOST))

    def line(one: Pending) -> Line:
        away = one.state == "unreachable"
        words = N_("Injoignable") if away else N_("Pas de réponse")
        here = f"/offres/{one.vacancy_id}/candidats"
        return Line(
            about=one.candidacy_id,
            url=f"{here}?state={one.state}&ouvert={one.code}#ouvert",
            person=one.profile_id,
            code=one.code,
            said=look.page.say(words),
            tone="bad" if away else "warm",
            detail=(one.vacancy_title, one.employer_name),
            since=one.since,
        )

    def read() -> Found:
        page = asked.result()
        lines = [line(one) for one in page.items if one.state != "accepted"]
        return chosen(lines, of=len(page.items), total=page.total)

    return read


def interests(look: Look, limit: int) -> Read:
    """Whom an offer interests, as they said; the employer learns nothing of it."""
    caller, matching = look.caller, look.services.matching
    asked = asking(lambda: matching.waiting_interests(caller, limit=limit))

    def line(one: WaitingInterest) -> Line:
        here = f"/offres/{one.vacancy_id}/candidats?interesse=1&ouvert={one.code}#ouvert"
        elsewhere = look.page.say(N_("offre d'une autre agence"))
        return Line(
            about=one.id,
            url=here if one.ours else f"/personnes/{one.profile_id}",
            person=one.profile_id,
            code=one.code,
            detail=(one.vacancy_title, one.employer_name, *(() if one.ours else (elsewhere,))),
            since=one.expressed_at,
            press=Press(f"/aujourdhui/interets/{one.id}", look.page.say(N_("Je m'en occupe"))),
        )

    def read() -> Found:
        page = asked.result()
        return found([line(one) for one in page.items], page.total)

    return read


def corrections(look: Look, limit: int) -> Read:
    """Corrections that people ask for."""
    caller, profiles = look.caller, look.services.profiles
    asked = asking(lambda: profiles.open_corrections(caller, limit=limit))

    def read() -> Found:
        page = asked.result()
        lines = [
            Line(
                about=one.id,
                url=f"/personnes/{one.profile_id}/donnees#corrections",
                name=one.display_name,
                code=one.code,
                since=one.asked_at,
            )
            for one in page.items
        ]
        return found(lines, page.total)

    return read


def dormant(look: Look, limit: int) -> Read:
    """People to be asked in person whether they stay."""
    caller, profiles = look.caller, look.services.profiles
    asked = asking(lambda: profiles.dormant(caller, limit=limit))

    def line(one: Dormant) -> Line:
        said = (
            N_("N'est plus proposée, effacée sans réponse")
            if one.aside
            else N_("Effacée sans réponse")
        )
        stays = f"/personnes/{one.profile_id}/garder"
        return Line(
            about=one.profile_id,
            url=f"/personnes/{one.profile_id}",
            name=one.display_name,
            code=one.code,
            said=look.page.say(said),
            tone="warm",
            due=one.erased_on,
            press=Press(stays, look.page.say(N_("Elle garde son profil"))),
        )

    def read() -> Found:
        page = asked.result()
        return found([line(one) for one in page.items], page.total)

    return read


def seats(look: Look, limit: int) -> Read:
    """Seats in training that are held until a day and wait for a word."""
    caller, support = look.caller, look.services.support
    asked = asking(lambda: support.requests(caller, state="held", limit=limit))

    def read() -> Found:
        page = asked.result()
        lines = [
            Line(
                about=one.id,
                url=f"/places/{one.id}",
                person=one.profile_id,
                code=one.code,
                said=look.page.say(N_("Place à confirmer")),
                tone="warm",
                detail=(one.course_title, one.centre_name),
                since=one.asked_at,
                due=one.held_until,
            )
            for one in page.items
        ]
        return found(lines, page.total)

    return read


# --- those whom an agent calls --------------------------------------------------------------------


def calls(look: Look, limit: int) -> Read:
    """People to whom an offer is to be read."""
    caller, notifications = look.caller, look.services.notifications
    asked = asking(lambda: notifications.to_call(caller, limit=limit))

    def read() -> Found:
        page = asked.result()
        lines = [
            Line(
                about=one.id,
                url=f"/appels/{one.id}",
                person=one.profile_id,
                said=look.page.say(N_("Rappelez : pas de réponse au dernier appel"))
                if one.calls
                else look.page.say(N_("Une offre à lire")),
                tone="warm",
                since=one.created_at,
            )
            for one in page.items
        ]
        return found(lines, page.total)

    return read


def words_to_say(look: Look, _limit: int) -> Read:
    """Word for people whom no message reaches."""
    caller, notifications = look.caller, look.services.notifications
    asked = asking(lambda: notifications.to_say(caller, limit=MOST))

    def read() -> Found:
        said = look.page.say(N_("Un mot à dire"))
        items = asked.result()
        lines = [
            Line(
                about=one.id,
                url="/appels#a-dire",
                person=one.profile_id,
                said=said,
                tone="warm",
                since=one.created_at,
            )
            for one in items
        ]
        return Found(lines, len(lines), whole=len(lines) < MOST)

    return read
