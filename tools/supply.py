"""What each image is made of, and what is known against it. `make supply`.

Writes `build/sbom/<image>.json` (CycloneDX 1.6) from the hashed requirements, and asks the public
advisories about every version. Exit status 1 where one has a known hole. Advisories that cannot
be reached are said loudly, package by package counted: that is no pass.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.lock import IMAGES, LOCKS, ROOT

PLACE = ROOT / "build" / "supply"
SBOMS = ROOT / "build" / "sbom"
AUDITED = ("dev", "supply")
"""These two files hold every package of the others."""
TIMEOUT = "15"


@dataclass(frozen=True, slots=True)
class Advice:
    """What the advisories say of some packages."""

    asked: int
    unknown: tuple[str, ...]
    """Packages of which nothing could be learned."""
    holes: tuple[str, ...]

    def lines(self) -> list[str]:
        """The same in words, the loudest last."""
        said = [f"hole: {hole}" for hole in self.holes]
        said.append(f"advisories: {self.asked - len(self.unknown)} of {self.asked} packages asked")
        if self.unknown:
            said.append(
                f"ADVISORIES NOT CHECKED for {len(self.unknown)} packages: the advisory data cannot"
                " be reached from here. Run `make supply` where it can before a release."
            )
        return said


def main() -> int:
    tools = _installed()
    SBOMS.mkdir(parents=True, exist_ok=True)
    for image in IMAGES:
        target = SBOMS / f"{image}.json"
        _run(tools / "cyclonedx-py", "requirements", f"requirements/{image}.txt", "-o", target)
        print(f"supply: {target.relative_to(ROOT)}: {components(target)} packages")
    advice = together(_asked(tools, name) for name in AUDITED)
    print("\n".join(f"supply: {line}" for line in advice.lines()))
    return 1 if advice.holes else 0


def components(sbom: Path) -> int:
    """How many packages a bill of materials names."""
    return len(json.loads(sbom.read_text())["components"])


def read(report: dict[str, Any]) -> Advice:
    """The report of `pip-audit --format json`: it ends well where it learned nothing at all."""
    found = report["dependencies"]
    return Advice(
        asked=len(found),
        unknown=tuple(one["name"] for one in found if "skip_reason" in one),
        holes=tuple(
            f"{one['name']} {one['version']}: {hole['id']}"
            for one in found
            for hole in one.get("vulns", ())
        ),
    )


def together(parts: Any) -> Advice:
    """Several reports as one; a package that stands in two is counted once."""
    reports = list(parts)
    packages = {one["name"]: one for report in reports for one in report["dependencies"]}
    return read({"dependencies": list(packages.values())})


def _asked(tools: Path, name: str) -> dict[str, Any]:
    command = [
        tools / "pip-audit", "--requirement", LOCKS / f"{name}.txt", "--disable-pip",
        "--format", "json", "--progress-spinner", "off", "--timeout", TIMEOUT,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.stdout.startswith("{"):
        report: dict[str, Any] = json.loads(done.stdout)
        return report
    # It asked nobody: every package of the file is unknown.
    lines = (LOCKS / f"{name}.txt").read_text().splitlines()
    names = [line.partition("==")[0] for line in lines if "==" in line and line[0] not in " #"]
    return {"dependencies": [{"name": one, "skip_reason": "not reached"} for one in names]}


def _installed() -> Path:
    """The folder of the tools' commands, in an environment of their own."""
    wanted = (LOCKS / "supply.txt").read_text()
    stamp = PLACE / "installed.txt"
    if not stamp.is_file() or stamp.read_text() != wanted:
        venv.create(PLACE, with_pip=True, clear=True)
        _run(
            PLACE / "bin" / "pip",
            "install",
            "-q",
            "--require-hashes",
            "-r",
            "requirements/supply.txt",
        )
        stamp.write_text(wanted)
    return PLACE / "bin"


def _run(*command: str | Path) -> None:
    if subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode != 0:
        sys.exit(f"supply: {Path(command[0]).name} failed (its message is above)")


if __name__ == "__main__":
    sys.exit(main())
