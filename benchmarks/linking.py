"""Titles to trades, in batches: the linker that runs; a plain look-up of names beside it.

Half of the titles are names of trades and unit groups in four languages, the others are written as
advertisements and misspelt; no title stands twice, and what was met before is forgotten, but for
one row that tells how quick the same titles are once more. The peer, rapidfuzz, looks among the
same names by letters; it is slow and reads the first titles only. Right is the share of titles
whose unit group comes first: they are made of the very names that the peer looks among, so this
tells that both read the same titles, not which reads better (MELO does). The last line is JSON:
`python -m benchmarks.linking`.
"""

from __future__ import annotations

import json
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from amuddu.contracts.types import LANGS
from amuddu.reference.text import fold
from benchmarks.table import Row
from services.matching.lexicon.concepts import answers
from services.matching.lexicon.linker import Linker
from services.matching.ranking.matcher import matcher_of
from services.matching.vectors.encoder import BUNDLED_MODEL, Encoder

RUNS = 3
TITLES = 2_000
PEER_TITLES = 100
BATCH = 1_000
GOAL = 20_000
AROUND = ("{} H/F", "Recherche {} à Rabat", "{} CDI Casablanca", "{} - Tanger", "urgent {}")
SHIPPED = ("model.safetensors", "tokenizer.json", "concepts.safetensors")

Title = tuple[str, str]
"""A title and its unit group."""


def titles(count: int = TITLES) -> list[Title]:
    """Distinct titles, the same each time."""
    chance = random.Random(11)
    named = [
        (name, known.isco or "")
        for known in answers("occupation").values()
        for lang in LANGS
        for name in known.titles[lang].split(" / ")
    ]
    chance.shuffle(named)
    half = named[: count // 2]
    written = [(_written(name, chance), isco) for name, isco in named[count // 2 :]]
    asked = list(dict([*half, *written]).items())[:count]
    chance.shuffle(asked)
    return asked


def _written(name: str, chance: random.Random) -> str:
    """A name as an advertisement writes it, with a letter lost."""
    place = chance.randrange(1, len(name)) if len(name) > 6 else 0
    return chance.choice(AROUND).format(name[:place] + name[place + 1 :] if place else name)


def measure() -> Iterator[Row]:
    """Rates, shares that are right, and memory."""
    asked = titles()
    began = time.perf_counter()
    linker = matcher_of(Encoder.load()).linker
    yield Row("loading", [time.perf_counter() - began], "s")
    linker.link([title for title, _ in asked[:BATCH]], limit=5)
    ways: dict[str, tuple[Callable[[Sequence[str]], list[str]], list[Title]]] = {
        "Amuddu": (lambda texts: _linked(linker, texts), asked),
        "peer: rapidfuzz": (_looked_up, asked[:PEER_TITLES]),
    }
    for name, (way, told) in ways.items():
        rates, costs, right = [], [], 0.0
        for _ in range(RUNS):
            linker.met.forget()
            began, worked = time.perf_counter(), time.process_time()
            found = way([title for title, _ in told])
            rates.append(len(told) / (time.perf_counter() - began))
            costs.append(1000 * (time.process_time() - worked) / len(told))
            right = sum(one == isco for one, (_, isco) in zip(found, told, strict=True)) / len(told)
        yield Row(f"{name}: titles a second", rates, "")
        yield Row(f"{name}: processor time a title, however busy the machine", costs, "ms")
        yield Row(f"{name}: right unit group first", [right], "")
    yield Row("Amuddu: titles a second, all met before", list(_again(linker, asked)), "")
    yield Row("Amuddu: files", [_shipped()], "MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Row("the whole process at its peak, PyTorch included", [peak], "MB")


def _again(linker: Linker, asked: Sequence[Title]) -> Iterator[float]:
    """Rates of the same titles once more, as imports and boards repeat them."""
    texts = [title for title, _ in asked]
    _linked(linker, texts)
    for _ in range(RUNS):
        began = time.perf_counter()
        _linked(linker, texts)
        yield len(texts) / (time.perf_counter() - began)


def _linked(linker: Linker, texts: Sequence[str]) -> list[str]:
    known = tuple(answers("occupation").values())
    found = [
        one
        for start in range(0, len(texts), BATCH)
        for one in linker.link(texts[start : start + BATCH], limit=5)
    ]
    return [(known[one[0].place].isco or "") if one else "" for one in found]


def _looked_up(texts: Sequence[str]) -> list[str]:
    """The unit group of the name that is written most like each text."""
    known = answers("occupation").values()
    names = [(fold(name), one.isco or "") for one in known for name in one.names]
    keys = [name for name, _ in names]
    best = [process.extractOne(fold(text), keys, scorer=fuzz.ratio) for text in texts]
    return [names[one[2]][1] for one in best]


def _shipped() -> float:
    """Megabytes of the files that linking needs."""
    return sum((Path(BUNDLED_MODEL) / name).stat().st_size for name in SHIPPED) / 1e6


def main() -> None:
    rows = list(measure())
    for row in rows:
        print(row)
    figures = {row.name: sorted(row.values)[len(row.values) // 2] for row in rows}
    print(json.dumps({"benchmark": "linking", "goal": GOAL, **figures}))


if __name__ == "__main__":
    main()
