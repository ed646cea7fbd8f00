"""Routes about vacancies whose employer is silent. The two behind a signed link need no actor:
the link itself says for which vacancy its holder may answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from amuddu.contracts import employers as contract
from amuddu.kit.db import SessionDep
from amuddu.kit.web.serving import Serving
from services.employers.organisations.caller import CallerDep
from services.employers.settings import EmployersSettings
from services.employers.still_hiring import service


def _settings(request: Request) -> EmployersSettings:
    settings: EmployersSettings = request.app.state.settings
    return settings


SettingsDep = Annotated[EmployersSettings, Depends(_settings)]

serve = Serving(session=SessionDep, caller=CallerDep, settings=SettingsDep)

serve(contract.STILL_HIRING_LINK, service.link)
serve(contract.STILL_HIRING, service.look_up)
serve(contract.ANSWER_STILL_HIRING, service.answer)

router = serve.router
