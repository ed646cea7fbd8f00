"""Who may see and decide what. Somebody else's entity is not found; a wrong role is refused.

A vacancy without agency is everybody's: any agency may find people for it.
"""

from __future__ import annotations

from amuddu.kit.auth import Actor, Role
from amuddu.kit.errors import NotFound
from services.matching.facts.tables import CandidateRow, VacancyRow


def visible_vacancy(actor: Actor, vacancy: VacancyRow | None) -> VacancyRow:
    """The vacancy, where the actor is of its agency, its employer, or an administrator.

    `repository.vacancies_of` says the same in SQL; the two change together.
    """
    if vacancy is not None and _concerns(actor, vacancy):
        return vacancy
    raise NotFound


def visible_person(actor: Actor, person: CandidateRow | None) -> CandidateRow:
    """The person, where the actor is they themselves, of their agency, or an administrator."""
    if person is not None and (
        actor.role is Role.ADMINISTRATOR
        or (actor.role is Role.JOBSEEKER and actor.profile_id == person.profile_id)
        or (actor.is_staff and _same_agency(actor, person.agency_id))
    ):
        return person
    raise NotFound


def _concerns(actor: Actor, vacancy: VacancyRow) -> bool:
    if actor.role is Role.EMPLOYER:
        return actor.employer_id is not None and actor.employer_id == vacancy.employer_id
    if actor.is_staff:
        return vacancy.agency_id is None or _same_agency(actor, vacancy.agency_id)
    return actor.role is Role.ADMINISTRATOR


def _same_agency(actor: Actor, agency_id: str | None) -> bool:
    return agency_id is not None and actor.agency_id == agency_id
