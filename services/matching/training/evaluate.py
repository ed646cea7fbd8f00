"""Measures the model on judged job titles: MELO (Retyk et al. 2024, RecSys in HR).

``python -m services.matching.training.evaluate --melo FOLDER [--model FOLDER]``

Each sub-folder is one set: job titles of a national register (queries), the names of all ESCO
occupations (corpus) and who belongs to whom. The figure is the mean reciprocal rank: 1 divided
by the rank of the first right name, averaged over the queries. 0.5 means "second on average".

ESCO gives some names to several concepts, and no model can tell equal names apart. Among equal
scores the rank is therefore the one expected from a random order.
"""

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
_CORPUS_FILES = ("corpus_elements.tsv", "corpus.tsv")
_JUDGEMENT_FILES = ("annotations.tsv", "qrels.tsv")
_RANKS = (1, 5, 10)
_TIE = 1e-5
"""Cosines closer than this are equal: single precision leaves that much noise."""


@dataclass(frozen=True)
class JudgedSet:
    """One set: ``right`` gives for each query the positions of its right names."""

    name: str
    queries: tuple[str, ...]
    names: tuple[str, ...]
    right: tuple[NDArray[np.int64], ...]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a folder; ``FileNotFoundError`` where a file is missing."""
        queries = dict(_pairs(folder / "queries.tsv"))
        names = dict(_pairs(_first(folder, _CORPUS_FILES)))
        place = {key: i for i, key in enumerate(names)}
        right: dict[str, list[int]] = {key: [] for key in queries}
        for query, _, name, judged in _rows(_first(folder, _JUDGEMENT_FILES)):
            if judged == "1":
                right[query].append(place[name])
        found = tuple(np.array(places, dtype=np.int64) for places in right.values())
        return cls(folder.name, tuple(queries.values()), tuple(names.values()), found)


@dataclass(frozen=True)
class Figures:
    """Mean reciprocal rank, and the share of queries answered within the first 1, 5, 10."""

    mrr: float
    within: dict[int, float]


def measure(judged: JudgedSet, encode: Encode) -> Figures:
    """Rank all names for each query by cosine."""
    scores = encode(judged.queries) @ encode(judged.names).T
    ranks = np.array([_rank(row, right) for row, right in zip(scores, judged.right, strict=True)])
    within = {limit: float((ranks < limit + 1).mean()) for limit in _RANKS}
    return Figures(float((1 / ranks).mean()), within)


def _rank(scores: NDArray[np.float32], right: NDArray[np.int64]) -> float:
    """Rank of the best right name among the wrong ones, from 1; infinite without any.

    With t wrong and g right names tied at the best right score, the first right one is expected
    after t / (g + 1) of the wrong ones.
    """
    if not len(right):
        return float("inf")
    best = scores[right].max()
    wrong = np.delete(scores, right)
    higher = int((wrong > best + _TIE).sum())
    tied_wrong = int((wrong >= best - _TIE).sum()) - higher
    tied_right = int((scores[right] >= best - _TIE).sum())
    return 1.0 + higher + tied_wrong / (tied_right + 1)


def read_sets(folder: Path) -> list[JudgedSet]:
    """Every judged set in the sub-folders, by name."""
    return [JudgedSet.read(one) for one in sorted(folder.iterdir()) if one.is_dir()]


def table(rows: dict[str, Figures]) -> str:
    """Lay the figures out as a Markdown table."""
    head = "| set | MRR | " + " | ".join(f"top {limit}" for limit in _RANKS) + " |"
    lines = [head, "|---|" + "---|" * (1 + len(_RANKS))]
    for name, figures in rows.items():
        within = " | ".join(f"{figures.within[limit]:.3f}" for limit in _RANKS)
        lines.append(f"| {name} | {figures.mrr:.3f} | {within} |")
    return "\n".join(lines)


def _first(folder: Path, names: Sequence[str]) -> Path:
    for name in names:
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"none of {', '.join(names)} in {folder}")


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for row in _rows(path):
        yield row[0], row[1]


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of a model folder (the bundled model by default)."""
    from services.matching.encoder import Encoder  # heavy: only when a model is really measured

    parser = argparse.ArgumentParser(description="Measure a model on judged job titles.")
    parser.add_argument("--melo", type=Path, required=True, help="folder of judged sets")
    parser.add_argument("--model", type=Path, help="model folder (the bundled one by default)")
    chosen = parser.parse_args(arguments)
    encoder = Encoder.load(chosen.model)
    print(encoder.model_id)
    print(table({one.name: measure(one, encoder.encode) for one in read_sets(chosen.melo)}))


if __name__ == "__main__":
    main()
