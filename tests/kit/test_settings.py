"""A process that is set up wrong for production does not start, and says why in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from amuddu.kit.app import open_database
from amuddu.kit.settings import Settings, WrongSettings

SECRET = "4cd5ae7e34862158a1111f5a67db5e3ccef50900bf8e9030"
OLDER = "49e3e8b4a9b3cb67972d824d07e1c9fefc3f5a5c1198d1b3"
RIGHT = {"mode": "production", "secret_key": SECRET, "public_url": "https://amuddu.example"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"secret_key": "short"}, "AMUDDU_SECRET_KEY"),
        ({"public_url": "http://amuddu.example"}, "AMUDDU_PUBLIC_URL"),
    ],
)
def test_production_refuses_to_start_wrong(change: dict[str, str], named: str) -> None:
    with pytest.raises(WrongSettings, match=named):
        Settings.model_validate({**RIGHT, **change})
    assert Settings.model_validate(RIGHT).signing_key == SECRET


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
    before, after = Settings.model_validate(RIGHT), SECRET[::-1]
    changed = {**RIGHT, "secret_key": after, "previous_secret_keys": f"{SECRET}, {OLDER}"}
    now = Settings.model_validate(changed)
    assert now.signing_key == after
    assert now.accepted_keys == (after, SECRET, OLDER)
    assert before.signing_key in now.accepted_keys
