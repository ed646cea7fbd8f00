"""Which occupations a vacancy is about: its title first, then its skills, then its description."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.matching.lexicon.concept_index import ConceptIndex, Encodes, encode_title, unit
from services.matching.lexicon.text import core_title

Floats = NDArray[np.float32]

SKILLS = 0.7
DESCRIPTION = 0.5
"""What skills and description count beside the title's 1; a description tells of the firm too.
The model card says on what they were chosen."""

_SENTENCE = re.compile(r"[\n.;:•!?]+")
_LEAST_LETTERS = 4


def occupation_scores(
    index: ConceptIndex,
    encoder: Encodes,
    *,
    title: str,
    skills: Sequence[str] = (),
    description: str = "",
) -> Floats:
    """Closeness of a vacancy to every concept of the index, [C]; ISCO groups are minus infinity.

    Skills and sentences count by the mean of their vectors: many trades share one skill, few
    share ten.
    """
    wanted = core_title(title)
    scores = index.scores(wanted, encode_title(encoder, wanted))
    scores += SKILLS * (index.means @ _mean(encoder, skills))
    scores += DESCRIPTION * (index.means @ _mean(encoder, sentences(description)))
    return np.where(index.groups, np.float32(-np.inf), scores)


def sentences(text: str) -> list[str]:
    """The pieces of a text between stops and line ends, without crumbs."""
    pieces = (piece.strip() for piece in _SENTENCE.split(text))
    return [piece for piece in pieces if len(piece) >= _LEAST_LETTERS]


def _mean(encoder: Encodes, texts: Sequence[str]) -> Floats:
    """Direction of several texts together, [d]; zero for none."""
    return unit(encoder.encode(texts).sum(axis=0))
