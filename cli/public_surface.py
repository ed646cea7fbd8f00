"""What strangers build on, on file: the public API's OpenAPI document, the addresses of pages, the
schema of an export.

`make schemas` writes them to `docs/api/`; a test fails while they differ from the code, so that
every change of them is seen in review.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from amuddu.contracts.export.document import PersonExport
from amuddu.kit.audit import recording
from amuddu.kit.audit.store import Audit
from amuddu.kit.db import Database
from gateway.app import create

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "api"
OPENAPI = FOLDER / "openapi.json"
PAGES = FOLDER / "pages.txt"
EXPORT = FOLDER / "export.schema.json"


def application() -> FastAPI:
    """The gateway over databases that nobody opens: its routes are all that is asked of it."""
    nowhere = Database("postgresql+psycopg://127.0.0.1:1/none")
    recording.attach(nowhere, Audit(nowhere, "none"))
    return create(database=nowhere)


def openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the public API."""
    return app.openapi()


def pages(app: FastAPI) -> list[str]:
    """Method and address of each page and form, sorted: `GET /offres/{vacancy_id}`."""
    return sorted(
        f"{method} {route.path}"
        for route in app.router.routes
        if isinstance(route, APIRoute) and not route.include_in_schema
        for method in route.methods or ()
    )


def export_schema() -> dict[str, Any]:
    """The JSON schema of everything about a person, as they get it."""
    return PersonExport.model_json_schema(mode="serialization")


def write() -> list[Path]:
    """Write the files; return them."""
    app = application()
    FOLDER.mkdir(parents=True, exist_ok=True)
    OPENAPI.write_text(json.dumps(openapi(app), indent=2, ensure_ascii=False) + "\n")
    PAGES.write_text("\n".join(pages(app)) + "\n")
    EXPORT.write_text(json.dumps(export_schema(), indent=2, ensure_ascii=False) + "\n")
    return [OPENAPI, PAGES, EXPORT]
