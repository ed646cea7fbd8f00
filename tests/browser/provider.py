"""A provider of identities beside the house, in a process of its own, which speaks OpenID Connect
for real: whoever says who they are there, is."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import yaml

NAME = "Ministère d'essai"
_PATIENCE = 60.0


@contextmanager
def running(folder: Path) -> Iterator[Path]:
    """The file that has the house trust it."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    try:
        _awaited(f"{issuer}/.well-known/openid-configuration")
        (folder / "secret").write_text("un secret d'essai", encoding="utf-8")
        trusted = {
            "id": "ministere",
            "name": NAME,
            "issuer": issuer,
            "client_id": "amuddu",
            "client_secret_file": str(folder / "secret"),
        }
        file = folder / "providers.yaml"
        file.write_text(yaml.safe_dump({"providers": [trusted]}), encoding="utf-8")
        yield file
    finally:
        process.terminate()
        process.wait(timeout=30)


def _awaited(url: str) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            if httpx2.get(url, trust_env=False).status_code == httpx2.codes.OK:
                return
        except httpx2.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the provider did not start")
