"""``python -m services.matching.training --esco FOLDER [--rome FOLDER] [--out FOLDER]``."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from services.matching.lexicon.concept_file import save
from services.matching.lexicon.concept_index import ConceptIndex
from services.matching.training.corpus import read_corpus, rome_beside
from services.matching.training.export import export
from services.matching.training.reference import with_reference
from services.matching.training.taxonomy import occupations_of
from services.matching.training.train import Recipe, train
from services.matching.vectors.encoder import Encoder

BUNDLED = Path(__file__).resolve().parent.parent / "model"
BUNDLED_NAMES = 8
BUNDLED_GRAMS = 200
"""Names and runs of letters that the bundled index keeps of a concept: the model folder is to stay
under 32 MB."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train a model from the ESCO files and write it and its concept index to a folder."""
    chosen = _parser().parse_args(arguments)
    corpus = read_corpus(chosen.esco, rome=chosen.rome or rome_beside(chosen.esco))
    if chosen.reference:
        corpus = with_reference(corpus)
    print(f"{len(corpus.concepts)} concepts")
    recipe = replace(
        Recipe(),
        seed=chosen.seed,
        epochs=chosen.epochs,
        vocabulary=chosen.vocabulary,
        threads=chosen.threads,
    )
    trained = train(corpus, recipe, report=_report)
    model_id = export(trained, chosen.out)
    encoder = Encoder.load(chosen.out)
    index = ConceptIndex.build(
        occupations_of(corpus), encoder, most=BUNDLED_NAMES, grams=BUNDLED_GRAMS
    )
    save(index, chosen.out, model_id=model_id)
    print(model_id)


def _parser() -> argparse.ArgumentParser:
    usual = Recipe()
    parser = argparse.ArgumentParser(description="Train the multilingual matching model.")
    parser.add_argument("--esco", type=Path, required=True, help="folder of the ESCO files")
    parser.add_argument(
        "--rome", type=Path, help="folder of the ROME titles (else one called rome beside ESCO)"
    )
    parser.add_argument(
        "--reference",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="learn the words of amuddu.reference too",
    )
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
