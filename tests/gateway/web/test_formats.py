"""Days and hours are those of the clock on the wall in Morocco."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gateway.web import rendering


@pytest.mark.parametrize("lang", ["fr", "ar", "en", "es"])
def test_an_instant_is_said_in_the_hour_of_morocco(lang: str) -> None:
    formats = rendering._formats(lang)  # type: ignore[arg-type]
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert "00:30" in formats["moment"](late)
    assert formats["day"](late) == formats["day"](date(2026, 12, 1))
    assert formats["day"](date(2026, 11, 30)) != formats["day"](date(2026, 12, 1))
