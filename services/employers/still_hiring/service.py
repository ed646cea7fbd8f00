"""Asking an employer whether they still look for somebody, and closing what nobody answers for.

The agency sends the employer a signed link by whatever way they talk to one another. It opens
one vacancy, without an account, to two answers: still looking, or not any more. Whoever holds it
learns nothing but the title and the employer's name, which are public while the vacancy is open.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest, digest
from re import compile as pattern
from uuid import UUID

from amuddu.contracts.postings.still_hiring import StillHiring, StillHiringIn, StillHiringLink
from amuddu.kit import clock, retention
from amuddu.kit.auth import SERVICE_ACTOR_ID, Actor, Role, service_actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, NotFound
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.employers.common import writes
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.tables import EmployerRow
from services.employers.settings import EmployersSettings
from services.employers.vacancies import repository, service, silence
from services.employers.vacancies.tables import VacancyRow
from services.employers.vacancies.transitions import MOVES

log = logs.get(__name__)

_TOKEN = pattern(r"[A-Za-z0-9_-]{40}")
_PURPOSE = b"amuddu.still-hiring:"
_UNKNOWN = N_("Ce lien n'est pas reconnu : demandez-le à nouveau à votre agence.")
_ENDED = N_("Ce lien ne fonctionne plus : demandez-en un autre à votre agence.")
_CLOSED = N_("Cette offre est déjà fermée. Pour recruter de nouveau, copiez-la.")


def link(
    session: Session, vacancy_id: UUID, *, caller: Caller, settings: EmployersSettings
) -> StillHiringLink:
    """The signed link of an open vacancy. Raises `Conflict` for one that is not open."""
    found = service.vacancy(session, vacancy_id, caller=caller)
    if found.status != "published":
        raise Conflict(_CLOSED)
    signed = token(vacancy_id, key=settings.signing_key)
    return StillHiringLink(url=f"{settings.public_url.rstrip('/')}/encore/{signed}")


def token(vacancy_id: UUID, *, key: str) -> str:
    """A vacancy's id, the day, and the first 11 bytes of their signature, in 40 characters."""
    said = vacancy_id.bytes + clock.today().toordinal().to_bytes(3, "big")
    return urlsafe_b64encode(said + _signature(said, key)).decode()


def look_up(session: Session, token: str, *, settings: EmployersSettings) -> StillHiring:
    """What the page behind a link shows."""
    return _shown(*_of_token(session, token, settings.signing_key))


def answer(
    session: Session, token: str, body: StillHiringIn, *, settings: EmployersSettings
) -> StillHiring:
    """Take the employer's answer; the same answer again changes nothing."""
    row, employer = _of_token(session, token, settings.signing_key)
    by = Actor(id=SERVICE_ACTOR_ID, role=Role.EMPLOYER, employer_id=employer.id)
    if row.status == "closed" and body.answer == row.closing_reason:
        return _shown(row, employer)
    if row.status != "published":
        raise Conflict(_CLOSED)
    if body.answer == "yes":
        writes.add(session, MOVES.take(row, "confirm", by=by, reason="link"))
    else:
        service.close(session, row, employer, by=by, reason=body.answer)
    return _shown(row, employer)


def silent_count(session: Session, *, at: datetime) -> int:
    """How many vacancies there are to close by a moment."""
    return repository.silent_count(session, retention.before(silence.KIND, at))


def close_silent(session: Session, *, at: datetime, limit: int) -> int:
    """Close some vacancies whose employer was silent too long; how many."""
    since = retention.before(silence.KIND, at)
    closed = 0
    for vacancy_id, employer_id in repository.silent(session, since, limit=limit):
        employer = organisations_repository.lock_employer(session, employer_id)
        row = repository.lock_vacancy(session, vacancy_id)
        # Heard of since the list was read, it stays open.
        silent = row is not None and row.status == "published" and row.updated_at <= since
        if employer is not None and row is not None and silent:
            service.close(session, row, employer, by=service_actor("employers"), reason="silent")
            closed += 1
    return closed


def _of_token(session: Session, text: str, key: str) -> tuple[VacancyRow, EmployerRow]:
    """The vacancy of a link, with its employer, locked. Raises `NotFound`."""
    vacancy_id = _read(text, key)
    known = repository.vacancy(session, vacancy_id)
    if known is None or known.status in ("draft", "waiting"):
        raise NotFound(_UNKNOWN)
    employer = organisations_repository.lock_employer(session, known.employer_id)
    row = repository.lock_vacancy(session, vacancy_id)
    if employer is None or row is None:
        raise NotFound(_UNKNOWN)
    return row, employer


def _read(text: str, key: str) -> UUID:
    if not _TOKEN.fullmatch(text):
        raise NotFound(_UNKNOWN)
    raw = urlsafe_b64decode(text)
    said, signature = raw[:19], raw[19:]
    if not compare_digest(signature, _signature(said, key)):
        raise NotFound(_UNKNOWN)
    made = int.from_bytes(said[16:], "big")
    if clock.today().toordinal() - made > retention.term("still_hiring_link").days:
        # A link that somebody finds later opens nothing; the agency sends another.
        raise NotFound(_ENDED)
    return UUID(bytes=said[:16])


def _signature(said: bytes, key: str) -> bytes:
    return digest(key.encode(), _PURPOSE + said, sha256)[:11]


def _shown(row: VacancyRow, employer: EmployerRow) -> StillHiring:
    closes_on = silence.closes_on(row) if row.status == "published" else None
    return StillHiring.of(row, employer_name=employer.name, closes_on=closes_on)
