"""The concept index as a file, and the concepts of an ESCO download.

The bundled index, `model/concepts.safetensors`, is derived from ESCO and ROME when the model is
trained. It holds number rows (vectors in 8 bits, hashed runs of letters), concept ids and ISCO-08
codes, and no name: it finds an occupation without any download, and cannot print its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from services.matching.lexicon.concept_index import ConceptIndex, Encodes, Named
from services.matching.lexicon.text import split_gendered
from services.matching.training.corpus import Concept, Corpus, distinct, read_corpus, rome_beside
from services.matching.training.reference import PREFIX, with_reference


def esco_index(esco: Path, encoder: Encodes, *, rome: Path | None = None) -> ConceptIndex:
    """Index the occupations and ISCO groups of an ESCO folder, with our own words.

    `rome` adds the French titles that the ROME folder links to them; a folder `rome` beside the
    ESCO folder is read where none is named.
    """
    corpus = read_corpus(esco, rome=rome or rome_beside(esco))
    return ConceptIndex.build(occupations_of(with_reference(corpus)), encoder)


def occupations_of(corpus: Corpus) -> list[Named]:
    """The occupations and ISCO groups that have an official id."""
    return [
        _named(concept)
        for concept in corpus.concepts
        if concept.kind in ("occupation", "group") and not concept.key.startswith(PREFIX)
    ]


def _named(concept: Concept) -> Named:
    """The labels of the four languages come first, then all other names."""
    labels = [texts[0] for texts in concept.names.values()]
    labels += [texts[1] for texts in concept.names.values() if _second_gender(texts)]
    others = (name for texts in concept.names.values() for name in texts)
    names = distinct([*labels, *others])
    group = concept.kind == "group"
    key = f"C{concept.group}" if group else concept.key
    return Named(key, names, isco=concept.group, group=group, main=len(distinct(labels)))


def _second_gender(texts: Sequence[str]) -> bool:
    """Whether the second name is the first one's other gender: the training split them."""
    return len(texts) > 1 and len(split_gendered(f"{texts[0]}/{texts[1]}")) > 1
