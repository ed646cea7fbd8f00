"""`amuddu vault`: the master key changes while people are served; what was in clear is sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from sqlalchemy import text
from typer.testing import CliRunner

from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from cli.main import app
from services.profiles.app import create
from services.profiles.keys.master import FileMaster
from services.profiles.settings import ProfilesSettings
from tests.conftest import DatabaseOf
from tests.services.profiles.conftest import person
from tests.support import counsellor, headers_for

Amuddu = Callable[..., Result]
BOSS = headers_for(counsellor())


@pytest.fixture
def amuddu(
    database_of: DatabaseOf, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Amuddu:
    """The command on the test's databases, with a master key in a file."""
    profiles, keys = database_of("services.profiles"), database_of("services.profiles.keys")
    monkeypatch.setenv("AMUDDU_PROFILES_DATABASE_URL", profiles.url)
    monkeypatch.setenv("AMUDDU_KEYS_DATABASE_URL", keys.url)
    monkeypatch.setenv("AMUDDU_MASTER_KEY_FILE", str(tmp_path / "first.key"))
    run: Amuddu = lambda *arguments: CliRunner().invoke(app, ["vault", *arguments])  # noqa: E731
    (tmp_path / "first.key").write_text("# the first\n" + run("new-master").output)
    return run


@pytest.fixture
def api(amuddu: Amuddu) -> Iterator[TestClient]:
    with TestClient(create()) as client:
        yield client


def register(api: TestClient, number: int) -> str:
    body = person(email=f"p{number}@exemple.ma", given_name=f"Zibounda{number}")
    made = api.post("/v1/profiles", json=body, headers=BOSS)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def test_the_master_key_changes_while_people_are_served(
    amuddu: Amuddu, api: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [register(api, number) for number in range(5)]
    first = tmp_path / "first.key"
    new = amuddu("new-master").output
    both = tmp_path / "both.key"
    both.write_text(new + first.read_text())
    monkeypatch.setenv("AMUDDU_MASTER_KEY_FILE", str(both))
    assert [line.split()[1] for line in amuddu("status").output.splitlines()] == ["0", "6"]
    with TestClient(create()) as during:
        # Stopped half-way: some keys are under the new one, and everybody can be read.
        assert during.app.state.database.info["keyring"].rewrap_some(limit=3) == 3  # type: ignore[attr-defined]
        assert [line.split()[1] for line in amuddu("status").output.splitlines()] == ["3", "3"]
        for one in people:
            assert during.get(f"/v1/profiles/{one}", headers=BOSS).status_code == 200
        done = amuddu("rotate-master", "--at-once", "2")
        assert done.exit_code == 0, done.output
        assert done.output.splitlines()[:2] == ["2 rewrapped", "3 rewrapped"]
        assert during.get(f"/v1/profiles/{people[4]}", headers=BOSS).status_code == 200
        assert len(during.get("/v1/profiles?q=zibounda3", headers=BOSS).json()["items"]) == 1
    # A process that still has the old key alone says so, and the old key opens nothing new.
    assert api.get(f"/v1/profiles/{people[0]}", headers=BOSS).status_code == 503
    assert FileMaster.read(both).current not in FileMaster.read(first).known
    alone = tmp_path / "alone.key"
    alone.write_text(new)
    monkeypatch.setenv("AMUDDU_MASTER_KEY_FILE", str(alone))
    assert [line.split()[1] for line in amuddu("status").output.splitlines()] == ["6"]


def test_another_master_key_stops_the_process_before_it_writes(
    amuddu: Amuddu, api: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(api, 1)
    other = tmp_path / "other.key"
    other.write_text(amuddu("new-master").output)
    monkeypatch.setenv("AMUDDU_MASTER_KEY_FILE", str(other))
    stopped = amuddu("status")
    assert stopped.exit_code != 0
    with pytest.raises(SystemExit, match="lacks a master key"):
        create()


@pytest.mark.parametrize("content", ["", "# none\n", "short\n", "AAAA\n", "é\n"])
def test_a_file_without_a_key_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    file = tmp_path / "master.key"
    file.write_text(content)
    with pytest.raises(SystemExit, match="AMUDDU_MASTER_KEY_FILE") as stopped:
        FileMaster.read(file)
    assert "short" not in str(stopped.value)


def test_production_names_its_master_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from services.profiles.keys.opening import master_of

    monkeypatch.setenv("AMUDDU_DATA_DIR", str(tmp_path))
    for name, value in (
        ("MODE", "production"),
        ("SECRET_KEY", "cd76e725afb1321fff8f613509d91cae78fd10157e675371"),
        ("PUBLIC_URL", "https://amuddu.example"),
    ):
        monkeypatch.setenv(f"AMUDDU_{name}", value)
    with pytest.raises(SystemExit, match="AMUDDU_MASTER_KEY_FILE is needed in production"):
        master_of(ProfilesSettings())
    monkeypatch.setenv("AMUDDU_MODE", "demo")
    made = master_of(ProfilesSettings())
    file = tmp_path / "master.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert master_of(ProfilesSettings()).current == made.current, "made once"


def test_what_a_release_of_before_kept_in_clear_is_sealed(
    amuddu: Amuddu, api: TestClient, database_of: DatabaseOf
) -> None:
    """Rows as the migration leaves them: the service seals them before it serves."""
    one = register(api, 1)
    database: Database = api.app.state.database  # type: ignore[attr-defined]
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO unsealed (kind, id, person, clear)"
                " VALUES ('profiles', :id, CAST(:person AS uuid), CAST(:said AS jsonb)),"
                " ('residence', :id, CAST(:person AS uuid), CAST(:facts AS jsonb))"
            ),
            {
                "id": one,
                "person": one,
                "said": '{"id": "x", "given_name": "Ancienne", "family_name": "Fiche",'
                ' "language": "ar", "external_ref": "VIEUX-1", "occupations": []}',
                "facts": '{"status": "permit_work", "nationality": "SN", "birth_year": 1990,'
                ' "overlays": [], "valid_until": "2099-01-02"}',
            },
        )
        connection.execute(text("UPDATE profiles SET sealed = NULL, keyed = 0, ref_digest = NULL"))
        connection.execute(text("UPDATE residence SET sealed = NULL, looked_on = NULL"))
        connection.execute(text("DELETE FROM profile_keys"))
    assert amuddu("seal").output == "nothing is in clear\n"
    read = api.get(f"/v1/profiles/{one}", headers=BOSS).json()
    assert (read["given_name"], read["external_ref"]) == ("Ancienne", "VIEUX-1")
    assert (read["nationality"], read["residence"]["valid_until"]) == ("SN", "2099-01-02")
    for q in ("ancienne", "VIEUX-1"):
        found = api.get("/v1/profiles", params={"q": q}, headers=BOSS).json()
        assert [line["id"] for line in found["items"]] == [one], q
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM unsealed").scalar() == 0
