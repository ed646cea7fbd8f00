"""Write `requirements/*.txt`: every version with the hashes of all its files. `make lock`.

One file for each set of packages that somebody installs: `run` and `dev` for `.venv`, one for
each image, `build` for what makes the distribution, `supply` for what checks them all. All agree
on each version. A version that is there already stays; `make lock UPGRADE=1` takes the newest that
pyproject.toml allows.

PyTorch is left out: its CPU builds carry other hashes on each index, and the index is for
whoever installs to name. `requirements/torch.txt` pins its version by hand; what its CPU build
needs is in the files, hashed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
UV = Path(sys.executable).with_name("uv")

IMAGES = ("profiles", "employers", "matching", "notifications", "support", "gateway")
BESIDE = ("kafka", "tracing", "cli")
"""The extras that every image has beside its own."""

SETS: dict[str, tuple[str, ...]] = {
    "dev": ("dev",),
    "run": ("all",),
    **{image: (image, *BESIDE) for image in IMAGES},
    "supply": ("supply",),
}
"""Extras of each file. The first holds all the others' packages: its versions are theirs."""

WITH_TORCH = ("dev", "run", "matching")
TORCH_NEEDS = (
    "filelock",
    "fsspec",
    "jinja2",
    "networkx",
    "setuptools",
    "sympy",
    "typing_extensions",
)


def main() -> None:
    upgrade = ("--upgrade",) if "--upgrade" in sys.argv[1:] else ()
    for name in SETS:
        write(name, *upgrade)
    write("build", *upgrade)


def write(name: str, *options: str) -> None:
    """Bring one file up to date."""
    target = LOCKS / f"{name}.txt"
    first = LOCKS / f"{next(iter(SETS))}.txt"
    with tempfile.TemporaryDirectory() as folder:
        without = Path(folder) / "without.txt"
        without.write_text("torch ; python_version < '0'\n")
        wanted = Path(folder) / "wanted.in"
        wanted.write_text("\n".join(direct(name)))
        same = [] if target == first else ["--constraint", str(first)]
        command = [
            str(UV), "pip", "compile", str(wanted), "--output-file", str(target), "--quiet",
            "--universal", "--python-version", oldest_python(), "--generate-hashes",
            "--override", str(without), *same, *options,
            # No address of an index, no path of a machine: what is written is the same everywhere.
            "--no-emit-index-url", "--no-emit-find-links", "--no-annotate",
            "--custom-compile-command", "make lock",
        ]  # fmt: skip
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            sys.exit(f"lock: {target.name} could not be written (uv's message is above)")
    print(f"lock: {target.relative_to(ROOT)}")


def direct(name: str) -> list[str]:
    """What pyproject.toml asks for in that set, the project's own extras spelled out."""
    project = _pyproject()
    if name == "build":
        # The dev file pins what builds too, so that a build here is a build there.
        return list(project["build-system"]["requires"])
    found = list(project["project"]["dependencies"]) if name != "supply" else []
    for extra in SETS[name]:
        found += _extra(extra)
    found += TORCH_NEEDS if name in WITH_TORCH else ()
    found += project["build-system"]["requires"] if name == "dev" else ()
    return sorted(set(found))


def oldest_python() -> str:
    asked: str = _pyproject()["project"]["requires-python"]
    return asked.removeprefix(">=")


def _extra(name: str) -> list[str]:
    found: list[str] = []
    for text in _pyproject()["project"]["optional-dependencies"][name]:
        if text.startswith("amuddu["):
            for inner in text.removeprefix("amuddu[").removesuffix("]").split(","):
                found += _extra(inner)
        else:
            found.append(text)
    return found


def _pyproject() -> dict[str, dict]:  # type: ignore[type-arg]  # TOML: whatever stands there
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


if __name__ == "__main__":
    main()
