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
    on_file = public_surface.OPENAPI.read_text()
    # As text: the order of paths, parameters and fields is what readers see.
    assert on_file == json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n", CHANGED


def test_the_addresses_of_pages_are_those_on_file(app: FastAPI) -> None:
    assert public_surface.PAGES.read_text().splitlines() == public_surface.pages(app), CHANGED
