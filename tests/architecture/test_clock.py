"""One place asks the machine for the time: ruff refuses it elsewhere, see `banned-api`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = "services/profiles/people/service.py"


def refused(text: str, *, at: str) -> bool:
    """Whether ruff finds a banned call in `text`, were it the file `at`."""
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("ruff")),
            *("check", "--no-cache", "--select", "TID251", "--stdin-filename", at, "-"),
        ],
        input=text,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return "TID251" in done.stdout


@pytest.mark.parametrize(
    "planted",
    [
        "from datetime import UTC, datetime\nNOW = datetime.now(UTC)\n",
        "import datetime\nNOW = datetime.datetime.utcnow()\n",
        "from datetime import date\nTODAY = date.today()\n",
        "import time\nNOW = time.time()\n",
    ],
)
def test_the_product_asks_the_machine_in_one_place(planted: str) -> None:
    product = (ROOT / PRODUCT).read_text()
    assert not refused(product, at=PRODUCT)
    assert refused(product + planted, at=PRODUCT)
    assert not refused(planted, at="amuddu/kit/clock.py")
