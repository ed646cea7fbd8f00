"""Whole vacancies to trades: how often the right one is among the first 1, 3 and 10 answers.

The file has one vacancy a line (JSON): ``title``, ``description``, ``skills`` (texts), and
``esco``, the right occupations as objects with a ``uuid``. Vacancies without judgement are left
out. Other fields, such as a register's own job name, are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.matching.lexicon.concepts import answers
from services.matching.lexicon.linker import Job, Linker

DEPTHS = (1, 3, 10)


@dataclass(frozen=True, slots=True)
class JudgedVacancy:
    """A vacancy and the ids of the occupations that it is about."""

    title: str
    description: str
    skills: tuple[str, ...]
    right: frozenset[str]

    @classmethod
    def parse(cls, line: str) -> Self:
        row = json.loads(line)
        return cls(
            title=row["title"],
            description=row.get("description") or "",
            skills=tuple(row.get("skills") or ()),
            right=frozenset(judged["uuid"] for judged in row.get("esco") or ()),
        )

    @property
    def job(self) -> Job:
        """What the linker is told of it."""
        return Job(self.title, self.skills, self.description)


@dataclass(frozen=True, slots=True)
class VacancyFigures:
    """Shares of vacancies answered within each depth, by 4-digit ISCO and by ESCO occupation."""

    isco: dict[int, float]
    esco: dict[int, float]
    vacancies: int


def read_vacancies(path: Path) -> list[JudgedVacancy]:
    """The judged vacancies of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [one for one in (JudgedVacancy.parse(line) for line in lines if line) if one.right]


def measure(
    vacancies: Sequence[JudgedVacancy], linker: Linker, *, titles_alone: bool = False
) -> VacancyFigures:
    """Link each vacancy as the service does and look among the first answers.

    A depth means so many answers in both measures: the trade or unit group has the right 4-digit
    code, or the ESCO occupation that stands beside it is the right one.
    """
    code = linker.index.isco if linker.index else {}
    known = tuple(answers("occupation").values())
    told = [Job(one.title) if titles_alone else one.job for one in vacancies]
    esco, isco = [], []
    for vacancy, found in zip(vacancies, linker.link(told, limit=max(DEPTHS)), strict=True):
        codes = {code[key] for key in vacancy.right if code.get(key)}
        esco.append(_place([one.esco for one in found], vacancy.right))
        isco.append(_place([known[one.place].isco for one in found], codes))
    return VacancyFigures(_within(isco), _within(esco), len(vacancies))


def _place(answers: Iterable[str | None], right: Iterable[str]) -> float:
    """Place from 1 of the first right answer, infinite without any."""
    wanted = set(right)
    return next((i for i, one in enumerate(answers, start=1) if one in wanted), float("inf"))


def _within(places: Sequence[float]) -> dict[int, float]:
    found: NDArray[np.float64] = np.array(places, dtype=np.float64)
    return {depth: float((found <= depth).mean()) if len(found) else 0.0 for depth in DEPTHS}
