"""Questions asked at once: each knows whose story it is part of, and says what went wrong."""

from __future__ import annotations

import threading

import pytest

from amuddu.kit.errors import Unavailable
from amuddu.kit.observability import logs
from gateway.web.concurrent import asking


def test_a_question_carries_the_id_of_its_story() -> None:
    logs.bind_correlation("story-7")
    try:
        asked = asking(logs.correlation_id)
    finally:
        logs.forget_correlation()
    assert asked.result(5) == "story-7"
    assert asking(logs.correlation_id).result(5) == ""


def test_two_questions_are_asked_at_once() -> None:
    both = threading.Barrier(2, timeout=5)
    first, second = asking(both.wait), asking(both.wait)
    assert {first.result(5), second.result(5)} == {0, 1}


def test_what_a_question_raises_comes_out_where_it_is_answered() -> None:
    def away() -> None:
        raise Unavailable(retry_after=2)

    asked = asking(away)
    with pytest.raises(Unavailable):
        asked.result(5)
