"""What support holds about the person of a pass: requests for places, and what was done to them."""

from __future__ import annotations

from amuddu.contracts.export import PassIn
from amuddu.contracts.export.support import AskedTraining, SupportPart, TrainingStep
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.trust.passes import Passes
from services.support.exports import repository
from services.support.places.tables import RequestLogRow


def held(session: Session, body: PassIn, *, actor: Actor, passes: Passes) -> SupportPart:
    """All of it."""
    found = repository.requests(session, passes.people(body.token, actor))
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
        )
    )
