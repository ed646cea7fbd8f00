"""Make `.venv` beside this repository with the command `amuddu` in it. Standard library only.

    python3 tools/bootstrap.py run     what the product needs
    python3 tools/bootstrap.py dev     and what its tests and linters need

Where nothing changed since the last time it returns at once. PyTorch comes first, as a CPU
build: where pip would bring the CUDA build (several gigabytes), this stops and says how to name
the index of CPU builds:

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
EXTRAS = {"run": "all", "dev": "dev"}
TORCH = "torch==2.13.0"


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - runs before the package that demands it
        sys.exit("amuddu needs Python 3.11 or newer: make setup PYTHON=python3.11")
    extra = EXTRAS[sys.argv[1] if len(sys.argv) > 1 else "run"]
    wanted = fingerprint()
    if any(stamp(each).is_file() and stamp(each).read_text() == wanted for each in covering(extra)):
        return
    if not PYTHON.exists():
        say("making the virtual environment .venv")
        venv.create(VENV, with_pip=True)
    install_torch()
    say(f"installing amuddu[{extra}] and what it needs (a minute or two)")
    pip("install", "-c", str(ROOT / "constraints.txt"), "-e", f"{ROOT}[{extra}]")
    stamp(extra).write_text(wanted)
    say("ready: .venv/bin/amuddu")


def covering(extra: str) -> tuple[str, ...]:
    """Extras whose installation holds all that this one needs."""
    return (extra, "dev") if extra == "all" else (extra,)


def stamp(extra: str) -> Path:
    return VENV / f".amuddu-{extra}"


def fingerprint() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in ("pyproject.toml", "constraints.txt", "tools/bootstrap.py"):
        digest.update((ROOT / name).read_bytes())
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
    say(f"installing {TORCH} (CPU build)")
    pip("install", *where, TORCH)


def refuse_cuda() -> None:
    """Stop where pip would bring the build for graphics cards, whose packages are named so."""
    say("looking which build of PyTorch pip would bring")
    report = subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--dry-run", "--report", "-", TORCH],
        capture_output=True,
        text=True,
        check=False,
    )
    if report.returncode != 0:
        sys.exit(report.stderr + f"\npip finds no {TORCH}: see the top of tools/bootstrap.py")
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
