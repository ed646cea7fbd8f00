"""The main job through the command, as a newcomer runs it; and what happens when it is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.client import Api
from cli.demo.seed import COUNSELLOR, EMPLOYER, PASSWORD, wait_until_ranked

AMUDDU = [sys.executable, "-m", "cli.main"]


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder outside pytest's own. Run as root, the embedded PostgreSQL runs as another account,
    and another run of pytest closes the folder of this one to it."""
    with tempfile.TemporaryDirectory(prefix="amuddu-test-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def test_the_demo_holds_every_step(outside: Path) -> None:
    done = subprocess.run(
        [*AMUDDU, "demo", "--people", "100"],
        capture_output=True,
        text=True,
        timeout=180,
        env={**os.environ, "TMPDIR": str(outside)},
        check=False,
    )
    result = json.loads(done.stdout.strip().splitlines()[-1])
    assert result["ok"] is True, done.stdout + done.stderr
    assert done.returncode == 0
    assert result["ranked"] > 75
    assert result["notified"] == result["shortlisted"] >= 1
    assert list(result["steps"])[-1] == "contact"
    assert list(outside.glob("amuddu-*")) == []  # no data is left behind


@contextmanager
def house(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`amuddu run` on a folder and a free port, until it says where it is."""
    process = subprocess.Popen(
        [*AMUDDU, "run", "--port", "0", "--people", "20"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "AMUDDU_DATA_DIR": str(folder)},
    )
    try:
        yield process, _address(process)
    finally:
        process.kill()
        process.wait(timeout=20)
        assert process.stdout is not None
        process.stdout.close()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if "Amuddu est ouvert" in line:
            return line.split()[-1]
    raise AssertionError("the house did not open")


def test_a_house_killed_at_once_after_a_write_loses_nothing(outside: Path) -> None:
    folder = outside / "data"
    with house(folder) as (process, url), Api(url).sign_in(EMPLOYER, PASSWORD) as employer:
        body = {
            "title": "Peintre en bâtiment",
            "occupation": {"text": "peintre en bâtiment"},
            "place": "rabat",
            "contract_type": "CDI",
        }
        vacancy = employer.post("/vacancies", body)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=20)
    with house(folder) as (_, url), Api(url).sign_in(COUNSELLOR, PASSWORD) as counsellor:
        ranking = wait_until_ranked(counsellor, vacancy["id"], at_least=1, seconds=20)
        assert ranking["vacancy"]["title"] == "Peintre en bâtiment"


def test_the_demonstration_refuses_production(outside: Path) -> None:
    done = subprocess.run(
        [*AMUDDU, "run", "--port", "0"],
        capture_output=True,
        text=True,
        timeout=120,
        env={
            **os.environ,
            "AMUDDU_DATA_DIR": str(outside),
            "AMUDDU_MODE": "production",
            "AMUDDU_SECRET_KEY": "short",
            "AMUDDU_PUBLIC_URL": "https://amuddu.example",
        },
        check=False,
    )
    assert done.returncode != 0
    assert "AMUDDU_SECRET_KEY" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", [["--help"], ["import", "--help"], ["up", "--help"]])
def test_every_command_explains_itself(command: list[str]) -> None:
    done = subprocess.run(
        [*AMUDDU, *command], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0
    assert "Usage" in done.stdout
