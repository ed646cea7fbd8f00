"""Finds the browser. Where there is none, its tests are skipped for one named reason."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
"""The first has no window to draw and takes little more than half the time of the processor."""
NO_CHROMIUM = "no Chromium: install one (Debian: apt-get install chromium) or set AMUDDU_CHROMIUM"


def find() -> str | None:
    """Path of a Chromium: `AMUDDU_CHROMIUM`, else the first on the path."""
    named = os.environ.get("AMUDDU_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next((found for name in NAMES if (found := shutil.which(name))), None)
