"""The pages, one module an area."""

from __future__ import annotations

from fastapi import APIRouter

from gateway.views import (
    answer,
    calls,
    candidates,
    cards,
    erasing,
    imports,
    messages,
    open_to_me,
    people,
    profile,
    reference,
    shortlist,
    signin,
    steps,
    style,
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
    steps.router,
    erasing.router,
    cards.router,
    calls.router,
    people.router,
    messages.router,
    imports.router,
    open_to_me.router,
    reference.router,
    style.router,
)
