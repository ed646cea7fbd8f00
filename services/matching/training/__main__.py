"""``python -m services.matching.training --esco FOLDER [--rome FOLDER] [--out FOLDER]``."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from services.matching.training.corpus import read_corpus
from services.matching.training.export import export
from services.matching.training.train import Recipe, train

BUNDLED = Path(__file__).resolve().parent.parent / "model"


def main(arguments: Sequence[str] | None = None) -> None:
    """Train a model from the ESCO files and write it to a folder."""
    chosen = _parser().parse_args(arguments)
    corpus = read_corpus(chosen.esco, rome=chosen.rome)
    print(f"{len(corpus.concepts)} concepts")
    recipe = replace(
        Recipe(),
        seed=chosen.seed,
        epochs=chosen.epochs,
        vocabulary=chosen.vocabulary,
        threads=chosen.threads,
    )
    trained = train(corpus, recipe, report=_report)
    print(export(trained, chosen.out))


def _parser() -> argparse.ArgumentParser:
    usual = Recipe()
    parser = argparse.ArgumentParser(description="Train the multilingual matching model.")
    parser.add_argument("--esco", type=Path, required=True, help="folder of the ESCO files")
    parser.add_argument("--rome", type=Path, help="folder of the ROME job titles")
    parser.add_argument("--out", type=Path, default=BUNDLED, help="folder to write")
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--epochs", type=int, default=usual.epochs)
    parser.add_argument("--vocabulary", type=int, default=usual.vocabulary, help="subwords")
    parser.add_argument("--threads", type=int, default=usual.threads, help="CPU threads")
    return parser


def _report(epoch: int, loss: float) -> None:
    """One line every tenth epoch."""
    if epoch % 10 == 0:
        print(f"epoch {epoch}: loss {loss:.3f}", flush=True)


if __name__ == "__main__":
    main()
