"""`amuddu evaluate ranking`, `pairs`, `agreement`: the judged set, ranked, printed, graded again.

What people typed goes the way of the forms (`entered`) and is ranked by the service's own functions
(`services.matching.evaluation.listing`); peers see the same words.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from cli.evaluating import entered
from cli.evaluating.models import minilm, shipped

if TYPE_CHECKING:  # numpy and torch take time that other commands must not wait for
    from services.matching.evaluation.figures import Gains, Scores, Shown
    from services.matching.evaluation.judged import Judged
    from services.matching.evaluation.listing import Listing
    from services.matching.vectors.embedding import Encodes

SECOND_GRADED = ("A01", "A05", "B01", "B04", "C01", "C05", "D01", "D08", "E01", "E08", "F05", "F10")
"""The reported vacancies that a second grader gets: two of each group."""
OURS = "Amuddu"

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, no table.")]
OfTuning = Annotated[
    bool, typer.Option("--tuning", help="The 20 vacancies that weights may be chosen on.")
]
Each = Annotated[bool, typer.Option("--each", help="Print the gain of each vacancy too.")]
Whole = Annotated[bool, typer.Option("--all", help="All 40 reported vacancies.")]
Sheets = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A sheet of grades.")]


class _Run:
    """The events and lists of a part of the set, made once."""

    def __init__(self, vacancies: Sequence[Judged]) -> None:
        from services.matching.evaluation import judged, listing

        self.people = entered.people(judged.people().values())
        self.wanted = entered.vacancies(one.cells for one in vacancies)
        self._matcher, self._listing, self._day = shipped(), listing, judged.DAY
        self.as_it_is: Mapping[str, Listing] = {one.id: self._list(one) for one in vacancies}
        self.alone: Mapping[str, Listing] = {
            one.id: self._list(one, alone=True) for one in vacancies
        }

    def _list(self, one: Judged, *, alone: bool = False) -> Listing:
        wanted, people = self.wanted[one.id], [self.people[ref] for ref in one.people]
        if alone:
            wanted, people = self._listing.work_alone(wanted, people)
        return self._listing.listing(self._matcher, wanted, people, on=self._day)

    def scores(self, *, alone: bool) -> Scores:
        lists = self.alone if alone else self.as_it_is
        return lambda one: {
            ref: lists[one.id].score(self.people[ref].profile_id) for ref in one.people
        }

    def part(self, one: Judged, ref: str) -> int:
        """In which part of its list a vacancy has somebody: 0 inside, 1 outside, 2 below."""
        found, person = self.as_it_is[one.id], self.people[ref].profile_id
        return 0 if person in found.inside else 1 if person in found.outside else 2


def ranking(tuning: OfTuning = False, as_json: AsJson = False, each: Each = False) -> None:
    """Rank the judged set by the shipped path: nDCG of the first ten, beside BM25, plain vectors
    and English MiniLM; good people below the floor. The last line is one JSON object."""
    from services.matching.evaluation import figures, judged

    vacancies = judged.of_part("tuning" if tuning else "reported")
    sheet = judged.read_sheet(judged.FIRST_SHEET)
    run = _Run(vacancies)
    peers = dict(_peers(run))
    found = {
        kind: {
            name: figures.gains(vacancies, sheet, scores, alone=alone)
            for name, scores in {OURS: run.scores(alone=alone), **peers}.items()
        }
        for kind, alone in (("as it is", False), ("the work alone", True))
    }
    counted = figures.shown(vacancies, sheet, run.part)
    if not as_json:
        _print(vacancies, found, counted, each=each)
    told = _told(vacancies, found, counted, part="tuning" if tuning else "reported")
    sys.stdout.write(json.dumps(told) + "\n")


def _peers(run: _Run) -> Iterator[tuple[str, Scores]]:
    """Rankers that see the same words, by name."""
    from services.matching.evaluation.bm25 import Bm25
    from services.matching.vectors.encoder import Encoder

    told = {ref: _words_of(person) for ref, person in run.people.items()}
    asked = {ref: _words_asked(wanted) for ref, wanted in run.wanted.items()}
    places = {ref: number for number, ref in enumerate(told)}
    index = Bm25(list(told.values()))

    def by_words(one: Judged) -> dict[str, float]:
        scores = index.scores(asked[one.id])
        return {ref: scores[places[ref]] for ref in one.people}

    yield "BM25", by_words
    yield "plain vectors", _by_vectors(shipped().encoder, told, asked)
    folder = minilm()
    if folder is not None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        yield "MiniLM", _by_vectors(Encoder.load(folder), told, asked)


def _by_vectors(encoder: Encodes, told: Mapping[str, str], asked: Mapping[str, str]) -> Scores:
    people = dict(zip(told, encoder.encode(list(told.values())), strict=True))
    wanted = dict(zip(asked, encoder.encode(list(asked.values())), strict=True))
    return lambda one: {ref: float(wanted[one.id] @ people[ref]) for ref in one.people}


def _words_of(person: ProfileUpdated) -> str:
    jobs = (text for job in person.experience for text in (job.occupation.text, job.text))
    refs = (ref.text for ref in (*person.occupations, *person.skills))
    return ". ".join(filter(None, (*refs, *jobs, person.about)))


def _words_asked(vacancy: VacancyPublished) -> str:
    skills = (ref.text for ref in (*vacancy.essential_skills, *vacancy.wanted_skills))
    return ". ".join(filter(None, (vacancy.title, *skills, vacancy.description)))


Found = Mapping[str, Mapping[str, "Gains"]]


def _told(
    vacancies: Sequence[Judged], found: Found, counted: Shown, *, part: str
) -> dict[str, Any]:
    return {
        "part": part,
        "vacancies": len(vacancies),
        "pairs": sum(len(one.people) for one in vacancies),
        **{
            kind.replace(" ", "_"): {name: round(gains.mean, 4) for name, gains in by_name.items()}
            for kind, by_name in found.items()
        },
        "kinds": {
            kind: round(value, 4)
            for kind, value in found["as it is"][OURS].by_kind(vacancies).items()
        },
        "good": counted.good,
        "cut_off": round(counted.cut_off_share, 4),
        "apart": counted.apart,
        "nobody_listed": counted.nobody,
    }


def _print(vacancies: Sequence[Judged], found: Found, counted: Shown, *, each: bool) -> None:
    console = Console()
    for kind, by_name in found.items():
        table = Table(*("", *by_name), title=f"nDCG@10, {kind}, {len(vacancies)} vacancies")
        rows: dict[str, list[float]] = {"all": [gains.mean for gains in by_name.values()]}
        kinds = [gains.by_kind(vacancies) for gains in by_name.values()]
        rows |= {name: [one[name] for one in kinds] for name in kinds[0]}
        if each:
            rows |= {one.id: [gains.of[one.id] for gains in by_name.values()] for one in vacancies}
        for name, values in rows.items():
            table.add_row(name, *(f"{value:.3f}" for value in values))
        console.print(table)
    console.print(
        f"{counted.good} pairs to put forward: {counted.listed} in the list, {counted.apart} set "
        f"apart, {counted.cut_off} below the floor ({counted.cut_off_share:.1%}); "
        f"{counted.nobody} pairs of grade 0 in the list"
    )


# --- a second grader ---------------------------------------------------------------------------


def pairs(everything: Whole = False) -> None:
    """Print vacancies and their people as they were typed, without grades, to be graded again."""
    from services.matching.evaluation import judged

    chosen = [one for one in judged.of_part("reported") if everything or one.id in SECOND_GRADED]
    people = judged.people()
    for one in chosen:
        sys.stdout.write(f"\n=== {one.id}\n" + _cells(one.cells) + "\n")
        for ref in one.people:
            sys.stdout.write(f"  {ref}  " + _cells(people[ref], between=" | ") + "\n")


def _cells(cells: Mapping[str, str], *, between: str = "\n") -> str:
    said = ((name, cell) for name, cell in cells.items() if cell and name != "external_ref")
    return between.join(f"{_NAMES.get(name, name)}: {cell}" for name, cell in said)


_NAMES = {
    "experience.title": "last work",
    "experience.months": "months",
    "experience.description": "what they did",
    "place": "town",
    "max_distance_km": "goes up to km",
    "available_from": "free from",
    "contract_types": "accepts",
    "occupations": "trades",
}


def agreement(sheet: Sheets, as_json: AsJson = False) -> None:
    """Compare a second sheet with the first: weighted kappa, the same grade, at most one apart."""
    from services.matching.evaluation import agreement as measures
    from services.matching.evaluation import judged

    try:
        second = judged.read_sheet(sheet)
    except judged.BadSheet as problem:
        raise typer.BadParameter(str(problem)) from None
    first = judged.read_sheet(judged.FIRST_SHEET)
    found = {
        kind: asdict(measures.agreement(judged.vacancies(), first, second, alone=alone))
        for kind, alone in (("as_it_is", False), ("the_work_alone", True))
    }
    if not as_json:
        table = Table("", *found)
        for name in next(iter(found.values())):
            table.add_row(name, *(f"{values[name]:.3f}" for values in found.values()))
        Console().print(table)
    sys.stdout.write(json.dumps({"vacancies": len(second), **found}) + "\n")
