"""Use cases on employers and vacancies: with `schemes.py`, the only caller of `outbox.add`.

Whoever may not know of an employer or a vacancy is told that it does not exist. Every change
locks the employer, then the vacancy (see `repository`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from amuddu.contracts.batch import FieldProblem
from amuddu.contracts.employers import (
    CloseIn,
    ClosingReason,
    HandBackIn,
    Vacancy,
    VacancyChange,
    VacancyClosed,
    VacancyCreate,
    VacancyIn,
    VacancyLogLine,
    VacancyPage,
    VacancyPublished,
    VacancyStatus,
)
from amuddu.contracts.types import Lang
from amuddu.kit import checks as common_checks
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, FieldError, invalid, known
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from services.employers.common import writes
from services.employers.common.schemas import Asked
from services.employers.organisations import mapping as organisations
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations import steps
from services.employers.organisations.access import Caller
from services.employers.organisations.service import locked_employer, posting_employer, seen
from services.employers.organisations.tables import EmployerRow
from services.employers.schemes import evaluating as incentives
from services.employers.schemes.book import Book
from services.employers.vacancies import checks, mapping, repository, silence, transitions, wording
from services.employers.vacancies.incentives import book_for
from services.employers.vacancies.tables import EMPLOYER_NAMED, TransitionRow, VacancyRow
from services.employers.vacancies.transitions import MOVES

log = logs.get(__name__)

_REFERENCE_TAKEN = N_("Une autre offre de cet employeur porte déjà cette référence.")
_KEY_TAKEN = N_("Cette offre a déjà été enregistrée : rechargez la page.")
_WHOSE = N_("Choisissez l'employeur de cette offre.")
_STAYS = N_("Une offre reste à son employeur : copiez-la pour un autre.")
_AGENCY_LOOKS = N_("L'agence regarde cette offre : elle répond bientôt.")
_VERIFY_FIRST = N_("Vérifiez d'abord cette entreprise : rien d'elle n'est publié avant.")
_ASK_AGENCY = N_(
    "Certains mots de ce changement doivent être vus par votre agence. Retirez-les, ou demandez à "
    "l'agence de les écrire."
)
_PROMISED = N_("{taken} place(s) sont déjà prises par des embauches : indiquez ce nombre ou plus.")
_NOT_ELIGIBLE = N_("Cette offre n'ouvre pas droit à cette aide : {why}")


# --- vacancies: reading -----------------------------------------------------------------------


def vacancies(
    session: Session,
    *,
    status: VacancyStatus | None,
    q: str | None,
    silent_days: int | None = None,
    limit: int,
    offset: int,
    caller: Caller,
) -> VacancyPage:
    """The vacancies that the caller may know of, newest first."""
    rows, total = repository.vacancies(
        session,
        caller.scope,
        status=status,
        asked=Asked.of(q),
        silent_since=silence.before(silent_days) if silent_days is not None else None,
        limit=limit,
        offset=offset,
    )
    return VacancyPage(items=tuple(_shown(*pair, caller) for pair in rows), total=total)


def vacancy(session: Session, vacancy_id: UUID, *, caller: Caller) -> Vacancy:
    """One vacancy."""
    row = known(repository.vacancy(session, vacancy_id))
    employer = seen(organisations_repository.employer(session, row.employer_id), caller)
    return _shown(row, employer, caller)


def history(session: Session, vacancy_id: UUID, *, caller: Caller) -> list[VacancyLogLine]:
    """What was done to a vacancy, oldest first."""
    row = known(repository.vacancy(session, vacancy_id))
    seen(organisations_repository.employer(session, row.employer_id), caller)
    return [mapping.transition_out(line) for line in repository.transitions(session, row.id)]


# --- vacancies: writing -----------------------------------------------------------------------


def post_vacancy(session: Session, body: VacancyCreate, *, caller: Caller) -> Vacancy:
    """Post a vacancy, published at once or kept as a draft."""
    employer = posting_employer(session, body.employer_id, caller=caller)
    posted = repository.vacancy(session, body.key) if body.key else None
    if posted is not None:  # sent twice; the employer's lock made this one wait for the first
        if posted.employer_id != employer.id:
            raise Conflict(_KEY_TAKEN)
        return _shown(posted, employer, caller)
    content = checks.linked(mapping.content_of(body), book=book_for(session, body))
    _refuse_same_reference(session, employer, content)
    row = create(session, employer, content, key=body.key, caller=caller)
    if body.publish:
        publish(session, row, employer, caller=caller)
    return _shown(row, employer, caller)


def change_vacancy(
    session: Session, vacancy_id: UUID, body: VacancyChange, *, caller: Caller
) -> Vacancy:
    """Replace what a vacancy says; a published one must stay fit to be published."""
    row, employer = locked(session, vacancy_id, caller)
    MOVES.guard(row, "revise")
    employer = _named_since(session, row, employer, body.employer_id, caller=caller)
    content = checks.linked(mapping.content_of(body), book=book_for(session, body))
    _refuse_same_reference(session, employer, content, but=row)
    revise(session, row, employer, content, caller=caller)
    return _shown(row, employer, caller)


def publish_vacancy(session: Session, vacancy_id: UUID, *, caller: Caller) -> Vacancy:
    """Open a draft to candidates; where its employer's words are doubtful, ask its agency."""
    row, employer = locked(session, vacancy_id, caller)
    publish(session, row, employer, caller=caller)
    return _shown(row, employer, caller)


def hand_back_vacancy(
    session: Session, vacancy_id: UUID, body: HandBackIn, *, caller: Caller
) -> Vacancy:
    """Make a vacancy that waits a draft again, with what has to change."""
    row, employer = locked(session, vacancy_id, caller)
    writes.add(session, MOVES.take(row, "hand_back", by=caller.actor, reason=body.reason))
    log.info("vacancy handed back", vacancy_id=str(row.id), reason=body.reason)
    return _shown(row, employer, caller)


def close_vacancy(session: Session, vacancy_id: UUID, body: CloseIn, *, caller: Caller) -> Vacancy:
    """Take no more candidates for a vacancy."""
    row, employer = locked(session, vacancy_id, caller)
    close(session, row, employer, by=caller.actor, reason=body.reason)
    return _shown(row, employer, caller)


def close(
    session: Session, row: VacancyRow, employer: EmployerRow, *, by: Actor, reason: ClosingReason
) -> None:
    """Close a locked vacancy."""
    last = mapping.published_event(row, employer) if row.status == "published" else None
    writes.add(session, transitions.close(row, by=by, reason=reason))
    outbox.add(
        session,
        VacancyClosed(vacancy_id=row.id, revision=row.revision, reason=reason, vacancy=last),
    )
    log.info("vacancy closed", vacancy_id=str(row.id), reason=reason)


def fill_if_full(session: Session, row: VacancyRow, employer: EmployerRow, *, by: Actor) -> None:
    """Close a locked vacancy that is open and has no place left."""
    if row.status != "published" or row.places_taken < row.places:
        return
    last = mapping.published_event(row, employer)
    writes.add(session, transitions.fill(row, by=by))
    told = VacancyClosed(vacancy_id=row.id, revision=row.revision, reason="filled", vacancy=last)
    outbox.add(session, told)
    log.info("vacancy filled", vacancy_id=str(row.id))


def confirm_vacancy(session: Session, vacancy_id: UUID, *, caller: Caller) -> Vacancy:
    """The employer still looks for somebody: the days of silence begin anew."""
    row, employer = locked(session, vacancy_id, caller)
    writes.add(session, MOVES.take(row, "confirm", by=caller.actor))
    return _shown(row, employer, caller)


def create(
    session: Session,
    employer: EmployerRow,
    content: VacancyIn,
    *,
    key: UUID | None = None,
    caller: Caller,
) -> VacancyRow:
    """A new draft of an employer that the caller has locked."""
    row = VacancyRow(employer_id=employer.id, **mapping.vacancy_values(content))
    row.id = key or row.id
    writes.add(session, row, MOVES.begin(row, "create", by=caller.actor))
    return row


@dataclass(frozen=True, slots=True)
class Drafted:
    """A new vacancy with the lines of its log and what is told of it, not yet written."""

    row: VacancyRow
    lines: tuple[TransitionRow, ...]
    told: VacancyPublished | None


def drafted(
    employer: EmployerRow,
    content: VacancyIn,
    terms: incentives.Terms | None,
    *,
    publish: bool,
    caller: Caller,
) -> Drafted:
    """A new vacancy of a locked employer, to be written with many. `publish`: its content was
    found `publishable`, with these terms."""
    row = VacancyRow(employer_id=employer.id, **mapping.vacancy_values(content))
    begun = MOVES.begin(row, "create", by=caller.actor)
    if not publish:
        return Drafted(row, (begun,), None)
    if _waits(content, employer, caller):
        return Drafted(row, (begun, transitions.submit(row, by=caller.actor)), None)
    row.incentive = mapping.terms_column(terms)
    opened = transitions.publish(row, by=caller.actor)
    return Drafted(row, (begun, opened), mapping.published_event(row, employer))


def tell(session: Session, drafts: Iterable[Drafted]) -> None:
    """Tell of new vacancies that were written."""
    outbox.add_all(session, [each.told for each in drafts if each.told])


def revise(
    session: Session,
    row: VacancyRow,
    employer: EmployerRow,
    content: VacancyIn,
    *,
    caller: Caller,
) -> None:
    """Change a locked vacancy. What changes nothing leaves no trace and is told to nobody."""
    before = mapping.content_of(row)
    if content == before:
        return
    if content.places < row.places_taken:
        raise invalid("places", _PROMISED, taken=row.places_taken)
    if row.status == "published":
        _refuse_new_doubts(content, before, caller)
        terms = publishable(
            content,
            employer,
            book=book_for(session, content),
            start_before=before.starts_on,
            lang=caller.lang,
        )
        row.incentive = mapping.terms_column(terms)
    row.sqlmodel_update(mapping.vacancy_values(content))
    writes.add(session, transitions.revise(row, by=caller.actor))
    if row.status == "published":
        outbox.add(session, mapping.published_event(row, employer))
        fill_if_full(session, row, employer, by=caller.actor)


def publish(session: Session, row: VacancyRow, employer: EmployerRow, *, caller: Caller) -> None:
    """Open a locked draft to candidates, with the terms of its incentive as of its start; or have
    its agency look at it first."""
    MOVES.guard(row, "publish")
    steps.refuse_if_halted(employer)
    content = mapping.content_of(row)
    terms = publishable(content, employer, book=book_for(session, content), lang=caller.lang)
    if _waits(content, employer, caller):
        if row.status == "waiting":
            raise Conflict(_AGENCY_LOOKS if caller.own_employer else _VERIFY_FIRST)
        writes.add(session, transitions.submit(row, by=caller.actor))
        log.info("vacancy waits for its agency", vacancy_id=str(row.id))
        return
    row.incentive = mapping.terms_column(terms)
    writes.add(session, transitions.publish(row, by=caller.actor))
    outbox.add(session, mapping.published_event(row, employer))
    log.info("vacancy published", vacancy_id=str(row.id))


def publishable(
    content: VacancyIn,
    employer: EmployerRow,
    *,
    book: Book,
    start_before: date | None = None,
    lang: Lang,
) -> incentives.Terms | None:
    """Terms of the vacancy's incentive; raises `Invalid` with all that is to be mended."""
    problems = list(_problems(content, employer, start_before=start_before, lang=lang))
    terms = incentives.terms(content, employer, book=book, on=today())
    if terms and terms.told.verdict == "not_eligible":
        why = " ; ".join(terms.failing(lang))
        problems.append(FieldError("incentive_scheme", Text(_NOT_ELIGIBLE, {"why": why})))
    common_checks.refuse_if_any(problems)
    return terms


def _shown(row: VacancyRow, employer: EmployerRow, caller: Caller) -> Vacancy:
    shown = mapping.vacancy_out(row, employer)
    if row.status not in ("draft", "waiting"):
        return shown
    content, lang = mapping.content_of(row), caller.lang
    to_mend = tuple(
        FieldProblem(field=each.field, message=each.text.in_(lang))
        for each in _problems(content, employer, lang=lang)
    )
    name = employer.name
    if organisations.is_unnamed(employer):
        name = Text(organisations.UNNAMED).in_(lang)
    said = wording.of(content, on=today(), lang=lang)
    return shown.model_copy(update={"to_mend": to_mend, "employer_name": name, "wording": said})


def _waits(content: VacancyIn, employer: EmployerRow, caller: Caller) -> bool:
    """Whether the agency has to look first: at the employer, or at what it wants to publish."""
    if not steps.may_publish(employer):
        return True
    return caller.actor.role is Role.EMPLOYER and bool(wording.doubtful(content, on=today()))


def waits_for_words(row: VacancyRow) -> bool:
    """Whether a vacancy would wait for its agency whoever its employer were."""
    return bool(wording.doubtful(mapping.content_of(row), on=today()))


def _refuse_new_doubts(content: VacancyIn, before: VacancyIn, caller: Caller) -> None:
    """Raise `Conflict` where an employer puts doubtful words into a vacancy that is open."""
    if caller.actor.role is Role.EMPLOYER:
        new = wording.doubtful(content, on=today()) - wording.doubtful(before, on=today())
        if new:
            raise Conflict(_ASK_AGENCY)


def _problems(
    content: VacancyIn, employer: EmployerRow, *, start_before: date | None = None, lang: Lang
) -> Iterator[FieldError]:
    """What keeps a vacancy from being published today, beside its incentive."""
    if organisations.is_unnamed(employer):
        yield FieldError("employer_id", Text(_WHOSE))
    yield from checks.publication_problems(content, on=today(), start_before=start_before)
    yield from wording.problems(content, on=today(), lang=lang)


def _named_since(
    session: Session,
    row: VacancyRow,
    employer: EmployerRow,
    chosen: UUID | None,
    *,
    caller: Caller,
) -> EmployerRow:
    """The employer of a locked vacancy, once somebody says who it is."""
    if chosen in (None, employer.id):
        return employer
    if not organisations.is_unnamed(employer):
        raise invalid("employer_id", _STAYS)
    named = posting_employer(session, chosen, caller=caller)
    row.employer_id = named.id
    writes.add(session, transitions.revise(row, by=caller.actor, reason=EMPLOYER_NAMED))
    return named


def _refuse_same_reference(
    session: Session, employer: EmployerRow, content: VacancyIn, *, but: VacancyRow | None = None
) -> None:
    if content.external_ref is None:
        return
    found = repository.lock_vacancy_by_ref(session, employer.id, content.external_ref)
    if found is not None and found is not but:
        raise Conflict(_REFERENCE_TAKEN)


def locked(session: Session, vacancy_id: UUID, caller: Caller) -> tuple[VacancyRow, EmployerRow]:
    """A vacancy that the caller may know of and its employer, both locked."""
    employer_id = known(repository.vacancy(session, vacancy_id)).employer_id
    employer = locked_employer(session, employer_id, caller)
    return known(repository.lock_vacancy(session, vacancy_id)), employer
