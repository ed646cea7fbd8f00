"""The pages, one module an area."""

from __future__ import annotations

from fastapi import APIRouter

from gateway.views import (
    answer,
    calls,
    candidate_board,
    candidate_bulk,
    candidate_compare,
    candidate_files,
    candidates,
    cards,
    erasing,
    imports,
    interview,
    messages,
    notes,
    people,
    profile,
    reference,
    report,
    shortlist,
    signin,
    steps,
    still_hiring,
    style,
    today,
    vacancies,
    vacancy_editing,
)

# `vacancy_editing` before `vacancies`: /offres/nouvelle is not the id of a vacancy.
ROUTERS: tuple[APIRouter, ...] = (
    signin.router,
    answer.router,
    still_hiring.router,
    today.router,
    vacancy_editing.router,
    vacancies.router,
    candidates.router,
    candidate_bulk.router,
    candidate_compare.router,
    candidate_board.router,
    candidate_files.router,
    shortlist.router,
    profile.router,
    steps.router,
    erasing.router,
    cards.router,
    calls.router,
    people.router,
    messages.router,
    notes.router,
    imports.router,
    interview.router,
    reference.router,
    report.router,
    style.router,
)
