"""A report comes in, and its answer goes out behind a code.

A grave one hides the offer while the agency looks, within bounds that one stranger cannot use
against an employer: somebody whom an agency put forward for this offer is heard at once, of others
two different ones; nobody hides more than one offer of an employer at a time (see also `hiding`).
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode
from hashlib import sha256
from uuid import UUID

from amuddu.contracts.postings.reports import (
    GRAVE,
    ReportAnswer,
    ReportCode,
    ReportIn,
    ReportReceipt,
)
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound, TooManyRequests, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.kit.trust import sealing
from services.employers.common import writes
from services.employers.organisations import repository as organisations_repository
from services.employers.reports import hiding, repository
from services.employers.reports.screening import screened
from services.employers.reports.steps import MOVES
from services.employers.reports.tables import ReportRow
from services.employers.settings import EmployersSettings
from services.employers.vacancies import repository as vacancies_repository

log = logs.get(__name__)

PURPOSE = b"amuddu.report.text"
MOST_WAITING = 50
"""Reports of one offer that may wait: whoever floods finds the door closed."""
MOST_EACH = 3
"""Reports of one offer by one reporter that may wait."""
TWO = 2
"""As many different strangers say something grave before the offer is hidden."""
_CODE_BYTES = 10
_ENOUGH = N_("Cette offre est déjà signalée : l'agence la regarde.")
_UNKNOWN_CODE = N_("Ce code n'est pas reconnu : vérifiez chaque lettre.")


def send(
    session: Session, body: ReportIn, *, actor: Actor, settings: EmployersSettings
) -> ReportReceipt:
    """Take a report in. Raises `NotFound`, and `TooManyRequests` where many wait already."""
    found = known(vacancies_repository.vacancy(session, body.vacancy_id))
    if found.status in ("draft", "waiting"):
        raise NotFound
    employer = organisations_repository.lock_employer(session, found.employer_id)
    vacancy = vacancies_repository.lock_vacancy(session, body.vacancy_id)
    assert employer is not None
    assert vacancy is not None
    reporter = _digest(settings.signing_key, employer.id, body.reporter)
    waiting = repository.waiting_of(session, vacancy.id)
    own = sum(each.reporter == reporter for each in waiting)
    if len(waiting) >= MOST_WAITING or own >= MOST_EACH:
        raise TooManyRequests(_ENOUGH, retry_after=3600)
    code = b32encode(secrets.token_bytes(_CODE_BYTES)).decode()
    row = ReportRow(
        vacancy_id=vacancy.id,
        employer_id=employer.id,
        about=body.about,
        reason=body.reason,
        via=body.via,
        reporter=reporter,
        code_digest=digest_of(code),
    )
    said = screened(body.text)
    if said:
        row.text = sealing.sealed(
            said.encode(), row=row.id, purpose=PURPOSE, secret=settings.signing_key
        )
    writes.add(session, row, MOVES.begin(row, "receive", by=actor))
    if body.about == "offer" and body.reason in GRAVE and _counts(session, row):
        row.hid = hiding.hide(session, vacancy, employer)
    log.info("report received", report_id=str(row.id), reason=row.reason, hid=row.hid)
    return ReportReceipt(code="-".join(code[i : i + 4] for i in range(0, len(code), 4)))


def answer(session: Session, body: ReportCode) -> ReportAnswer:
    """What became of the report behind a code. Raises `NotFound`."""
    row = repository.by_code(session, digest_of(body.code))
    if row is None:
        raise NotFound(_UNKNOWN_CODE)
    return ReportAnswer.of(row, received_on=row.created_at)


def digest_of(code: str) -> bytes:
    """A code as it is kept: however it is typed, and of no use to whoever reads the table."""
    typed = "".join(code.split()).replace("-", "").upper()
    return sha256(b"amuddu.report:" + typed.encode()).digest()


def _counts(session: Session, row: ReportRow) -> bool:
    """Whether a grave report is enough to hide the offer."""
    assert row.reporter is not None
    if repository.hidden_by(session, row.employer_id, row.reporter):
        return False
    if row.via == "link":
        return True
    said = repository.waiting_of(session, row.vacancy_id)
    different = {each.reporter for each in said if each.reason in GRAVE and each.about == "offer"}
    return len(different) >= TWO


def _digest(key: str, employer_id: UUID, reporter: str) -> bytes:
    """The reporter as this employer's reports know them: two employers' do not compare."""
    return hmac.digest(
        key.encode(), b"amuddu.reporter:" + employer_id.bytes + reporter.encode(), sha256
    )
