"""How close every concept and text is to an entry wanted, and what of that is kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from threading import Lock

import numpy as np

from services.matching.lexicon.lexicon import Comparison, Lexicon, Meanings, Scope
from services.matching.ranking.pool import Floats, Ints
from services.matching.ranking.scoring import ELEMENTARY

_REMEMBERED = 512
"""Entries whose closeness to every concept is kept: 4 MB, or 60 with all of ESCO loaded."""
_TEXTS_REMEMBERED = 256
"""Entries whose closeness to every text is kept: 20 MB where people wrote 10,000."""


class Closeness:
    """Closeness of a scope to an entry wanted, by its words and by what they stand for.

    A person's own text is at least as close as the concept it stands for, as far as that is
    trusted; so is the wanted one, where it is a text. `least`: what is below counts as nothing.

    `kin`: numbers of concepts that are near to all of the same number; 0 is none.

    What concerns concepts alone is worked out once for an entry: vacancies ask the same skills
    and trades again and again.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        rule: Callable[[Comparison], Floats],
        *,
        least: float = 0.0,
        kin: Ints | None = None,
    ) -> None:
        self._lexicon = lexicon
        self._rule = rule
        self._least = least
        self._kin = kin
        self._known = lru_cache(_REMEMBERED)(self._to_known)
        self._texts: OrderedDict[int, Floats] = OrderedDict()
        self._lock = Lock()

    def __call__(self, entry: int, scope: Scope, meant: Meanings | None = None) -> Floats:
        """Closeness of each place of a scope; not to be written to. `meant`: what the entry stands
        for, where more is known of it than its words."""
        close = self._of(entry, scope)
        for concept, trust in self._lexicon.meanings(entry) if meant is None else meant:
            if concept != entry:
                close = np.maximum(close, trust * self._of(concept, scope))
        return close

    def _of(self, entry: int, scope: Scope) -> Floats:
        known = self._known(entry)
        if not len(scope.texts):
            return known
        texts = self._of_all(entry, scope) if scope.whole else self._to_texts(entry, scope)
        return np.concatenate((known, texts))

    def _of_all(self, entry: int, scope: Scope) -> Floats:
        """The same for a scope of every text: of an entry asked before, only those that came since
        are compared."""
        with self._lock:
            before = self._texts.get(entry, np.zeros(0))
        held = len(before)
        if held < len(scope.texts):
            came = replace(
                scope,
                texts=scope.texts[held:],
                vectors=scope.vectors[held:],
                stands_for=scope.stands_for[held:],
                trust=scope.trust[held:],
            )
            before = np.concatenate((before, self._to_texts(entry, came)))
            self._keep(entry, before)
        return before[: len(scope.texts)]

    def _keep(self, entry: int, texts: Floats) -> None:
        with self._lock:
            self._texts[entry] = texts
            self._texts.move_to_end(entry)
            while len(self._texts) > _TEXTS_REMEMBERED:
                self._texts.popitem(last=False)

    def _to_texts(self, entry: int, scope: Scope) -> Floats:
        known = self._known(entry)
        texts = self._rule(self._lexicon.compare_texts(entry, scope))
        texts = np.maximum(texts, (scope.trust * known[scope.stands_for]).max(axis=1))
        return np.where(texts >= self._least, texts, 0.0)

    def _to_known(self, entry: int) -> Floats:
        close = self._rule(self._lexicon.compare_known(entry))
        if self._kin is None or entry >= len(self._kin) or not self._kin[entry]:
            return close
        return np.where(self._kin == self._kin[entry], np.maximum(close, ELEMENTARY), close)
