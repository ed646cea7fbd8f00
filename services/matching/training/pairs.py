"""Draws pairs of texts that mean the same thing.

The texts of a concept are grouped in *views*: its names by language (and kind, see NAME_KEYS),
then its descriptions by language. A pair takes one text from each of two views, each view
as likely as another, so that the 20 English names of an occupation do not drown its one Arabic
name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.matching.training.bags import Ints
from services.matching.training.corpus import LANGUAGES, NAME_KEYS, Concept

NAME_VIEWS = len(NAME_KEYS)
VIEWS = NAME_VIEWS + len(LANGUAGES)


@dataclass(frozen=True)
class Layout:
    """Where the texts of each concept are.

    ``texts`` lists every text once; the texts of concept ``c`` in view ``v`` are
    ``first[c, v]`` up to ``first[c, v] + count[c, v]``. Shapes of both: [concepts, VIEWS].
    """

    texts: tuple[str, ...]
    first: Ints
    count: Ints

    @classmethod
    def of(cls, concepts: Sequence[Concept]) -> Self:
        """Lay out the texts of the concepts in order."""
        views = [view for concept in concepts for view in _views(concept)]
        count = np.array([len(view) for view in views], dtype=np.int64)
        first = np.concatenate(([0], np.cumsum(count)[:-1]))
        shape = (len(concepts), VIEWS)
        texts = tuple(text for view in views for text in view)
        return cls(texts, first.reshape(shape), count.reshape(shape))


def _views(concept: Concept) -> list[tuple[str, ...]]:
    """Give the VIEWS groups of texts of a concept; an absent view is empty."""
    names = [concept.names.get(key, ()) for key in NAME_KEYS]
    described = [concept.descriptions.get(language) for language in LANGUAGES]
    return [*names, *((text,) if text else () for text in described)]


@dataclass(frozen=True)
class Drawer:
    """Draws texts at random, reproducibly: all chance comes from ``rng``."""

    layout: Layout
    rng: np.random.Generator

    def pairs(self, concepts: Ints, *, described: float, alike: float) -> tuple[Ints, Ints]:
        """Draw one pair of text numbers for each concept, two arrays [n].

        The second text is a description with chance ``described`` where the concept has one;
        otherwise it is a name: of the same language with chance ``alike``, else of another
        where there is one.
        """
        names = self.layout.count[concepts, :NAME_VIEWS] > 0
        left = self._view(names)
        others = names.copy()
        others[np.arange(len(concepts)), left] = False
        lone = ~others.any(axis=1)
        others[lone] = names[lone]
        right = np.where(self.rng.random(len(concepts)) < alike, left, self._view(others))
        descriptions = self.layout.count[concepts, NAME_VIEWS:] > 0
        told = (self.rng.random(len(concepts)) < described) & descriptions.any(axis=1)
        right[told] = NAME_VIEWS + self._view(descriptions[told])
        return self._text(concepts, left), self._text(concepts, right)

    def names(self, concepts: Ints) -> Ints:
        """Draw one name for each concept, in any language, [n]."""
        return self._text(concepts, self._view(self.layout.count[concepts, :NAME_VIEWS] > 0))

    def _view(self, allowed: NDArray[np.bool_]) -> Ints:
        """Pick for each row one of the columns that are true, all equally likely."""
        weights = np.where(allowed, self.rng.random(allowed.shape), -1.0)
        return np.asarray(weights.argmax(axis=1), dtype=np.int64)

    def _text(self, concepts: Ints, view: Ints) -> Ints:
        count = self.layout.count[concepts, view]
        return self.layout.first[concepts, view] + (self.rng.random(len(concepts)) * count).astype(
            np.int64
        )


def shuffled_batches(
    members: Ints, *, families: Sequence[str], size: int, rng: np.random.Generator
) -> list[Ints]:
    """Cut the concepts into batches in which siblings meet, [about members / size] arrays.

    Families (ISCO groups) come in random order and stay together: a mason is harder to tell
    from a tiler than from a judge, so the two must meet in one batch. Concepts without family
    (empty string) are spread at random.
    """
    chance = {family: rng.random() for family in sorted(set(families))}
    own = rng.random(len(families))
    order = [own[i] if not name else chance[name] for i, name in enumerate(families)]
    ordered = members[np.argsort(order, kind="stable")]
    return np.array_split(ordered, max(1, round(len(ordered) / size)))
