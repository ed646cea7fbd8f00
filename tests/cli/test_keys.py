"""`amuddu keys`: made, shown, rotated and forgotten; each process has its own private key alone."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from amuddu.kit import identity
from amuddu.kit.identity import NAMES, Identities
from cli.main import app


def amuddu(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["keys", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def refused(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["keys", *arguments])
    assert done.exit_code != 0
    return str(done.exception) + done.output


def test_each_process_gets_its_own_private_key_and_everybodys_public_ones(tmp_path: Path) -> None:
    said = amuddu("make", str(tmp_path))
    assert said.count("present") == len(NAMES)
    for name in NAMES:
        assert [path.name for path in (tmp_path / name).glob("*.key")] == [f"{name}.key"]
    assert amuddu("make", str(tmp_path)) == said  # what is there stays


def test_a_rotated_key_is_a_new_one_and_the_old_one_counts_until_forgotten(tmp_path: Path) -> None:
    amuddu("make", str(tmp_path))
    before = identity.Identity("profiles", identity.private(tmp_path / "profiles/profiles.key"))
    signature = before.sign(b"said then")
    amuddu("rotate", str(tmp_path), "profiles")
    after = identity.Identity("profiles", identity.private(tmp_path / "profiles/profiles.key"))
    assert after.key_id != before.key_id
    for name in NAMES:
        known = Identities(tmp_path / name)
        assert known.verify("profiles", before.key_id, signature, b"said then")
        assert known.verify("profiles", after.key_id, after.sign(b"now"), b"now")
    assert f"profiles\t{before.key_id}\tbefore" in amuddu("show", str(tmp_path))
    amuddu("forget", str(tmp_path), "profiles", before.key_id)
    for name in NAMES:
        known = Identities(tmp_path / name)
        assert not known.verify("profiles", before.key_id, signature, b"said then")
        assert known.key("profiles", after.key_id) is not None


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    assert "amuddu keys make" in refused("show", str(tmp_path))
    amuddu("make", str(tmp_path))
    assert "no key of nobody" in refused("rotate", str(tmp_path), "nobody")
    assert "no key 0000 of before" in refused("forget", str(tmp_path), "profiles", "0000")
