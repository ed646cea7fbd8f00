"""What support holds about the person of a pass, and what was done to it."""

from __future__ import annotations

from amuddu.contracts.export import PassIn
from amuddu.contracts.export.support import (
    AskedScholarship,
    AskedTraining,
    GivenPoints,
    HeldCertificate,
    PaidMonth,
    SupportPart,
    TrainingStep,
)
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import known
from amuddu.kit.trust.passes import Passes
from services.support.catalogue import repository as catalogue
from services.support.certificates import repository as certificates
from services.support.certificates.tables import CertificateRow
from services.support.exports import repository
from services.support.places.tables import RequestLogRow
from services.support.scholarships import presenting
from services.support.scholarships import repository as scholarships
from services.support.scholarships.tables import ApplicationRow


def held(session: Session, body: PassIn, *, actor: Actor, passes: Passes) -> SupportPart:
    """All of it."""
    people = passes.people(body.token, actor)
    found = repository.requests(session, people)
    lines: dict[object, list[RequestLogRow]] = {}
    for line in repository.log(session, [row.id for row, *_ in found]):
        lines.setdefault(line.request_id, []).append(line)
    return SupportPart(
        trainings=tuple(
            AskedTraining.of(
                row,
                course_title=course.title,
                centre_name=centre.name,
                starts_on=of.starts_on,
                steps=tuple(TrainingStep.of(line) for line in lines.get(row.id, ())),
            )
            for row, of, course, centre in found
        ),
        certificates=tuple(
            _certificate(session, row) for row in certificates.of_people(session, people)
        ),
        scholarships=tuple(
            _scholarship(session, row) for row in repository.applications(session, people)
        ),
    )


def _certificate(session: Session, row: CertificateRow) -> HeldCertificate:
    """A certificate with what was done to it."""
    lines = certificates.log(session, [row.id])
    steps = tuple(TrainingStep.of(line, until=None, note="") for line in lines)
    return HeldCertificate.of(row, steps=steps)


def _scholarship(session: Session, row: ApplicationRow) -> AskedScholarship:
    """An application with its points, its months and what was done to it."""
    of = known(scholarships.call(session, row.call_id))
    course = catalogue.course(session, row.course_id) if row.course_id else None
    months = map(presenting.month, scholarships.months(session, [row.id]).get(row.id, ()))
    return AskedScholarship.of(
        row,
        call_title=of.title,
        course_title=course.title if course else None,
        scores=tuple(
            GivenPoints.of(each, **(each.points or {}))
            for each in scholarships.scores(session, [row.id]).get(row.id, ())
        ),
        months=tuple(map(PaidMonth.of, months)),
        steps=tuple(
            TrainingStep.of(line, until=None) for line in scholarships.log(session, row.id)
        ),
    )
