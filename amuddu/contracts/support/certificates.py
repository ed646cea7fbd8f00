"""Certificates of training: issued for a course that was completed, checked by anybody, revoked.

What a certificate says to whoever checks its number is the course, the centre, a day and whether it
holds: nothing of whose it is. The name stands on the paper alone, which is printed with what
profiles knows at that moment.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.operations import Operations, Paged
from amuddu.contracts.support.training import ASKERS, COORDINATORS, TOPIC
from amuddu.contracts.types import Contract, Role, Slug
from amuddu.contracts.workflows import Step, Workflow

CertificateState = Literal["issued", "revoked"]
CertificateStep = Literal["issue", "revoke"]
RevokeReason = Literal["mistake", "not_earned", "replaced"]

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of which a number is made: none that is taken for another on paper or aloud."""
LENGTH = 12
_GROUP = 4


def written(number: str) -> str:
    """A number as it stands on paper, in groups: `AB2C-3D4E-F5GH`."""
    return "-".join(number[at : at + _GROUP] for at in range(0, len(number), _GROUP))


def _number(value: str) -> str:
    """A number as it was typed: without dashes and spaces, in capitals."""
    bare = "".join(value.split()).replace("-", "").upper()
    if len(bare) != LENGTH or not set(bare) <= set(LETTERS):
        raise ValueError("not the number of a certificate")
    return bare


CertificateNumber = Annotated[str, Field(max_length=40), AfterValidator(_number)]
"""Twelve letters and digits, with or without dashes, in any case."""


class CertificateMoved(Event):
    """A certificate was issued or revoked; not of which course, nor why."""

    type: ClassVar[str] = "certificate.moved"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "certificate_id"

    certificate_id: UUID
    request_id: UUID
    profile_id: UUID
    agency_id: Slug | None
    step: CertificateStep
    state: CertificateState
    at: datetime


class RevokeIn(Contract):
    """Why a certificate holds no more; the person reads it, whoever checks the number does not."""

    reason: RevokeReason


class Certificate(Contract):
    """A certificate, for the person, who follows them, and the coordination."""

    id: UUID
    number: str
    request_id: UUID
    profile_id: UUID
    code: str
    course_id: UUID
    course_title: str
    centre_name: str
    hours: int | None
    completed_on: date
    state: CertificateState
    reason: RevokeReason | None = None
    issued_at: datetime
    updated_at: datetime


class Certificates(Contract):
    """One page of certificates, newest first."""

    items: tuple[Certificate, ...]
    total: int


class CheckedCertificate(Contract):
    """What a number says to anybody."""

    number: str
    course_title: str
    centre_name: str
    completed_on: date
    state: CertificateState
    revoked_on: date | None = None


class CertificateFilter(Paged):
    """Which certificates a list shows: somebody's, those of a request, those of a session."""

    profile_id: UUID | None = None
    request_id: UUID | None = None
    session_id: UUID | None = None


_CALLS = Operations("support", tag="training", public=True)
_ONE = "/training/certificates/{certificate_id}"
# fmt: off
ISSUE_CERTIFICATE = _CALLS.post("/training/requests/{request_id}/certificate", Certificate, "issue_certificate", "Issue the certificate of a course that was completed.", status=201, roles=COORDINATORS)
LIST_CERTIFICATES = _CALLS.get("/training/certificates", Certificates, "list_certificates", "One's own certificates, or those of the people of one's agency.", query=CertificateFilter, roles=(*ASKERS, Role.COORDINATOR))
READ_CERTIFICATE = _CALLS.get(_ONE, Certificate, "read_certificate", "One certificate.", roles=ASKERS)
REVOKE_CERTIFICATE = _CALLS.post(f"{_ONE}/revoke", Certificate, "revoke_certificate", "Say that a certificate holds no more, and why.", body=RevokeIn, roles=COORDINATORS)
# Without roles: anybody who holds the paper may ask; there is no person in the answer.
CHECK_CERTIFICATE = _CALLS.get("/training/certificates/check/{number}", CheckedCertificate, "check_certificate", "What a certificate's number says: course, centre, day, and whether it holds.", parameters={"number": CertificateNumber})

CERTIFICATE: Workflow[CertificateState] = Workflow(
    "certificate",
    Step("issue", (), "issued", operation=ISSUE_CERTIFICATE),
    Step("revoke", ("issued",), "revoked", operation=REVOKE_CERTIFICATE),
)
# fmt: on
"""Who takes which step of a certificate, by which call."""
