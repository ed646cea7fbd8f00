"""The training loop: a bag of subword vectors, moved by contrast.

For a batch of n pairs (a_i, b_i) the loss is the cross entropy of finding b_i among all b from
a_i, and a_i among all a from b_i, on cosines multiplied by ``Recipe.scale`` (in-batch negatives;
Henderson et al. 2017, arXiv:1705.00652). It runs on two CPU threads in minutes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from services.matching.training import tokenizer as tokenizers_
from services.matching.training.bags import Bags, Ints, bag, frequencies
from services.matching.training.corpus import Corpus
from services.matching.training.pairs import Drawer, Layout, shuffled_batches

Floats = NDArray[np.float32]
Report = Callable[[int, float], None]


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the weights besides the data.

    ``described``: share of pairs with a description; ``alike``: of pairs within one language.
    ``occupation_passes`` and ``skill_passes``: how often an epoch sees each occupation, with
    another name of it and with three of its skills. ``fragmented``: chance that a batch is seen
    in small pieces of at most ``fragment`` letters. ``dropped``: chance that a subword is left
    out. ``rare``: the constant a of the first weights a / (a + share of the subword) (Arora et
    al. 2017). ``averaged``: decay of the running average of the weights that is kept.
    """

    seed: int = 7
    epochs: int = 60
    vocabulary: int = 40_000
    dimension: int = 256
    batch: int = 1024
    rate: float = 0.01
    scale: float = 14.0
    described: float = 0.15
    alike: float = 0.0
    skill_passes: int = 1
    fragmented: float = 0.1
    fragment: int = 5
    dropped: float = 0.1
    rare: float = 3e-4
    averaged: float = 0.0
    longest: int = 96
    siblings: bool = True
    occupation_passes: int = 2
    threads: int = 2


@dataclass(frozen=True)
class Trained:
    """The result: ``weights`` [subwords, dimension] and the tokenizer that numbers its rows."""

    tokenizer: Tokenizer
    weights: Floats


def train(corpus: Corpus, recipe: Recipe, *, report: Report | None = None) -> Trained:
    """Train from nothing. The same corpus and recipe give the same bytes on one machine.

    ``report`` is called after each epoch with its number and mean loss.
    """
    torch.set_num_threads(recipe.threads)
    tokenizer = tokenizers_.learn(tuple(corpus.texts()), size=recipe.vocabulary)
    course = _Course(corpus, tokenizer, recipe)
    for epoch in range(recipe.epochs):
        loss = course.run_epoch()
        if report:
            report(epoch, loss)
    return Trained(tokenizer, course.weights())


class _Course:
    """The state of a training run: data, weights, optimiser and source of chance."""

    def __init__(self, corpus: Corpus, tokenizer: Tokenizer, recipe: Recipe) -> None:
        self.recipe = recipe
        self.concepts = corpus.concepts
        self.rng = np.random.default_rng(recipe.seed)
        layout = Layout.of(corpus.concepts)
        self.drawer = Drawer(layout, self.rng)
        short = tokenizers_.fragmenting(tokenizer, longest=recipe.fragment)
        self.whole = bag(layout.texts, tokenizer, longest=recipe.longest)
        self.pieces = bag(layout.texts, short, longest=recipe.longest)
        self.same = _numbered(self.whole)
        self.skills_of = _skill_numbers(corpus)
        self.rows = self._first_rows(tokenizer.get_vocab_size())
        self.average = self.rows.detach().clone()
        self.optimiser = torch.optim.Adam([self.rows], lr=recipe.rate, fused=True)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, recipe.rate, total_steps=self._steps(), pct_start=0.05
        )

    def run_epoch(self) -> float:
        """Run every batch of one epoch and give the mean loss."""
        losses = [self._step(*drawn) for drawn in self._batches()]
        return float(np.mean(losses))

    def weights(self) -> Floats:
        """The rows to keep, [subwords, dimension]."""
        kept = self.average if self.recipe.averaged else self.rows.detach()
        return kept.numpy().astype(np.float32)

    def _first_rows(self, size: int) -> torch.nn.Parameter:
        """Random directions, shorter for frequent subwords, [size, dimension]."""
        share = frequencies(self.whole, size=size)
        length = self.recipe.rare / (self.recipe.rare + share)
        noise = self.rng.standard_normal((size, self.recipe.dimension)) * 0.1
        return torch.nn.Parameter(torch.from_numpy((noise * length[:, None]).astype(np.float32)))

    def _members(self, *kinds: str) -> Ints:
        return np.array([i for i, one in enumerate(self.concepts) if one.kind in kinds], dtype=int)

    def _epoch_batches(self) -> list[tuple[Ints, bool]]:
        """Concept numbers of each batch, and whether it pairs occupations with skills."""
        recipe = self.recipe
        batches: list[tuple[Ints, bool]] = []
        for _ in range(recipe.occupation_passes):
            batches += [
                (one, False) for one in self._cut(self._members("occupation", "group", "field"))
            ]
        batches += [(one, False) for one in self._cut(self._members("skill"))]
        jobs = np.array(sorted(self.skills_of), dtype=np.int64)
        for _ in range(recipe.skill_passes):
            batches += [(one, True) for one in self._cut(jobs)]
        return batches

    def _cut(self, members: Ints) -> list[Ints]:
        if not len(members):
            return []
        family = [self.concepts[i].group if self.recipe.siblings else "" for i in members]
        return shuffled_batches(members, families=family, size=self.recipe.batch, rng=self.rng)

    def _steps(self) -> int:
        state = self.rng.bit_generator.state
        steps = len(self._epoch_batches()) * self.recipe.epochs
        self.rng.bit_generator.state = state
        return steps

    def _batches(self) -> Iterator[tuple[Ints, list[Ints]]]:
        """Yield text numbers of the anchors [n] and of their partners (one or several [n])."""
        batches = self._epoch_batches()
        for number in self.rng.permutation(len(batches)):
            concepts, skilled = batches[number]
            if skilled:
                yield self.drawer.names(concepts), self._skills(concepts)
            else:
                left, right = self.drawer.pairs(
                    concepts, described=self.recipe.described, alike=self.recipe.alike
                )
                yield left, [right]

    def _skills(self, occupations: Ints) -> list[Ints]:
        """Names of three skills of each occupation: together they stand for a short profile."""
        picked = [self.rng.choice(self.skills_of[int(i)], 3) for i in occupations]
        return [self.drawer.names(column) for column in np.array(picked).T]

    def _step(self, left: Ints, rights: list[Ints]) -> float:
        anchors = self._embed(left)
        partners = torch.stack([self._embed(right) for right in rights]).sum(dim=0)
        loss = contrast(
            functional.normalize(anchors),
            functional.normalize(partners),
            same=torch.from_numpy(self.same[left][:, None] == self.same[rights[0]][None, :]),
            scale=self.recipe.scale,
        )
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it unannotated
        self.optimiser.step()
        self.schedule.step()
        if self.recipe.averaged:
            self.average.lerp_(self.rows.detach(), 1 - self.recipe.averaged)
        return float(loss.detach())

    def _embed(self, texts: Ints) -> torch.Tensor:
        """Mean vector of each text, [n, dimension]."""
        source: Bags = self.pieces if self.rng.random() < self.recipe.fragmented else self.whole
        tokens, offsets = source.take(texts)
        keep = self._kept(tokens, offsets)
        return functional.embedding_bag(
            torch.from_numpy(tokens),
            self.rows,
            torch.from_numpy(offsets),
            mode="sum",
            per_sample_weights=torch.from_numpy(keep),
        )

    def _kept(self, tokens: Ints, offsets: Ints) -> Floats:
        """1 for a subword that is used, 0 for one that is dropped; a text's first stays."""
        keep = self.rng.random(len(tokens)) >= self.recipe.dropped
        keep[offsets[offsets < len(tokens)]] = True
        return keep.astype(np.float32)


def contrast(
    anchors: torch.Tensor, partners: torch.Tensor, *, same: torch.Tensor, scale: float
) -> torch.Tensor:
    """Symmetric in-batch loss of unit rows [n, d], a scalar.

    ``same`` [n, n] is true where two texts are the same words: another concept that carries the
    same name is no counter-example.
    """
    logits = scale * anchors @ partners.T
    diagonal = torch.eye(len(logits), dtype=torch.bool)
    logits = logits.masked_fill(same & ~diagonal, -1e4)
    target = torch.arange(len(logits))
    return (
        functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)
    ) / 2


def _numbered(bags: Bags) -> Ints:
    """Give texts of the same subwords, whatever their case and plural, equal numbers, [texts].

    ESCO's ``actor`` and ISCO's ``Actors`` are two concepts, and neither is a wrong answer for the
    other.
    """
    seen: dict[bytes, int] = {}
    ends = zip(bags.starts, bags.starts[1:], strict=False)
    words = (bags.tokens[start:end].tobytes() for start, end in ends)
    return np.array([seen.setdefault(word, len(seen)) for word in words], dtype=np.int64)


def _skill_numbers(corpus: Corpus) -> dict[int, Ints]:
    """Concept numbers of the skills of each occupation number; unknown keys are left out."""
    number = {concept.key: i for i, concept in enumerate(corpus.concepts)}
    found = {
        number[job]: np.array([number[key] for key in keys if key in number], dtype=np.int64)
        for job, keys in corpus.skills_of.items()
        if job in number
    }
    return {job: skills for job, skills in found.items() if len(skills)}
