"""The public JSON API, version 1, one module an area; `/docs` shows it."""

from __future__ import annotations

from fastapi import APIRouter

from gateway.api import (
    answers,
    imports,
    incentives,
    matching,
    people,
    rules,
    session,
    vacancies,
)

ROUTERS: tuple[APIRouter, ...] = (
    session.router,
    vacancies.router,
    matching.router,
    people.router,
    answers.router,
    imports.router,
    incentives.router,
    rules.router,
)
