"""Images from outside: only those of the list, by tag and digest, asked of a registry."""

from __future__ import annotations

import json
import re
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
        (f"postgres:18.4@{DIGEST}", "the list says postgres:18"),
        ("postgres:18.4", "the list says postgres:18"),
        ("redis:8", "is not in deploy/images.toml"),
        ("${POSTGRES_IMAGE}", "a variable hides"),
    ],
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_another_image_is_refused(root: Path, written: str, why: str, quote: str) -> None:
    compose = root / "docker-compose.yml"
    text, listed = compose.read_text(), _reference(root, "postgres")
    assert f"image: {listed}" in text
    compose.write_text(text.replace(f"image: {listed}", f"image: {quote}{written}{quote}"))
    said = list(images.problems(root))
    assert any("docker-compose.yml" in line and why in line for line in said), said
    assert images.main([], root=root) == 1


@pytest.mark.parametrize("line", ["FROM python:3", "FROM alpine", "COPY --from=busybox:1 /a /b"])
def test_a_dockerfile_is_read_as_well(root: Path, line: str) -> None:
    dockerfile = root / "deploy/docker/Dockerfile"
    dockerfile.write_text(f"{dockerfile.read_text()}\n{line}\n")
    assert any("Dockerfile" in said for said in images.problems(root))


def _reference(root: Path, name: str) -> str:
    return next(one.reference for one in images.listed(root) if one.name == name)


def _without_digests(root: Path) -> None:
    """Have all images be named by tag alone, as before anybody knew their digests."""
    for path in [*images.files(root), root / "deploy/images.toml"]:
        path.write_text(re.sub(r"@?sha256:[0-9a-f]{64}", "", path.read_text()))


def test_every_image_has_its_digest() -> None:
    assert images.main(["--production"]) == 0


def test_production_refuses_an_empty_digest(root: Path) -> None:
    _without_digests(root)
    assert list(images.problems(root)) == []
    said = [line for line in images.problems(root, production=True) if "no digest" in line]
    assert len(said) == len(images.listed(root))
    assert images.main(["--production"], root=root) == 1


@pytest.fixture
def registry() -> Iterator[str]:
    """A registry that gives tokens, and digests to who has one."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            if self.headers.get("authorization") != "Bearer of-the-tests":
                here = f"http://{self.headers['host']}/token"
                self.send_response(401)
                self.send_header("www-authenticate", f'Bearer realm="{here}",service="tests"')
            elif "manifests/v1." in self.path:
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
    _without_digests(root)
    assert images.main(["--registry", registry], root=root) == 1  # one was not told
    said = capsys.readouterr().out
    assert "NOT REACHED" in said
    assert f"{_reference(root, 'axllent/mailpit')} (status 404" in said
    digests = {one.name: one.digest for one in images.listed(root)}
    assert digests.pop("axllent/mailpit") == ""
    assert set(digests.values()) == {DIGEST}
    assert list(images.problems(root)) == []
    assert f"image: postgres:18.4@{DIGEST}" in (root / "docker-compose.yml").read_text()
    dockerfile = (root / "deploy/docker/Dockerfile").read_text()
    assert f"FROM {_reference(root, 'python')} AS build" in dockerfile
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
