"""Real processes whose broker is away: they start, serve, and say that events wait."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import make_url, text

from amuddu.contracts.employers import VacancyClosed
from amuddu.kit.db import Database
from amuddu.kit.events import outbox
from tests.conftest import TEST_SECRET, DatabaseOf

AMUDDU = [sys.executable, "-m", "cli.main"]
NOBODY = "127.0.0.1:1"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def process(*command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command in the background, ended with SIGTERM; it must leave in good order."""
    started = subprocess.Popen([*AMUDDU, *command], env={**os.environ, **environment})
    try:
        yield started
        started.send_signal(signal.SIGTERM)
        assert started.wait(timeout=60) in {0, -signal.SIGTERM}
    finally:
        if started.poll() is None:
            started.kill()
            started.wait(timeout=20)


def answers(url: str, path: str) -> httpx2.Response:
    """The answer once the process is there."""
    deadline = time.monotonic() + 90
    while True:
        try:
            return httpx2.get(url + path, trust_env=False, timeout=10)
        except httpx2.TransportError:
            assert time.monotonic() < deadline, f"{url} never answered"
            time.sleep(0.1)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "AMUDDU_SECRET_KEY": TEST_SECRET,
        "AMUDDU_DATA_DIR": str(tmp_path),
        "AMUDDU_BUS": "kafka",
        "AMUDDU_KAFKA_SERVERS": NOBODY,
        "AMUDDU_LOG_LEVEL": "ERROR",
    }


def url_of(database: Database) -> str:
    return make_url(database.url).render_as_string(hide_password=False)


def test_a_worker_without_a_broker_is_ready_and_says_that_events_wait(
    database_of: DatabaseOf, environment: dict[str, str]
) -> None:
    database = database_of("services.employers")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment |= {
        "AMUDDU_EMPLOYERS_DATABASE_URL": url_of(database),
        "AMUDDU_WORKER_PORT": str(port),
    }
    with process("worker", "employers", **environment):
        ready = answers(url, "/readyz")
        assert (ready.status_code, ready.json()["degraded"]) == (200, False)
        assert answers(url, "/livez").json() == {"status": "ok"}
        with database.session() as session:
            outbox.add(session, VacancyClosed(vacancy_id=uuid4(), revision=1, reason="filled"))
            late = "UPDATE outbox SET created_at = now() - interval '2 minutes'"
            session.connection().execute(text(late))
        ready = answers(url, "/readyz")
        assert ready.status_code == 200
        assert ready.json()["why"] == ["events_waiting"]
        figures = answers(url, "/metrics").text
        assert 'amuddu_degraded{service="employers"} 1.0' in figures
        assert 'amuddu_outbox_rows{service="employers"} 1.0' in figures
    with database.engine.connect() as connection:  # nothing was lost on the way out
        assert connection.execute(text("SELECT count(*) FROM outbox")).scalar() == 1


def test_the_gateways_figures_are_on_their_own_port_alone(
    database_of: DatabaseOf, environment: dict[str, str]
) -> None:
    public, inside = free_port(), free_port()
    environment |= {
        "AMUDDU_GATEWAY_DATABASE_URL": url_of(database_of("gateway")),
        "AMUDDU_METRICS_PORT": str(inside),
    }
    with process("api", "gateway", "--port", str(public), **environment):
        page = answers(f"http://127.0.0.1:{public}", "/connexion")
        assert page.status_code == 200
        assert answers(f"http://127.0.0.1:{public}", "/metrics").status_code == 404
        figures = answers(f"http://127.0.0.1:{inside}", "/metrics").text
        assert 'route="/connexion"' in figures
        assert answers(f"http://127.0.0.1:{inside}", "/connexion").status_code == 404


def test_a_process_whose_database_never_answers_says_which_variable_to_look_at(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "from amuddu.kit import app; app.AWAIT_SECONDS = 0.5\n"
        "from services.employers.app import create; create()"
    )
    environment |= {"AMUDDU_EMPLOYERS_DATABASE_URL": f"postgresql://nobody:secret@{NOBODY}/none"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last == "AMUDDU_EMPLOYERS_DATABASE_URL: no PostgreSQL lets us in there"
    assert "secret" not in done.stderr
