"""Play every attack, then measure what could be inferred in a house of 400. `make attack`.

The last line is one JSON object: `{"played", "came_out", "unique_before_yes",
"title_information_bits"}`; the exit status is 1 where anything came out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from tests.attack import inference
from tests.browser import house

PEOPLE = 400


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="amuddu-attack-") as folder:
        by_name, came_out = attacks(Path(folder) / "attacks.xml")
        with house.running(Path(folder), people=PEOPLE) as opened:
            found = inference.measure(opened)
    figures = {
        "played": by_name.total(),
        "came_out": len(came_out),
        "unique_before_yes": round(found.unique_before_yes, 4),
        "title_information_bits": round(found.title_information_bits, 4),
    }
    named = [f"{name}: {number} played" for name, number in sorted(by_name.items())]
    out = [*named, *found.lines, *(f"came out: {one}" for one in came_out), json.dumps(figures)]
    sys.stdout.write("\n".join(out) + "\n")
    whole = by_name and not came_out
    return 0 if whole and not found.unique_before_yes and not found.title_information_bits else 1


def attacks(report: Path) -> tuple[Counter[str], Sequence[str]]:
    """How many attacks were played, by what they are about, and those of which something came
    out. One that could not be played counts as come out."""
    folder = str(Path(__file__).parent)
    command = [sys.executable, "-m", "pytest", folder, "-q", "-n", "2", f"--junitxml={report}"]
    environment = {**os.environ, "AMUDDU_ATTACK_PEOPLE": str(PEOPLE)}
    subprocess.run([*command, *sys.argv[1:]], env=environment, check=False)
    cases = list(ElementTree.parse(report).iter("testcase"))
    came_out = [
        f"{case.get('classname')}::{case.get('name')}"
        for case in cases
        if any(case.find(what) is not None for what in ("failure", "error", "skipped"))
    ]
    return Counter(about(str(case.get("classname"))) for case in cases), came_out


def about(module: str) -> str:
    """What the attacks of a module are about: `F15 restored backup`."""
    number, *words = module.rpartition(".test_")[2].split("_")
    return " ".join([number.upper(), *words])


if __name__ == "__main__":
    sys.exit(main())
