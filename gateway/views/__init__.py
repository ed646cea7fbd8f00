"""The pages, one module an area."""

from __future__ import annotations

from fastapi import APIRouter

from gateway.views import answer, signin

ROUTERS: tuple[APIRouter, ...] = (signin.router, answer.router)
