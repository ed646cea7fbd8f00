"""What can be inferred about people from what leaves the profiles service.

The people are the demonstration's. Their titles, nationalities and sexes, against which the rest is
held, are read by the counsellors of their own agencies.

Uniqueness: everybody is put forward for two vacancies of one employer, who reads them by the
public API; somebody is unique where nobody else reads the same.

Information: everything that matching's tables hold of people, and all that another agency's
counsellor reads of them in a ranked list, is taken apart into features ("place=rabat"). For each,
the mutual information with the title is worked out, in bits. By chance alone some feature of many
tells something, so the largest is compared with what is found when titles change hands among
people of one nationality (a nationality speaks for itself: it ties languages to titles).
What is above the 95th of 100 such draws is information that leaks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, select

from amuddu.kit.db import Database
from cli.client import Api, ApiProblem
from cli.demo.seed import PASSWORD
from cli.demo.tables import AGENCIES
from services.matching.facts.tables import CandidateRow
from services.matching.settings import MatchingSettings
from tests.browser.house import House

DRAWS = 100
LEVEL = 95
LEAST_SUPPORT = 5
"""A feature of fewer people than this, or of all but so few, is left to the test of uniqueness."""
OWN = ("profile_id", "revision", "code", "candidacy_id", "rank", "id")
"""Names of ids and of places in a list, which differ for everybody."""

Features = Mapping[str, set[str]]
"""What is known of each person, by their id."""


@dataclass(frozen=True, slots=True)
class Found:
    """The two figures, and the lines that tell how they came about."""

    unique_before_yes: float
    title_information_bits: float
    lines: tuple[str, ...]


def measure(house: House) -> Found:
    """Attack a house of the demonstration's people."""
    held, truth = dict(_held(house)), _truth(house)
    unique, read = _unique(house)
    lines = [f"before a yes: {read} readings, {unique:.1%} unique"]
    worst = 0.0
    for name, known in (("held by matching", held), ("read by another agency", _listed(house))):
        for what in ("title", "nationality", "sex"):
            bits, chance, feature = _information(known, truth, what)
            lines.append(
                f"{name}: {what}: {bits:.3f} bits at most (chance: {chance:.3f}), by {feature}"
            )
            if what == "title":
                worst = max(worst, bits - chance)
    return Found(unique, max(0.0, worst), tuple(lines))


# --- uniqueness -------------------------------------------------------------------------------


def _unique(house: House) -> tuple[float, int]:
    """Share of readings that are one person's alone, and how many were read."""
    employer, counsellor = house.api("employer"), house.api("counsellor")
    offers = employer.get("/vacancies", limit=100)["items"]
    chosen = [one["id"] for one in offers if one["status"] == "published"][:2]
    alone = read = 0
    for vacancy_id in chosen:
        _put_everybody_forward(counsellor, vacancy_id)
        views = Counter(map(_view, _read(employer, vacancy_id)))
        alone += sum(count == 1 for count in views.values())
        read += views.total()
    return alone / max(read, 1), read


def _put_everybody_forward(counsellor: Any, vacancy_id: str) -> None:
    for item in _pages(counsellor, f"/vacancies/{vacancy_id}/ranking"):
        if item["state"] == "proposed" and item["contactable"]:
            path = f"/vacancies/{vacancy_id}/candidates/{item['profile_id']}/shortlist"
            with suppress(ApiProblem):  # somebody whom nobody can put forward
                counsellor.post(path, {})


def _read(employer: Any, vacancy_id: str) -> Iterator[dict[str, Any]]:
    """What the employer reads of those who did not say yes."""
    for item in _pages(employer, f"/vacancies/{vacancy_id}/candidacies"):
        if item["state"] in ("shortlisted", "told"):
            yield employer.get(f"/candidacies/{item['id']}")


def _view(reading: Mapping[str, Any]) -> str:
    """A reading without the ids of the candidacy, which are met nowhere else."""
    return repr(sorted(_flat({**reading, "code": "", "id": "", "vacancy_id": ""})))


def _pages(api: Any, path: str) -> Iterator[dict[str, Any]]:
    """Everybody, of whatever trade and outside of what was said as well."""
    offset = 0
    while items := api.get(path, part="all", limit=100, offset=offset)["items"]:
        yield from items
        offset += len(items)


# --- information ------------------------------------------------------------------------------


def _held(house: House) -> Iterator[tuple[str, set[str]]]:
    settings = MatchingSettings(data_dir=house.folder)
    database = Database.of(settings, "matching", settings.database_url)
    with Session(database.engine) as session:
        for row in session.exec(select(CandidateRow).where(CandidateRow.facts.is_not(None))):  # type: ignore[union-attr]
            beside = row.model_dump(exclude={"vector", "model_id", "changed"})
            yield str(row.profile_id), set(_flat(beside))
    database.close()


def _listed(house: House) -> Features:
    """What a counsellor reads of everybody for one vacancy."""
    counsellor = house.api("counsellor")
    path = f"/vacancies/{house.ids['other_id']}/ranking"
    return {item["profile_id"]: set(_flat(item)) for item in _pages(counsellor, path)}


def _flat(value: Any, name: str = "") -> Iterator[str]:
    """Features of a document: each value under its dotted name, each element of a list."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key not in OWN:
                yield from _flat(one, f"{name}.{key}" if name else key)
    elif isinstance(value, list | tuple | set):
        yield f"{name} x {len(value)}"
        for one in value:
            yield from _flat(one, name)
    elif isinstance(value, float):
        yield f"{name}={value:.1f}"
    else:
        yield f"{name}={value}"


def _truth(house: House) -> Mapping[str, Mapping[str, str]]:
    """Title, nationality and sex by profile id."""
    found: dict[str, Mapping[str, str]] = {}
    for agency in AGENCIES:
        with Api(house.url).sign_in(f"conseil.{agency}@amuddu.example", PASSWORD) as api:
            for line in _pages(api, "/profiles"):
                one = api.get(f"/profiles/{line['id']}")
                title = (one["residence"] or {}).get("status")
                found[line["id"]] = {
                    "title": str(title),
                    "nationality": str(one["nationality"]),
                    "sex": str(one["sex"]),
                }
    return found


def _information(
    known: Features, truth: Mapping[str, Mapping[str, str]], what: str
) -> tuple[float, float, str]:
    """Most that a feature tells of `what` (bits), what chance would tell, and the feature."""
    ids = [one for one in known if one in truth]
    names = _supported(known[one] for one in ids)
    has = np.array([[name in known[one] for name in names] for one in ids], dtype=np.float64)
    kinds = sorted({truth[one][what] for one in ids})
    is_of = np.array([kinds.index(truth[one][what]) for one in ids])
    strata = [truth[one]["nationality"] if what == "title" else "" for one in ids]
    bits = _bits(has, is_of, len(kinds))
    rng = np.random.default_rng(1)
    draws = [_bits(has, _shuffled(is_of, strata, rng), len(kinds)).max() for _ in range(DRAWS)]
    best = int(bits.argmax())
    return float(bits[best]), float(np.percentile(draws, LEVEL)), names[best]


def _supported(known: Iterable[set[str]]) -> list[str]:
    everybody = list(known)
    counts = Counter(name for one in everybody for name in one)
    most = len(everybody) - LEAST_SUPPORT
    return sorted(name for name, count in counts.items() if LEAST_SUPPORT <= count <= most)


def _shuffled(
    values: NDArray[np.int64], strata: Sequence[str], rng: np.random.Generator
) -> NDArray[np.int64]:
    """The values among the people of each stratum, in another order."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, stratum in enumerate(strata):
        places[stratum].append(place)
    mixed = values.copy()
    for some in places.values():
        mixed[some] = rng.permutation(values[some])
    return mixed


def _bits(has: NDArray[np.float64], is_of: NDArray[np.int64], kinds: int) -> NDArray[np.float64]:
    """Mutual information of each feature with the kind, [features]."""
    people = len(has)
    of_kind = np.eye(kinds)[is_of]
    total = np.zeros(has.shape[1])
    for feature in (has, 1 - has):
        joint = feature.T @ of_kind / people
        alone = joint.sum(axis=1, keepdims=True) * of_kind.mean(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            total += np.where(joint > 0, joint * np.log2(joint / alone), 0.0).sum(axis=1)
    return total
