"""`amuddu vault` with the master key in a KMS: from file to KMS, a new version, a KMS away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from sqlalchemy import text
from typer.testing import CliRunner

from amuddu.kit.db import Database
from amuddu.kit.errors import Unavailable
from amuddu.kit.settings import Settings
from cli.main import app
from services.profiles.app import create
from services.profiles.keys.master import UnknownMaster, Wrapped
from services.profiles.keys.transit import TransitMaster
from services.profiles.settings import ProfilesSettings
from tests.conftest import DatabaseOf
from tests.services.profiles import kms
from tests.services.profiles.conftest import person
from tests.services.profiles.kms import TOKEN, Kms
from tests.support import counsellor, headers_for

Amuddu = Callable[..., Result]
BOSS = headers_for(counsellor())
KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture
def vault() -> Iterator[Kms]:
    with kms.running() as made:
        yield made


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    return file


@pytest.fixture
def master(vault: Kms, token_file: Path) -> Iterator[TransitMaster]:
    made = TransitMaster.of(vault.url, mount="transit", key="amuddu", token_file=token_file)
    yield made
    made.close()


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
    (tmp_path / "first.key").write_text(run("new-master").output)
    return run


@pytest.fixture
def with_kms(vault: Kms, token_file: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def named() -> None:
        monkeypatch.setenv("AMUDDU_KMS_URL", vault.url)
        monkeypatch.setenv("AMUDDU_KMS_TOKEN_FILE", str(token_file))

    return named


def register(api: TestClient, number: int) -> str:
    body = person(email=f"p{number}@exemple.ma", given_name=f"Zibounda{number}")
    made = api.post("/v1/profiles", json=body, headers=BOSS)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def read(api: TestClient, one: str) -> int:
    return int(api.get(f"/v1/profiles/{one}", headers=BOSS).status_code)


def counts(amuddu: Amuddu) -> list[str]:
    return [line.split()[1] for line in amuddu("status").output.splitlines()]


# --- the whole --------------------------------------------------------------------------------


def test_people_move_from_the_file_to_the_kms_and_to_its_next_version(
    amuddu: Amuddu, vault: Kms, with_kms: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create()) as api:
        people = [register(api, number) for number in range(3)]
    with_kms()
    assert counts(amuddu) == ["0", "4"]
    with TestClient(create()) as api:
        assert {read(api, one) for one in people} == {200}, "the file still opens what it wrapped"
        people.append(register(api, 9))
        assert counts(amuddu) == ["1", "4"]
        done = amuddu("rotate-master", "--at-once", "2")
        assert done.exit_code == 0, done.output
        assert counts(amuddu) == ["5"]
    monkeypatch.delenv("AMUDDU_MASTER_KEY_FILE")  # the file can go
    with TestClient(create()) as api:
        assert {read(api, one) for one in people} == {200}
        vault.rotate()
        people.append(register(api, 10))  # by a version newer than the process knew
        assert counts(amuddu) == ["1", "5"]
        assert amuddu("rotate-master").exit_code == 0
        assert counts(amuddu) == ["6"]
        vault.oldest = 2  # the version of before opens nothing any more
        assert {read(api, one) for one in people} == {200}
        assert len(api.get("/v1/profiles?q=zibounda2", headers=BOSS).json()["items"]) == 1


def test_a_kms_that_is_away_opens_nothing_and_nothing_is_half_written(
    amuddu: Amuddu, vault: Kms, with_kms: Callable[[], None], database_of: DatabaseOf
) -> None:
    with_kms()
    keys = database_of("services.profiles.keys")
    with TestClient(create()) as api:
        one, gone = register(api, 1), register(api, 2)
        before = _kept(keys)
        vault.sealed = True
        answer = api.get(f"/v1/profiles/{one}", headers=BOSS)
        assert answer.status_code == 503
        assert answer.json()["type"].endswith(":unavailable")
        made = api.post("/v1/profiles", json=person(email="x@exemple.ma"), headers=BOSS)
        assert made.status_code == 503
        assert _kept(keys) == before
        stopped = amuddu("rotate-master")
        assert stopped.exit_code != 0
        vault.sealed = False
        assert read(api, one) == read(api, gone) == 200
        assert api.get("/v1/profiles", headers=BOSS).json()["total"] == 2


def _kept(keys: Database) -> list[tuple[UUID, str, bytes]]:
    with keys.session() as session:
        found = session.connection().execute(text("SELECT id, master, wrapped FROM wrapped_keys"))
        return sorted(tuple(row) for row in found)


@pytest.mark.parametrize("fault", ["sealed", "token", "kind", "nobody"])
def test_a_kms_that_cannot_be_used_stops_the_process_in_one_line(
    amuddu: Amuddu,
    vault: Kms,
    token_file: Path,
    with_kms: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    with_kms()
    if fault == "token":
        token_file.write_text("hvs.another")
    elif fault == "nobody":
        monkeypatch.setenv("AMUDDU_KMS_URL", "http://127.0.0.1:9")
    vault.sealed = fault == "sealed"
    vault.kind = "rsa-4096" if fault == "kind" else vault.kind
    with pytest.raises(SystemExit, match="AMUDDU_KMS_") as stopped:
        create()
    said = str(stopped.value)
    assert "\n" not in said
    assert "hvs." not in said
    assert amuddu("status").exit_code != 0


# --- the key ----------------------------------------------------------------------------------


def test_many_keys_are_one_call(master: TransitMaster, vault: Kms) -> None:
    people = [uuid4().bytes for _ in range(300)]
    vault.calls.clear()
    name, wrapped = master.wrap([(KEY, one) for one in people])
    kept = [Wrapped(each, name, one) for each, one in zip(wrapped, people, strict=True)]
    assert master.unwrap(kept) == [KEY] * 300
    assert len(vault.calls) == 2
    assert name == master.current
    assert len(name) <= 16, "as long as its column"


def test_a_key_that_was_moved_changed_or_renamed_does_not_open_and_the_others_do(
    master: TransitMaster, vault: Kms
) -> None:
    name, (first, second) = master.wrap([(KEY, b"first"), (OTHER, b"second")])
    vault.rotate()
    later, _ = master.wrap([(KEY, b"first")])
    assert later != name
    kept = [
        Wrapped(first, name, b"first"),
        Wrapped(first, name, b"second"),  # somebody else's
        Wrapped(first[:-8] + b"AAAAAAA=", name, b"first"),
        Wrapped(first, later, b"first"),  # under the name of another version
        Wrapped(b"no ciphertext", name, b"first"),
        Wrapped(second, name, b"second"),
    ]
    assert master.unwrap(kept) == [KEY, None, None, None, None, OTHER]


def test_a_version_that_the_kms_no_longer_opens_is_away_and_not_lost(
    master: TransitMaster, vault: Kms
) -> None:
    # As not found, somebody might be entered anew, or erased from the lists.
    name, (wrapped,) = master.wrap([(KEY, b"x")])
    vault.rotate()
    vault.oldest = 2
    with pytest.raises(Unavailable):
        master.unwrap([Wrapped(wrapped, name, b"x")])


def test_the_name_of_another_master_is_unknown(master: TransitMaster) -> None:
    with pytest.raises(UnknownMaster):
        master.unwrap([Wrapped(b"x", "0123456789abcdef", b"x")])


def test_the_token_is_read_at_each_call(master: TransitMaster, token_file: Path) -> None:
    token_file.write_text("hvs.expired")
    with pytest.raises(Unavailable):
        master.wrap([(KEY, b"x")])
    token_file.write_text(TOKEN)
    assert master.wrap([(KEY, b"x")])[1]


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"KMS_URL": "https://kms.exemple.ma"}, "AMUDDU_KMS_TOKEN_FILE is needed"),
        (
            {"KMS_URL": "http://kms.exemple.ma", "KMS_TOKEN_FILE": "t", "MODE": "production"},
            "AMUDDU_KMS_URL must begin with https://",
        ),
        ({"KMS_KEY": "../sys/seal"}, "AMUDDU_KMS_KEY"),
    ],
)
def test_settings_that_would_give_keys_away_stop_the_process(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    monkeypatch.setenv("AMUDDU_PUBLIC_URL", "https://amuddu.example")
    monkeypatch.setenv("AMUDDU_SECRET_KEY", "cd76e725afb1321fff8f613509d91cae78fd10157e675371")
    monkeypatch.setenv("AMUDDU_PLAINTEXT_ALLOWED", "services,database")
    for name, value in variables.items():
        monkeypatch.setenv(f"AMUDDU_{name}", value)
    with pytest.raises(SystemExit, match=said):
        ProfilesSettings()
