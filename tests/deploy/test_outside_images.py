"""Images from outside: only those of the list, by tag and digest, asked of a registry."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools import images

DIGEST = "sha256:" + "ab" * 32


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the files of deployment."""
    shutil.copytree(images.ROOT / "deploy", tmp_path / "deploy")
    shutil.copy(images.ROOT / "docker-compose.yml", tmp_path)
    return tmp_path


def test_every_image_that_is_named_is_of_the_list() -> None:
    assert list(images.problems()) == []
    names = {images.apart(one)[0] for path in images.files() for one in images.named(path)}
    assert names == {one.name for one in images.listed()} >= {"python", "postgres"}


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("postgres:latest", "name a version"),
        ("postgres", "name a version"),
        ("postgres:17", "the list says postgres:18"),
        (f"postgres:18@{DIGEST}", "the list says postgres:18"),
        ("redis:8", "is not in deploy/images.toml"),
        ("${POSTGRES_IMAGE}", "a variable hides"),
    ],
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_another_image_is_refused(root: Path, written: str, why: str, quote: str) -> None:
    compose = root / "docker-compose.yml"
    text = compose.read_text()
    assert "image: postgres:18" in text
    compose.write_text(text.replace("image: postgres:18", f"image: {quote}{written}{quote}"))
    said = list(images.problems(root))
    assert any("docker-compose.yml" in line and why in line for line in said), said
    assert images.main([], root=root) == 1


@pytest.mark.parametrize("line", ["FROM python:3", "FROM alpine", "COPY --from=busybox:1 /a /b"])
def test_a_dockerfile_is_read_as_well(root: Path, line: str) -> None:
    dockerfile = root / "deploy/docker/Dockerfile"
    dockerfile.write_text(f"{dockerfile.read_text()}\n{line}\n")
    assert any("Dockerfile" in said for said in images.problems(root))


def test_production_refuses_an_empty_digest(root: Path) -> None:
    empty = [one for one in images.listed(root) if not one.digest]
    said = [line for line in images.problems(root, production=True) if "no digest" in line]
    assert len(said) == len(empty)
    assert images.main(["--production"], root=root) == (1 if empty else 0)


@pytest.fixture
def registry() -> Iterator[str]:
    """A registry that gives tokens, and digests to who has one."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            if self.headers.get("authorization") != "Bearer of-the-tests":
                here = f"http://{self.headers['host']}/token"
                self.send_response(401)
                self.send_header("www-authenticate", f'Bearer realm="{here}",service="tests"')
            elif "manifests/v1.27" in self.path:
                self.send_response(404)
            else:
                self.send_response(200)
                self.send_header("docker-content-digest", DIGEST)
            self.end_headers()

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"token": "of-the-tests"}).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_digests_are_asked_for_and_written_and_what_is_missing_is_said(
    root: Path, registry: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert images.main(["--registry", registry], root=root) == 1  # one was not told
    said = capsys.readouterr().out
    assert "NOT REACHED" in said
    assert "axllent/mailpit:v1.27 (status 404" in said
    digests = {one.name: one.digest for one in images.listed(root)}
    assert digests.pop("axllent/mailpit") == ""
    assert set(digests.values()) == {DIGEST}
    assert list(images.problems(root)) == []
    assert f"image: postgres:18@{DIGEST}" in (root / "docker-compose.yml").read_text()
    dockerfile = (root / "deploy/docker/Dockerfile").read_text()
    assert f"FROM python:3.11-slim@{DIGEST} AS build" in dockerfile
    assert dockerfile.count(DIGEST) == 2
    # The same again changes nothing.
    assert images.main(["--registry", registry], root=root) == 1
    assert (root / "deploy/docker/Dockerfile").read_text() == dockerfile


def test_a_registry_that_is_away_changes_nothing_and_is_no_pass(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (root / "deploy/images.toml").read_text()
    assert images.main(["--registry", "http://127.0.0.1:9"], root=root) == 1
    assert "NOT REACHED" in capsys.readouterr().out
    assert (root / "deploy/images.toml").read_text() == before
