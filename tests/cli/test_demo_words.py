"""The demonstration's words are its own, not those that words are linked to."""

from __future__ import annotations

import ast
from collections import Counter
from datetime import date
from pathlib import Path

from amuddu.reference.concepts import occupations
from amuddu.reference.text import fold
from cli.demo import own_words
from cli.demo.own_words import said
from cli.demo.people import people
from cli.demo.tables import DIPLOMA, STATUSES_OF, TRADES
from cli.demo.vacancies import vacancies

TODAY = date(2026, 9, 1)
PEOPLE = [body for _, body in people(400, seed=1, today=TODAY)]
VACANCIES = [body for _, body in vacancies(60, seed=1, today=TODAY)]
OWN = {
    words
    for trade, _, _ in TRADES
    for who in ("fr", "ar", "en", "es", "employer")
    for words in (said(trade, who).man, said(trade, who).woman, *said(trade, who).work)
}


def test_what_is_said_of_work_stands_in_a_file_of_the_demonstration() -> None:
    told = [ref["text"] for body in PEOPLE for ref in (*body["occupations"], *body["skills"])]
    told += [job["title"] for body in PEOPLE for job in body.get("experience", ())]
    told += [
        ref["text"]
        for body in VACANCIES
        for ref in (*body["essential_skills"], *body["wanted_skills"])
    ]
    assert set(told) <= OWN
    assert all(part in OWN for body in VACANCIES for part in body["title"].split(" / "))


def test_nothing_of_the_lexicon_is_imported_by_who_writes_the_words() -> None:
    """Neither matching, nor the labels and synonyms of the reference data."""
    for module in ("people", "vacancies", "own_words", "tables"):
        tree = ast.parse(Path(own_words.__file__).with_name(f"{module}.py").read_text("utf-8"))
        named = {
            name
            for node in ast.walk(tree)
            for name in (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [each.name for each in node.names]
                if isinstance(node, ast.Import)
                else []
            )
        }
        assert not any(name.startswith("services") for name in named)
        used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not used & {"labels", "synonyms", "essential_skills", "optional_skills"}


def test_most_of_the_words_are_no_title_of_the_lexicon() -> None:
    titles = {
        fold(title)
        for trade in occupations().values()
        for label in trade.labels.values()
        for title in label.split(" / ")
    }
    called = {ref["text"] for body in PEOPLE for ref in body["occupations"]}
    assert sum(fold(text) in titles for text in called) < len(called) / 4


def test_people_have_two_trades_and_diplomas_where_the_work_takes_one() -> None:
    assert all(len(body["occupations"]) == 2 for body in PEOPLE)
    graduates = ("diplôme", "شهادة", "degree", "título")
    learned = {said(trade, who).man for trade in DIPLOMA for who in ("fr", "ar", "en", "es")}
    for body in PEOPLE:
        if any(ref["text"] in learned for ref in body["occupations"]):
            assert any(word in body["about"] for word in graduates)


def test_residence_follows_nationality() -> None:
    for body in PEOPLE:
        status = body["residence"]["status"] if body["residence"] else None
        assert status in {each for each, _ in STATUSES_OF[body["nationality"]]}
    fled = Counter(
        body["residence"]["status"]
        for body in PEOPLE
        if body["nationality"] in {"SY", "YE", "SD", "CF"} and body["residence"]
    )
    asylum = ("refugee_bra_permit", "refugee_unhcr_pending_bra", "asylum_seeker")
    assert sum(fled[each] for each in asylum) > 0.7 * fled.total()


def test_days_are_spread_over_months() -> None:
    assert len({body["starts_on"][:7] for body in VACANCIES}) >= 4
    assert len({body["available_from"][:7] for body in PEOPLE if body["available_from"]}) >= 4
