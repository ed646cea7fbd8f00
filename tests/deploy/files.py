"""The deployment files as data: compose as Docker Compose reads it, cluster items one by one."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from amuddu.kit.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
ASKED_FOR = {
    "AMUDDU_SECRET_KEY": "a-secret-for-tests-only-0123456789abcdef",
    "AMUDDU_PUBLIC_URL": "https://amuddu.example",
    "POSTGRES_PASSWORD": "letters0and1digits",
    "AMUDDU_MASTER_KEY_FILE": "/var/run/master.key",
}
"""What whoever deploys has to name; everything else has a default."""
OWN = ("profiles", "employers", "matching", "notifications", "gateway")


def tool(name: str) -> str:
    """A command-line tool of the development extra."""
    return str(Path(sys.executable).with_name(name))


def compose_config(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`docker compose config`, which checks the file and fills in its variables."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [tool("docker-compose"), "--project-directory", str(ROOT), "config", "--format", "json"],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@cache
def compose() -> dict[str, Any]:
    """The compose file, complete."""
    done = compose_config(ASKED_FOR)
    assert done.returncode == 0, done.stderr
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def ours() -> dict[str, dict[str, Any]]:
    """The compose services that run this product."""
    return {name: one for name, one in compose()["services"].items() if "build" in one}


@cache
def cluster() -> tuple[dict[str, Any], ...]:
    """Every item of `deploy/k8s/`, in the order of the files."""
    found: list[dict[str, Any]] = []
    for path in sorted((ROOT / "deploy/k8s").glob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text()):
            found += document["items"] if document["kind"] == "List" else [document]
    return tuple(found)


def of_kind(*kinds: str) -> dict[str, dict[str, Any]]:
    """Items of the cluster by name."""
    return {item["metadata"]["name"]: item for item in cluster() if item["kind"] in kinds}


def settings_of(name: str) -> type[Settings]:
    """The settings that a service's processes read."""
    package = name if name == "gateway" else f"services.{name}"
    module = importlib.import_module(f"{package}.settings")
    found: type[Settings] = getattr(module, f"{name.capitalize()}Settings")
    return found
