"""Employers' files, as their agency and they themselves see them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from amuddu.contracts.organisations import (
    EmployerBrief,
    EmployerFile,
    EmployerFiles,
    EmployerLine,
    EmployerState,
)
from amuddu.kit.db import Session
from amuddu.reference import identifiers
from amuddu.reference.places import parts_of
from services.employers.organisations import mapping
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.service import seen
from services.employers.organisations.tables import EmployerRow
from services.employers.standing import repository


def files(
    session: Session,
    *,
    q: str | None,
    state: EmployerState | None,
    limit: int,
    offset: int,
    caller: Caller,
) -> EmployerFiles:
    """Employers that the caller may know of, those that wait first. `q`: words of a name, a
    town, or an ICE."""
    rows, total = repository.files(
        session,
        caller.scope,
        parts=parts_of(q or ""),
        ice=identifiers.ice(q or ""),
        state=state,
        limit=limit,
        offset=offset,
    )
    counts = repository.counted(session, [row.id for row in rows])
    items = tuple(_file(row, counts) for row in rows)
    return EmployerFiles(
        items=items, total=total, to_verify=repository.waiting(session, caller.scope)
    )


def file(session: Session, employer_id: UUID, *, caller: Caller) -> EmployerFile:
    """One employer, with what was done to it."""
    row = seen(organisations_repository.employer(session, employer_id), caller)
    return whole(session, row, caller)


def whole(session: Session, row: EmployerRow, caller: Caller) -> EmployerFile:
    """The whole file of an employer that the caller may know of."""
    found = _file(row, repository.counted(session, [row.id]))
    log = tuple(EmployerLine.of(each) for each in organisations_repository.log_of(session, row.id))
    alike = () if caller.own_employer is not None else tuple(_alike(session, row))
    return found.model_copy(update={"log": log, "alike": alike})


def _file(row: EmployerRow, counts: dict[tuple[UUID, str], int]) -> EmployerFile:
    return EmployerFile.of(
        row,
        open_vacancies=counts.get((row.id, "published"), 0),
        waiting_vacancies=counts.get((row.id, "waiting"), 0),
    )


def _alike(session: Session, row: EmployerRow) -> Iterable[EmployerBrief]:
    enterprise = identifiers.enterprise(row.ice) if row.ice else ""
    name = mapping.name_key(row.name)
    for each in repository.alike(session, row, enterprise=enterprise, words=name):
        if row.ice and each.ice == row.ice:
            same = "ice"
        elif enterprise and (each.ice or "").startswith(enterprise):
            same = "enterprise"
        elif mapping.name_key(each.name) == name:
            same = "name"
        else:
            continue  # another name that begins alike
        yield EmployerBrief.of(each, same=same)
