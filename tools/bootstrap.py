"""Make `.venv` beside this repository with the command `amuddu` in it. Standard library only.

    python3 tools/bootstrap.py run     what the product needs
    python3 tools/bootstrap.py dev     and what its tests and linters need

Every package is of the version and the hashes in `requirements/`, or is not installed. Where
nothing changed since the last time it returns at once. PyTorch comes first, as a CPU build: where
pip would bring the CUDA build (several gigabytes), this stops and says how to name the index of
CPU builds:

    AMUDDU_TORCH_INDEX=URL   index of PyTorch's CPU builds, as PyTorch's installation page gives it
    AMUDDU_TORCH=any         take whichever build pip finds, whatever its size
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
TORCH = REQUIREMENTS / "torch.txt"


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - runs before the package that demands it
        sys.exit("amuddu needs Python 3.11 or newer: make setup PYTHON=python3.11")
    name = sys.argv[1] if len(sys.argv) > 1 else "run"
    wanted = fingerprint()
    if any(stamp(each).is_file() and stamp(each).read_text() == wanted for each in covering(name)):
        return
    if not PYTHON.exists():
        say("making the virtual environment .venv")
        venv.create(VENV, with_pip=True)
    install_torch()
    say("installing what amuddu needs (a minute or two)")
    install_locked(name)
    say("installing amuddu")
    pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    pip("check")
    stamp(name).write_text(wanted)
    say("ready: .venv/bin/amuddu")


def covering(name: str) -> tuple[str, ...]:
    """Sets whose installation holds all that this one needs."""
    return (name, "dev") if name == "run" else (name,)


def install_locked(name: str) -> None:
    """What the files list and nothing else: nothing is resolved, nothing is built from source.

    A source would be built with packages that no file lists.
    """
    files = [f"--requirement={REQUIREMENTS / f'{each}.txt'}" for each in (name, "build")]
    pip("install", "--require-hashes", "--no-deps", "--only-binary=:all:", *files)


def stamp(name: str) -> Path:
    return VENV / f".amuddu-{name}"


def fingerprint() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in (ROOT / "pyproject.toml", Path(__file__), *sorted(REQUIREMENTS.glob("*.txt"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install_torch() -> None:
    if (
        subprocess.run([PYTHON, "-c", "import torch"], capture_output=True, check=False).returncode
        == 0
    ):
        return
    index = os.environ.get("AMUDDU_TORCH_INDEX")
    where = ["--index-url", index] if index else []
    if not index and os.environ.get("AMUDDU_TORCH") != "any":
        refuse_cuda()
    say("installing PyTorch (CPU build)")
    pip("install", "--no-deps", *where, "-r", str(TORCH))


def refuse_cuda() -> None:
    """Stop where pip would bring the build for graphics cards, whose packages are named so."""
    say("looking which build of PyTorch pip would bring")
    report = subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--dry-run", "--report", "-", "-r", TORCH],
        capture_output=True,
        text=True,
        check=False,
    )
    if report.returncode != 0:
        sys.exit(
            report.stderr
            + f"\npip finds no PyTorch as in {TORCH}: see the top of tools/bootstrap.py"
        )
    names = [item["metadata"]["name"].lower() for item in json.loads(report.stdout)["install"]]
    if any(name.startswith(("nvidia-", "cuda-", "triton")) for name in names):
        sys.exit(
            "pip would bring PyTorch's CUDA build, several gigabytes that Amuddu does not use.\n"
            "Name the index of CPU builds (see PyTorch's installation page) and try again:\n"
            "    AMUDDU_TORCH_INDEX=URL make setup\n"
            "or take what pip finds:\n"
            "    AMUDDU_TORCH=any make setup"
        )


def pip(*arguments: str) -> None:
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit("set-up stopped: pip failed (its message is above)")


def say(text: str) -> None:
    print(f"set-up: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
