"""Every table of this service: importing this module declares them all, for migrations."""

from __future__ import annotations

from services.employers.budget import tables as budget
from services.employers.claims import tables as claims
from services.employers.common import tables as common
from services.employers.hires import tables as hires
from services.employers.imports import tables as imports
from services.employers.organisations import tables as organisations
from services.employers.reports import tables as reports
from services.employers.rulebook import tables as rulebook
from services.employers.schemes import tables as schemes
from services.employers.vacancies import tables as vacancies

MODULES = (
    budget,
    claims,
    common,
    hires,
    imports,
    organisations,
    reports,
    rulebook,
    schemes,
    vacancies,
)
METADATA = common.Base.metadata
