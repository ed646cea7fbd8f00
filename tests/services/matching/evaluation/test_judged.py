"""The judged set is whole, a second sheet is compared with the first, and figures are right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from services.matching.evaluation import figures, judged
from services.matching.evaluation.agreement import agreement, weighted_kappa
from services.matching.evaluation.judged import FIRST_SHEET, BadSheet, Grade

VACANCIES = judged.vacancies()
SHEET = judged.read_sheet(FIRST_SHEET)


def test_sixty_vacancies_have_thirty_people_each_and_forty_are_reported() -> None:
    assert Counter(one.part for one in VACANCIES) == {"reported": 40, "tuning": 20}
    assert {len(one.people) for one in VACANCIES} == {30}
    assert set(SHEET) == {one.id for one in VACANCIES}
    assert all(one.kinds for one in VACANCIES)


@pytest.mark.parametrize(
    "line",
    ["Z99 a01 3", "A01 b01 3", "A01 a01 4", "A01 a01 1/2", "A01 a01", "A01 a01 3\nA01 a02 3"],
)
def test_a_sheet_that_names_nobody_of_the_set_is_refused(line: str, tmp_path: Path) -> None:
    sheet = tmp_path / "second.txt"
    sheet.write_text(line, encoding="utf-8")
    with pytest.raises(BadSheet, match="line"):
        judged.read_sheet(sheet)


def test_kappa_weighs_the_square_of_a_difference() -> None:
    assert weighted_kappa([(0, 0), (3, 3), (1, 1)]) == 1
    assert weighted_kappa([(0, 3), (3, 0)]) == -1
    # seen: (0 + 0 + 1) / 3; by chance: firsts 0 0 2, seconds 0 0 1: (2*1 + 4*2 + 1*1) / 9
    assert weighted_kappa([(0, 0), (0, 0), (2, 1)]) == pytest.approx(1 - (1 / 3) / (11 / 9))


def test_agreement_counts_all_pairs_of_the_vacancies_that_both_graded(tmp_path: Path) -> None:
    one = VACANCIES[0]
    first = {one.id: {one.people[0]: Grade(3, 3), one.people[1]: Grade(2, 0)}}
    second = {one.id: {one.people[0]: Grade(3, 1)}}
    alone = agreement(VACANCIES, first, second, alone=True)
    assert (alone.pairs, alone.named) == (30, 2)
    assert alone.exact == pytest.approx(29 / 30)
    assert (alone.named_exact, alone.named_within_one) == (0.5, 0.5)
    as_it_is = agreement(VACANCIES, first, second, alone=False)
    assert as_it_is.named == 1
    assert as_it_is.named_exact == 0


def test_who_is_good_and_not_in_the_list_is_counted() -> None:
    good = {
        (one.id, ref)
        for one in VACANCIES
        for ref, grade in SHEET[one.id].items()
        if grade.as_it_is >= judged.GOOD
    }
    lost = next(iter(sorted(good)))

    def part(one: judged.Judged, ref: str) -> int:
        return 2 if (one.id, ref) == lost else 0 if (one.id, ref) in good else 1

    counted = figures.shown(VACANCIES, SHEET, part)
    assert (counted.good, counted.cut_off, counted.nobody) == (len(good), 1, 0)


def test_the_best_order_gains_one_and_the_worst_far_less() -> None:
    def by_grade(sign: int) -> figures.Scores:
        return lambda one: {
            ref: float(sign * SHEET[one.id].get(ref, figures.NOBODY).as_it_is) for ref in one.people
        }

    assert figures.gains(VACANCIES, SHEET, by_grade(1)).mean == 1
    assert figures.gains(VACANCIES, SHEET, by_grade(-1)).mean < 0.1
