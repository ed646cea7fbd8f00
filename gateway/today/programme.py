"""Lines of hires and claims, of proposals to decide on, and of one's own files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from amuddu.contracts.claims import Claim, ClaimState
from amuddu.contracts.hires import Hire
from amuddu.kit.auth import Role
from amuddu.kit.i18n import N_
from gateway.imports import jobs
from gateway.imports.tables import ImportJob
from gateway.today.lines import Found, Line, Look, Read, chosen
from gateway.web.concurrent import asking
from gateway.web.labels import LABELS

MOST = 100
IMPORT_DAYS = 7
"""A file that failed is told for so long; its page stays."""


# --- hires ----------------------------------------------------------------------------------------


def hires(look: Look, _limit: int) -> Read:
    """Files to be opened, stuck, or with something due."""
    caller, employers = look.caller, look.services.employers
    asked = asking(lambda: employers.hires(caller, limit=MOST))

    def read() -> Found:
        page = asked.result()
        lines = [line for one in page.items if (line := _hire(look, one)) is not None]
        lines.sort(key=lambda each: (each.due is None, each.due or look.now.date()))
        return chosen(lines, of=len(page.items), total=page.total)

    return read


def _hire(look: Look, one: Hire) -> Line | None:
    said, due = _of_hire(look, one)
    if not said:
        return None
    late = due is not None and due < look.now.date()
    return Line(
        about=one.id,
        url=f"/embauches/{one.id}",
        person=one.profile_id,
        code=one.code,
        said=said,
        tone="bad" if late or one.state == "stuck" else "warm",
        detail=(one.vacancy_title, one.employer_name),
        since=one.updated_at,
        due=due,
    )


def _of_hire(look: Look, one: Hire) -> tuple[str, date | None]:
    """What waits in a file, and by when; nothing where it goes its way."""
    if one.state not in ("open", "stuck"):
        first = one.reminders[0] if one.reminders else None  # papers, once the hire is done
        return (
            (look.page.say(LABELS["reminder"][first.kind]), first.due_on) if first else ("", None)
        )
    if one.state == "stuck":
        return look.page.say(N_("Bloqué : dites ce qui manque")), None
    if one.route == "ask":
        return look.page.say(N_("Démarches à choisir")), one.starts_on
    if one.reminders:
        first = one.reminders[0]
        return look.page.say(LABELS["reminder"][first.kind]), first.due_on
    return "", None


# --- claims ---------------------------------------------------------------------------------------

_COMPLETE: Mapping[ClaimState, str] = {
    "returned": N_("À corriger et renvoyer"),
    "draft": N_("À compléter et envoyer"),
}
_DECIDE: Mapping[ClaimState, str] = {
    "submitted": N_("À décider"),
    "approved": N_("Contrat signé ? Notez-le"),
}
_PAY: Mapping[ClaimState, str] = {
    "payment_due": N_("Versement à payer"),
    "retention_checked": N_("À clore"),
}
_CLAIMS: Mapping[Role, Mapping[ClaimState, str]] = {
    Role.EMPLOYER: _COMPLETE,
    Role.COUNSELLOR: _DECIDE,
    Role.COORDINATOR: {**_DECIDE, **_PAY},
}
"""In which states a claim waits for whom, and for what."""


def claims(look: Look, _limit: int) -> Read:
    """Claims that wait for the reader's role."""
    caller, employers, waits = look.caller, look.services.employers, _CLAIMS[look.page.role]
    asked = asking(lambda: employers.claims(caller, limit=MOST))

    def line(one: Claim) -> Line:
        return Line(
            about=one.id,
            url=f"/demandes/{one.id}",
            words=one.scheme_name,
            code=one.code,
            said=look.page.say(waits[one.state]),
            tone="bad" if one.state == "returned" else "warm",
            detail=(one.vacancy_title, one.employer_name),
            since=one.updated_at,
        )

    def read() -> Found:
        page = asked.result()
        lines = [line(one) for one in page.items if one.state in waits]
        return chosen(lines, of=len(page.items), total=page.total)

    return read


# --- what a second person decides -----------------------------------------------------------------


def scheme_versions(look: Look, _limit: int) -> Read:
    """Versions of incentives that somebody else proposed."""
    caller, employers = look.caller, look.services.employers
    asked = asking(lambda: employers.scheme_proposals(caller))

    def read() -> Found:
        lines = [
            Line(
                about=one.id,
                url=f"/aides/versions/{one.id}",
                words=one.name,
                said=look.page.say(N_("À accepter ou à refuser")),
                tone="warm",
                since=one.proposed_at,
            )
            for one in asked.result().items
            if one.state == "proposed" and not one.own
        ]
        return Found(lines, len(lines), whole=False)  # one's own are not among them

    return read


def rule_versions(look: Look, _limit: int) -> Read:
    """Versions of rules that somebody else proposed."""
    caller, employers = look.caller, look.services.employers
    asked = asking(lambda: employers.rule_versions(caller))

    def read() -> Found:
        lines = [
            Line(
                about=one.id,
                url=f"/regles/versions/{one.id}",
                words=one.label,
                said=look.page.say(N_("À accepter ou à refuser")),
                tone="warm",
                since=one.proposed_at,
            )
            for one in asked.result().items
            if one.state == "proposed" and not one.own
        ]
        return Found(lines, len(lines), whole=False)

    return read


# --- files ----------------------------------------------------------------------------------------

_FILES: Mapping[str, str] = {
    "vacancies": N_("Des offres d'emploi"),
    "profiles": N_("Des personnes"),
    "courses": N_("Des formations"),
}


def imports(look: Look, _limit: int) -> Read:
    """Files that the reader sent and that came to nothing, or wait for a word. A file's own name
    stays on its page: it often names a person."""
    actor = look.page.viewer.actor
    since = look.now - timedelta(days=IMPORT_DAYS)

    def line(job: ImportJob) -> Line:
        asks = job.state == "columns"
        words = N_("Dites ce que sont les colonnes") if asks else N_("Rien n'a été gardé")
        return Line(
            about=job.id,
            url=f"/imports/{job.id}",
            words=look.page.say(_FILES[job.kind]),
            said=look.page.say(words),
            tone="warm" if asks else "bad",
            since=job.ended_at or job.created_at,
        )

    def read() -> Found:
        sent = [one for one in jobs.last(look.session, actor) if one.account_id == actor.id]
        lines = [
            line(one)
            for one in sent
            if one.state == "columns" or (one.state == "failed" and one.created_at >= since)
        ]
        return Found(lines, len(lines), whole=False)

    return read
