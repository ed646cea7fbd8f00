"""People are understood as they talk and type, measured through the service's own door."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from amuddu.kit.auth import Actor
from amuddu.reference.concepts import find_occupation, find_skill, fold, occupations, skills
from amuddu.reference.unit_groups import unit_groups
from services.matching.vectors.embedding import Encodes
from tests.services.matching.spoken.fit_gap import gaps
from tests.services.matching.spoken.spoken import (
    HALVES,
    SPOKEN,
    Half,
    Kind,
    Said,
    fit_pairs,
    nothing_said,
    pairs,
    refusals,
    said,
)
from tests.services.matching.support import Caller, bundled
from tests.support import jobseeker

Call = Callable[[Actor], Caller]

# A little under what the service gives today: raised with each better linker, never lowered.
RIGHT: dict[tuple[Kind, Half], tuple[float, float]] = {
    ("occupation", "dev"): (0.94, 0.96),
    ("occupation", "held"): (0.82, 0.88),
    ("skill", "dev"): (0.85, 0.9),
    ("skill", "held"): (0.85, 0.85),
}
"""Least share right at 1 and among 3."""
SILENT: dict[Half, float] = {"dev": 0.8, "held": 0.6}
"""Least share of texts without a trade that are answered with nothing."""

HEEDED: dict[Half, float] = {"dev": 0.95, "held": 0.8}
"""Least share of sixty refusals that are heeded, half of them apart."""


@dataclass(frozen=True, slots=True)
class Shares:
    texts: int
    first: float
    three: float


@pytest.fixture
def encoder() -> Encodes:
    """The bundled model: what runs, in place of the small one of other tests."""
    return bundled().encoder


def every_said() -> Iterator[Said]:
    for half in HALVES:
        yield from said("occupation", half)
        yield from said("skill", half)
        yield from nothing_said(half)


def test_there_are_sixty_texts_of_trades_a_language_half_of_them_held() -> None:
    for half in HALVES:
        told = Counter(one.lang for one in said("occupation", half))
        assert told == dict.fromkeys(SPOKEN, 30)
        assert len(said("skill", half)) == len(nothing_said(half)) == 20
        scripts = Counter(
            one.text[0].isascii() for one in said("occupation", half) if one.lang == "ary"
        )
        assert scripts == {True: 15, False: 15}


def test_no_text_stands_twice_and_each_accepts_what_exists() -> None:
    texts = Counter(fold(one.text) for one in every_said())
    assert [text for text, times in texts.items() if times > 1] == []
    trades = {*occupations(), *unit_groups()}
    for half in HALVES:
        assert all(one.accepted and one.accepted <= trades for one in said("occupation", half))
        assert all(one.accepted and one.accepted <= set(skills()) for one in said("skill", half))


def test_most_own_words_are_no_listed_name() -> None:
    """Otherwise they would measure the index of names and not what is understood."""
    for half in HALVES:
        told = said("occupation", half)
        listed = [one for one in told if find_occupation(one.text)]
        assert len(listed) <= 0.3 * len(told), half


def test_two_hundred_pairs_mean_concepts_we_have_in_words_that_are_no_name() -> None:
    told = pairs()
    assert Counter((pair.lang, pair.kind) for pair in told) == {
        (lang, kind): count
        for lang in ("fr", "ar", "en", "es")
        for kind, count in (("occupation", 30), ("skill", 20))
    }
    assert len({(pair.lang, fold(pair.own)) for pair in told}) == len(told) == 200
    for pair in told:
        known = occupations() if pair.kind == "occupation" else skills()
        find = find_occupation if pair.kind == "occupation" else find_skill
        assert pair.concept in known, pair
        assert find(pair.own) is None, pair


def test_pairs_and_refusals_are_halves_of_five_ways_to_speak() -> None:
    for half in HALVES:
        told = Counter((pair.lang, pair.kind) for pair in fit_pairs(half))
        assert told == {
            (lang, kind): count
            for lang in SPOKEN
            for kind, count in (("occupation", 16), ("skill", 4))
        }
        for pair in fit_pairs(half):
            assert pair.concept in (occupations() if pair.kind == "occupation" else skills()), pair
        assert len(refusals(half)) == 30
        assert {one.lang for one in refusals(half)} == set(SPOKEN)
    texts = Counter(fold(pair.own) for half in HALVES for pair in fit_pairs(half))
    assert max(texts.values()) == 1


def test_own_words_fit_nearly_as_listed_ones_do(capsys: pytest.CaptureFixture[str]) -> None:
    for half in HALVES:
        found = sorted(gap for gap, _ in gaps(fit_pairs(half)))
        middle, late = sum(found) / len(found), found[int(0.9 * len(found))]
        with capsys.disabled():
            sys.stdout.write(f"\ngap of fits {half}: mean {middle:.3f}, 90th percentile {late:.3f}")
        assert middle <= 0.05, half


def test_people_are_understood_as_they_talk(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    caller = call(jobseeker())
    measured = {(kind, half): shares(caller, said(kind, half), kind=kind) for kind, half in RIGHT}
    silent = {half: silence(caller, nothing_said(half)) for half in HALVES}
    with capsys.disabled():
        sys.stdout.write("".join(lines(measured, silent)))
    for (kind, half), (first, three) in RIGHT.items():
        assert measured[kind, half].first >= first, (kind, half)
        assert measured[kind, half].three >= three, (kind, half)
    for half, least in SILENT.items():
        assert silent[half] >= least, half

    heeded = {half: heeds(caller, half) for half in HALVES}
    with capsys.disabled():
        sys.stdout.write(
            "".join(f"refused {half}: {share:.2f}\n" for half, share in heeded.items())
        )
    for half, least in HEEDED.items():
        assert heeded[half] >= least, half


def heeds(caller: Caller, half: Half) -> float:
    """Share of refusals after which what was refused is not answered, what was said comes first,
    and nothing is answered where nothing was said."""
    right = 0
    for one in refusals(half):
        items = linked(caller, Said(one.text, one.lang), "occupation")
        found = [item["concept"] for item in items]
        first = set(found[:1]) | {f"isco-{item['isco']}" for item in items[:1]}
        right += (bool(first & one.want) if one.want else not found) and not one.never & set(found)
    return right / len(refusals(half))


def shares(caller: Caller, texts: Sequence[Said], *, kind: Kind) -> Shares:
    """Shares of texts whose accepted answers come first, and among the first three."""
    right = [[is_right(one, item) for item in linked(caller, one, kind)] for one in texts]
    return Shares(
        len(texts),
        sum(any(each[:1]) for each in right) / len(texts),
        sum(any(each) for each in right) / len(texts),
    )


def silence(caller: Caller, texts: Sequence[Said]) -> float:
    return sum(not linked(caller, one, "occupation") for one in texts) / len(texts)


def is_right(one: Said, item: dict[str, str]) -> bool:
    return item["concept"] in one.accepted or item["isco"] in one.accepted


def linked(caller: Caller, one: Said, kind: Kind) -> list[dict[str, str]]:
    answer = caller.get("/link", q=one.text, kind=kind, limit=3)
    assert answer.status_code == 200, one.text
    items: list[dict[str, str]] = answer.json()["items"]
    return items


def lines(measured: dict[tuple[Kind, Half], Shares], silent: dict[Half, float]) -> Iterator[str]:
    yield "\n"
    for (kind, half), found in measured.items():
        yield f"{kind} {half}: {found.first:.2f} at 1, {found.three:.2f} at 3 ({found.texts})\n"
    for half, share in silent.items():
        yield f"no trade {half}: {share:.2f} answered with nothing\n"
