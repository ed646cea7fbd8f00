"""Routes about vacancies whose employer is silent. The two behind a signed link need no actor:
the link itself says for which vacancy its holder may answer."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request

from amuddu.contracts.employers import StillHiring, StillHiringIn, StillHiringLink, Vacancy
from amuddu.kit.auth import require
from amuddu.kit.db import SessionDep
from services.employers.organisations.access import POSTERS, WRITERS
from services.employers.organisations.caller import ALWAYS, MISSING, TAKEN, CallerDep
from services.employers.settings import EmployersSettings
from services.employers.still_hiring import service as still_hiring_service
from services.employers.vacancies import service

router = APIRouter(prefix="/v1", responses=ALWAYS, tags=["still hiring"])


def _settings(request: Request) -> EmployersSettings:
    settings: EmployersSettings = request.app.state.settings
    return settings


SettingsDep = Annotated[EmployersSettings, Depends(_settings)]
Token = Annotated[str, Path(min_length=1, max_length=64)]


@router.post("/vacancies/{vacancy_id}/confirm", responses=MISSING | TAKEN)
def confirm_vacancy(vacancy_id: UUID, session: SessionDep, caller: CallerDep) -> Vacancy:
    """Say that somebody is still looked for: the days of silence begin anew."""
    require(caller.actor, *WRITERS)
    return service.confirm_vacancy(session, vacancy_id, caller=caller)


@router.get("/vacancies/{vacancy_id}/still-hiring-link", responses=MISSING | TAKEN)
def still_hiring_link(
    vacancy_id: UUID, session: SessionDep, caller: CallerDep, settings: SettingsDep
) -> StillHiringLink:
    """The signed link by which an employer answers without an account; for their agency."""
    require(caller.actor, *POSTERS)
    url = still_hiring_service.link(
        session,
        vacancy_id,
        caller=caller,
        key=settings.signing_key,
        public_url=settings.public_url,
    )
    return StillHiringLink(url=url)


@router.get("/still-hiring/{token}", responses=MISSING)
def look_up(token: Token, session: SessionDep, settings: SettingsDep) -> StillHiring:
    """What the page behind a link shows."""
    return still_hiring_service.look_up(session, token, key=settings.signing_key)


@router.post("/still-hiring/{token}", responses=MISSING | TAKEN)
def answer(
    token: Token, body: StillHiringIn, session: SessionDep, settings: SettingsDep
) -> StillHiring:
    """Take the employer's answer."""
    return still_hiring_service.answer(session, token, body, key=settings.signing_key)
