"""The public API and the addresses of pages are those on file: a change of them is a decision."""

from __future__ import annotations

import json

import pytest
from fastapi import FastAPI

from amuddu.kit.settings import Settings
from cli import public_surface

CHANGED = "run `make schemas`, and review what changes for those who build on it"


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return public_surface.application()


def test_the_openapi_document_is_the_one_on_file(app: FastAPI) -> None:
    assert json.loads(public_surface.OPENAPI.read_text()) == app.openapi(), CHANGED


def test_the_schema_of_an_export_is_the_one_on_file() -> None:
    on_file = json.loads(public_surface.EXPORT.read_text())
    assert on_file == public_surface.export_schema(), CHANGED


def test_the_addresses_of_pages_are_those_on_file(app: FastAPI) -> None:
    assert public_surface.PAGES.read_text().splitlines() == public_surface.pages(app), CHANGED
