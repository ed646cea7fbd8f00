"""Shape of the data: kinds of wording, the law, what to write instead, frames and patterns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Self, get_args

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from amuddu.contracts.types import LANGS, Lang
from amuddu.contracts.types import WordingKind as Kind


class _Datum(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Meta(_Datum):
    """The day of the last check, and whose it is."""

    as_of: date
    owner: Mapping[Lang, str]


class Source(_Datum):
    """Where something was read; `document: false` is what nobody read up."""

    title: str
    address: str | None = None
    document: bool = True


class Marks(_Datum):
    """People, or what marks them, and the frames in which naming them shuts somebody out."""

    words: tuple[str, ...]
    frames: tuple[str, ...]
    others: tuple[str, ...] = ()
    """They are spared where the sentence speaks of these."""


class Bare(_Datum):
    """Sure, unless the sentence speaks of `others`: children, customers, cars, houses."""

    words: tuple[str, ...]
    others: tuple[str, ...]
    crosses: bool = True
    """Whether a comma may stand between."""


class Reach(_Datum):
    """Words of a frame, and how many words may stand between them and whom they speak of."""

    gap: int
    crosses: bool = False
    """Whether a comma may stand between."""
    parted_by: tuple[str, ...] = ()
    """Words that may not: "driver for women" is not "driver, woman"."""
    words: tuple[str, ...]


class Frame(_Datum):
    """What is done with somebody: refused, required, looked for, preferred."""

    sure: bool
    before: tuple[Reach, ...] = ()
    after: tuple[Reach, ...] = ()


class KindFacts(_Datum):
    """What a kind of wording is: law, sentences, patterns."""

    law: str
    sources: tuple[str, ...]
    confidence: Literal["high", "medium", "low"]
    why: Mapping[Lang, str]
    better: Mapping[Lang, str]
    lists: Mapping[str, tuple[str, ...]] = {}
    """Words that patterns of the kind name as `{list}`."""
    marks: tuple[Marks, ...] = ()
    sure: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    bare: tuple[Bare, ...] = ()
    unless: tuple[str, ...] = ()
    unless_crosses: bool = False
    """Whether a comma may stand within such words."""
    opens: tuple[str, ...] = ()
    """Who says so shuts nobody out by this kind, in this clause."""

    @model_validator(mode="after")
    def _said_to_everybody(self) -> Self:
        for texts in (self.why, self.better):
            if set(texts) != set(LANGS):
                raise ValueError("a sentence lacks a language")
        return self


class WordingFile(_Datum):
    """The whole file. Every source that is named is there, every kind is described."""

    meta: Meta
    sources: Mapping[str, Source]
    lists: Mapping[str, tuple[str, ...]]
    frames: Mapping[str, Frame]
    open_clause: tuple[str, ...]
    open_before: tuple[str, ...]
    open_after: tuple[str, ...]
    open_beside: tuple[str, ...]
    not_open: tuple[str, ...]
    turns: tuple[str, ...]
    kinds: Mapping[Kind, KindFacts]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if set(self.kinds) != set(get_args(Kind)):
            raise ValueError("a kind is not described")
        if not {
            frame for kind in self.kinds.values() for marks in kind.marks for frame in marks.frames
        } <= set(self.frames):
            raise ValueError("no such frame")
        for name, kind in self.kinds.items():
            if not kind.sources or not set(kind.sources) <= set(self.sources):
                raise ValueError(f"{name}: no such source")
            if kind.confidence == "high" and not any(
                self.sources[each].document for each in kind.sources
            ):
                raise ValueError(f"{name}: high without a document")
        return self

    def lists_of(self, kind: Kind) -> Mapping[str, tuple[str, ...]]:
        """Lists that the patterns of a kind may name."""
        return {**self.lists, **self.kinds[kind].lists}


@cache
def wording() -> WordingFile:
    """The files, read once: the law and the sentences, the frames, the patterns of every kind."""
    facts, frames = _read("wording.yaml"), _read("frames.yaml")
    for name, kind in facts["kinds"].items():
        kind.update(_read(f"patterns/{name}.yaml"))
    return WordingFile.model_validate({**facts, **frames})


def _read(name: str) -> dict[str, Any]:
    text = files("amuddu.wording").joinpath("data", name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text) or {}
    return loaded
