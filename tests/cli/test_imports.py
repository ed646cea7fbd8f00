"""`amuddu import` as it is called: what its exit status and its report say."""

from __future__ import annotations

import _thread
import gc
import json
import signal
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.main import app

FILE = "référence;prénom;métiers recherchés\n" + "".join(
    f"A-{number};Essai{number};maçon\n" for number in range(450)
)
Answer = Callable[[str, Any], tuple[int, Any]]
Imported = Callable[..., Result]


class Gateway:
    """What listens where Amuddu should: it answers as it is told."""

    def __init__(self) -> None:
        self.answer: Answer = kept
        self.batches = 0
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.batches += "batch" in self.path
                status, answer = gateway.answer(self.path, body)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


def kept(path: str, body: Any) -> tuple[int, Any]:
    if path.endswith("/sessions"):
        return 200, {"token": "t"}
    results = [
        {"index": n, "outcome": "created", "problems": []} for n, _ in enumerate(body["rows"])
    ]
    return 200, {"results": results}


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def imported(tmp_path: Path) -> Imported:
    def run(url: str, *options: str, content: str = FILE) -> Result:
        path = tmp_path / "fichier.csv"
        path.write_text(content, encoding="utf-8")
        return CliRunner().invoke(
            app,
            ["import", "profiles", str(path), "--url", url, *options],
            env={"AMUDDU_LOGIN": "awa", "AMUDDU_PASSWORD": "une phrase assez longue"},
        )

    return run


def test_everything_kept_is_0(gateway: Gateway, imported: Imported) -> None:
    done = imported(gateway.url, "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert (report["added"], report["refused"], report["notes"]) == (450, [], [])


@pytest.mark.parametrize("outcome", ["refused", "created"])
def test_something_refused_or_left_out_is_1(
    gateway: Gateway, imported: Imported, outcome: str
) -> None:
    def answer(path: str, body: Any) -> tuple[int, Any]:
        status, out = kept(path, body)
        if "results" in out and gateway.batches == 1:
            problem = {"field": "phone", "message": "à corriger", "left_out": True}
            out["results"][2] |= {"outcome": outcome, "problems": [problem]}
        return status, out

    gateway.answer = answer
    done = imported(gateway.url, "--json")
    assert done.exit_code == 1, done.output
    report = json.loads(done.stdout)
    named = report["refused"] if outcome == "refused" else report["notes"]
    assert named == [{"line": 4, "column": "téléphone", "message": "à corriger"}]


def test_no_table_is_2(gateway: Gateway, imported: Imported) -> None:
    done = imported(gateway.url, "--json", content="x;y\n1;2\n")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["refused"][0]["line"] is None
    assert gateway.batches == 0


@pytest.mark.parametrize("path", ["/sessions", "/batch"])
@pytest.mark.parametrize("status", [401, 403, 503])
def test_what_the_api_refuses_is_3(
    gateway: Gateway, imported: Imported, path: str, status: int
) -> None:
    gateway.answer = lambda asked, body: (
        (status, {"title": "Non."}) if asked.endswith(path) else kept(asked, body)
    )
    done = imported(gateway.url, "--json")
    assert done.exit_code == 3
    assert json.loads(done.stdout) == {
        "added": 0,
        "changed": 0,
        "unchanged": 0,
        "refused": [{"line": None, "column": "", "message": "Non."}],
        "notes": [],
    }
    assert "Non." in imported(gateway.url).output


def test_nobody_there_is_3(imported: Imported) -> None:
    done = imported("http://127.0.0.1:9", "--json")
    assert done.exit_code == 3
    assert json.loads(done.stdout)["refused"][0]["line"] is None


def test_cut_short_says_what_was_kept_and_that_sending_again_is_safe(
    gateway: Gateway, imported: Imported
) -> None:
    def answer(path: str, body: Any) -> tuple[int, Any]:
        return (503, {"title": "Plus tard."}) if gateway.batches == 2 else kept(path, body)

    gateway.answer = answer
    done = imported(gateway.url, "--json")
    assert done.exit_code == 3
    report = json.loads(done.stdout)
    assert report["added"] == 200
    assert "Renvoyez le même fichier" in report["refused"][-1]["message"]
    gateway.batches = 0
    plain = imported(gateway.url)
    assert (plain.exit_code, "200 ajoutées, 0 mises à jour" in plain.output) == (3, True)
    assert "Renvoyez le même fichier" in plain.output


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_stopped_by_somebody_is_told_the_same(gateway: Gateway, imported: Imported) -> None:
    """Ctrl+C may come at any moment, also while the parsing process is begun or ended: what is
    left of it then goes with the command, which here is this very process."""

    def answer(path: str, body: Any) -> tuple[int, Any]:
        if gateway.batches == 2:
            _thread.interrupt_main()
        return kept(path, body)

    gateway.answer = answer
    # A run that a shell started in the background hears no Ctrl+C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        done = imported(gateway.url, "--json")
    finally:
        signal.signal(signal.SIGINT, before)
    assert done.exit_code == 3
    report = json.loads(done.stdout)
    assert report["added"] in (200, 400)
    assert "Renvoyez le même fichier" in report["refused"][-1]["message"]
    gc.collect()
