"""A process that is set up wrong for production does not start, and says why in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from amuddu.kit.app import open_database
from amuddu.kit.auth import ActorTokens, service_actor
from amuddu.kit.errors import NotSignedIn
from amuddu.kit.settings import Settings, WrongSettings
from tests.conftest import TEST_SECRET

RIGHT = {"mode": "production", "secret_key": TEST_SECRET, "public_url": "https://amuddu.example"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"secret_key": ""}, "AMUDDU_SECRET_KEY"),
        ({"secret_key": "short"}, "AMUDDU_SECRET_KEY"),
        ({"public_url": "http://amuddu.example"}, "AMUDDU_PUBLIC_URL"),
    ],
)
def test_production_refuses_to_start_wrong(change: dict[str, str], named: str) -> None:
    with pytest.raises(WrongSettings, match=named):
        Settings.model_validate({**RIGHT, **change})
    assert Settings.model_validate(RIGHT).signing_key == TEST_SECRET


def test_each_wrong_variable_is_named_and_no_value_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = {
        "AMUDDU_DATABASE_POOL": "plenty",
        "AMUDDU_KAFKA_PASSWORD": "hush-hush",
        "AMUDDU_KAFKA_SECURITY": "sasl",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettings) as stopped:
        Settings()
    said = str(stopped.value)
    assert [line.split(":")[1].strip() for line in said.splitlines()] == [
        "AMUDDU_DATABASE_POOL",
        "AMUDDU_KAFKA_SECURITY",
    ]
    assert "hush-hush" not in said


def test_production_never_falls_back_to_an_embedded_database(tmp_path: Path) -> None:
    settings = Settings.model_validate({**RIGHT, "data_dir": tmp_path})
    with pytest.raises(SystemExit, match="AMUDDU_PROFILES_DATABASE_URL"):
        open_database(settings, "profiles", "", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_demo_secret_is_made_once_and_kept_to_oneself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AMUDDU_SECRET_KEY", raising=False)
    first = Settings(data_dir=tmp_path).signing_key
    assert Settings(data_dir=tmp_path).signing_key == first
    assert len(first) >= 32
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_a_changed_secret_leaves_what_the_old_one_signed_valid() -> None:
    before, after = Settings.model_validate(RIGHT), "another-secret-of-more-than-32-characters"
    changed = {**RIGHT, "secret_key": after, "previous_secret_keys": f"{TEST_SECRET}, older"}
    now = Settings.model_validate(changed)
    assert now.signing_key == after
    assert now.accepted_keys == (after, TEST_SECRET, "older")
    old, new = ActorTokens(*before.accepted_keys), ActorTokens(*now.accepted_keys)
    actor = service_actor("notifications")
    assert new.read(old.issue(actor)) == actor
    with pytest.raises(NotSignedIn):  # what signs is the new one alone
        old.read(new.issue(actor))
