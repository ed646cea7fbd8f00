"""The pages, one module an area."""

from __future__ import annotations

from fastapi import APIRouter

from gateway.views import (
    answer,
    budgets,
    candidates,
    claims,
    hires,
    imports,
    messages,
    people,
    profile,
    reference,
    schemes,
    shortlist,
    signin,
    vacancies,
    vacancy_editing,
)

# `vacancy_editing` before `vacancies`: /offres/nouvelle is not the id of a vacancy.
ROUTERS: tuple[APIRouter, ...] = (
    signin.router,
    answer.router,
    vacancy_editing.router,
    vacancies.router,
    candidates.router,
    shortlist.router,
    profile.router,
    people.router,
    messages.router,
    imports.router,
    hires.router,
    claims.router,
    schemes.router,
    budgets.router,
    reference.router,
)
