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
    "AMUDDU_GATEWAY_SECRET": "cd76e725afb1321fff8f613509d91cae78fd10157e675371",
    "AMUDDU_PROFILES_SECRET": "d9a50d13048358786aa15e0cd64058d78c81c0b90fc55a9a",
    "AMUDDU_EMPLOYERS_SECRET": "d3ed8f063262166d15d53e4cd4121f673e3a9a69dc2aa1e1",
    "AMUDDU_NOTIFICATIONS_SECRET": "b3994fa20507f622da0f25a9f53e0227bbc0425c34e163fb",
    "AMUDDU_SUPPORT_SECRET": "f1ab0f4f2c7c4d0f9b6e7a8d5c3b2a19087f6e5d4c3b2a10",
    "AMUDDU_KEYS": "/somewhere/keys",
    "AMUDDU_PUBLIC_URL": "https://amuddu.example",
    "POSTGRES_PASSWORD": "b4d4b82766e0c4462dd774e3298388e63c88db99e6a76022",
    "AMUDDU_MASTER_KEY_FILE": "/var/run/master.key",
    **{
        f"KAFKA_{name}_PASSWORD": f"b4d4b82766e0c4462dd774e3298388e63c88db99e6a7{number}"
        for number, name in enumerate(
            ("PROFILES", "EMPLOYERS", "MATCHING", "NOTIFICATIONS", "SUPPORT", "TOPICS"), 10
        )
    },
}
"""What whoever deploys has to name; everything else has a default."""
OWN = ("profiles", "employers", "matching", "notifications", "support", "gateway")


RECORDING = ("profiles", "gateway")
"""Those that write in the audit."""


def databases_of(name: str) -> set[str]:
    """The variables that name the databases of a service's processes."""
    return (
        {f"AMUDDU_{name.upper()}_DATABASE_URL"}
        | ({"AMUDDU_AUDIT_DATABASE_URL"} if name in RECORDING else set())
        | ({"AMUDDU_KEYS_DATABASE_URL"} if name == "profiles" else set())
    )


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
