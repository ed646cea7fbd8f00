"""`amuddu erasures`: what waits, as somebody at a terminal meets it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from amuddu.contracts.events.erasures import PLACES, PlaceErased
from amuddu.kit import clock
from amuddu.kit.settings import Settings
from cli.main import app
from services.profiles.receipts import process
from tests.conftest import DatabaseOf


def test_status_names_places_and_nobody(
    database_of: DatabaseOf, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, person = database_of("services.profiles"), uuid4()
    monkeypatch.setenv("AMUDDU_PROFILES_DATABASE_URL", database.url)
    assert CliRunner().invoke(app, ["erasures", "status"]).output == "0 open, 0 overdue\n"
    with database.session() as session:
        row, _ = process.begin(session, [person], process.Known(words=["DOS-17"]), secret="s" * 32)
        done = [PlaceErased(place=place) for place in PLACES if place != "matching"]
        process.answered(session, row.id, done)
    found = CliRunner().invoke(app, ["erasures", "status"])
    assert found.exit_code == 0
    assert f"{row.id} {row.begun_at.isoformat()} open matching\n1 open, 0 overdue" in found.output
    assert str(person) not in found.output
    with database.session() as session:
        late = process.repository.by_id(session, row.id)
        assert late is not None
        late.begun_at = clock.now() - timedelta(hours=1)
        session.add(late)
    found = CliRunner().invoke(app, ["erasures", "status"])
    assert found.exit_code == 1
    assert "overdue matching" in found.output
