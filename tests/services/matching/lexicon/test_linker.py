"""What words are linked to by the linker of the running service, with the bundled model."""

from __future__ import annotations

import pytest

from services.matching.lexicon.concepts import answers, concepts, is_group
from services.matching.lexicon.linker import Job, Linker
from services.matching.lexicon.met import Met, key
from services.matching.lexicon.words.homonyms import NO_TRADE, turns
from services.matching.lexicon.words.setaside import told
from tests.services.matching.lexicon import linked_texts
from tests.services.matching.lexicon.linked_texts import Words
from tests.services.matching.spoken.spoken import HALVES, said
from tests.services.matching.support import bundled


@pytest.fixture(scope="module")
def linker() -> Linker:
    return bundled().linker


def linked(linker: Linker, text: str | Job, limit: int = 5) -> list[str]:
    return [linker.ids[one.place] for one in linker.link([text], limit=limit)[0]]


@pytest.mark.parametrize(
    "words",
    [
        *linked_texts.HOMONYMS,
        *linked_texts.DENIED,
        *linked_texts.SAID_AROUND,
        *linked_texts.PEOPLES_WORDS,
        *linked_texts.WITHOUT_A_TRADE,
    ],
    ids=lambda words: words.text,
)
def test_words_mean_what_a_counsellor_would_say(linker: Linker, words: Words) -> None:
    found = linked(linker, words.text)
    assert found
    assert not words.want or found[0] in words.want
    assert not words.never & set(found)


@pytest.mark.parametrize("words", linked_texts.NOTHING, ids=lambda words: words.text)
def test_words_that_say_no_trade_are_linked_to_none(linker: Linker, words: Words) -> None:
    assert linked(linker, words.text) == []


@pytest.mark.parametrize(
    "text",
    ["plombier, maçon, carreleur", "plombier maçon carreleur", "plombier / maçon / carreleur",
     "plombier et maçon ou carreleur", "سباك، بناء، مبلط"],
)  # fmt: skip
def test_several_trades_are_several(linker: Linker, text: str) -> None:
    assert set(linked(linker, text, 3)) == {"plumber", "mason", "tiler"}


def test_a_trades_own_title_comes_first_in_each_language_and_for_both_genders(
    linker: Linker,
) -> None:
    titles = [
        (title, trade.id)
        for trade in list(concepts("occupation").values())[::7]
        for both in trade.titles.values()
        for title in both.split(" / ")
    ]
    found = linker.link([title for title, _ in titles], limit=1)
    firsts = [(linker.ids[one[0].place] if one else None) for one in found]
    wrong = [
        (title, trade, first)
        for (title, trade), first in zip(titles, firsts, strict=True)
        if first != trade
    ]
    assert len(wrong) <= len(titles) * 0.02, wrong


def test_an_answer_tells_its_group_and_esco_occupation(linker: Linker) -> None:
    best = linker.link(["dentiste"], limit=1)[0][0]
    assert is_group(linker.ids[best.place])
    assert best.esco in set(linker.index.keys if linker.index else ())
    mason = linker.link(["maçon"], limit=1)[0][0]
    assert (linker.ids[mason.place], mason.score) == ("mason", 1.0)
    assert mason.esco is not None


def test_many_texts_are_linked_as_each_alone_to_the_last_bit(linker: Linker) -> None:
    """Six hundred texts: told of people, written around trades, and titles in four languages."""
    texts = [one.text for half in HALVES for one in said("occupation", half)]
    texts += [words.text for words in (*linked_texts.HOMONYMS, *linked_texts.NOTHING)]
    titles = [title for trade in concepts("occupation").values() for title in trade.titles.values()]
    texts = list(dict.fromkeys([*texts, *titles[:: len(titles) // 250]]))
    assert len(texts) >= 600
    together = linker.evidence(texts)
    linker.met.forget()
    answered = linker.link(texts, limit=3)
    linker.met.forget()
    shuffled = dict(zip(texts[::-1], linker.link(texts[::-1], limit=3), strict=True))
    for row, text in enumerate(texts):
        alone = linker.evidence([text])
        assert (alone.answers[0] == together.answers[row]).all(), text
        assert alone.esco is not None
        assert together.esco is not None
        assert (alone.esco[0] == together.esco[row]).all(), text
        assert answered[row] == shuffled[text], text


def test_a_text_met_before_is_answered_alike(linker: Linker) -> None:
    texts = ["maçonne à Tanger", "kanbi3 f souk", "N/A", "maçonne à Tanger"]
    linker.met.forget()
    anew = linker.link(texts, limit=5)
    assert linker.link(texts[::-1], limit=5) == anew[::-1]
    assert linker.link([Job("maçonne à Tanger")], limit=5)[0] == anew[0]
    assert linker.link(texts, limit=1) == [found[:1] for found in anew]


def test_the_texts_met_longest_ago_go_first() -> None:
    met = Met[int](most=2)
    keys = [key("1", text) for text in ("a", "b", "c")]
    met.keep({keys[0]: 0, keys[1]: 1})
    assert met.of([keys[0]]) == {keys[0]: 0}
    met.keep({keys[2]: 2})
    assert met.of(keys) == {keys[0]: 0, keys[2]: 2}


def test_parts_of_a_question_do_not_run_into_one_another() -> None:
    assert key("1", "ab", "c") != key("1", "a", "bc")


def test_answers_come_best_first_and_a_guess_is_never_certain(linker: Linker) -> None:
    for found in linker.link(["ingénieur qualité", "aide", "oiseleur", "cuisine"], limit=10):
        scores = [one.score for one in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


def test_skills_and_description_tell_what_a_title_leaves_open(linker: Linker) -> None:
    job = Job(
        "Ouvrier",
        ("poser des briques", "préparer le mortier"),
        "Vous montez les murs en brique et coulez les dalles du chantier.",
    )
    assert "mason" in linked(linker, job, 3)


def test_every_rule_on_neighbours_means_something_there_is() -> None:
    meant = {turn.means for turn in turns()} | {one for turn in turns() for one in turn.never}
    assert meant - {NO_TRADE} <= set(answers("occupation"))


def test_nothing_of_a_trade_is_set_aside() -> None:
    """No trade's own name is taken for a town, a contract or the search for work."""
    lost = [
        name for trade in concepts("occupation").values() for name in trade.names if not told(name)
    ]
    assert lost == []
