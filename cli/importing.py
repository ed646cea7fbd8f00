"""Modules imported when they are asked for, and quickly."""

from __future__ import annotations

import gc
from importlib import import_module
from types import ModuleType


def imported(name: str) -> ModuleType:
    """The module of this name.

    The garbage collector rests meanwhile: nearly all that an import makes stays, and going through
    it again and again is a fifth of its time.
    """
    resting = gc.isenabled()
    gc.disable()
    try:
        return import_module(name)
    finally:
        if resting:
            gc.enable()
