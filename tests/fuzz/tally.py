"""How much the fuzz tests try, and what becomes of it.

In the suite each test tries a little, always the same, and fails at the first thing that is wrong.
For `make fuzz` the same tests draw from a seed, go on after something wrong, and write down what
was sent; nothing is sent any more once the time is over.
"""

from __future__ import annotations

import atexit
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import hypothesis
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error

REPORT = os.environ.get("AMUDDU_FUZZ_REPORT", "")
"""File to which `make fuzz` has the outcome added; empty in the suite."""
SEED = int(os.environ.get("AMUDDU_FUZZ_SEED", "0"))
UNTIL = time.monotonic() + float(os.environ.get("AMUDDU_FUZZ_SECONDS", "inf"))

Test = TypeVar("Test", bound=Callable[..., Any])

_cases: Counter[str] = Counter()
_LONGEST = 2000


def settings(examples: int) -> hypothesis.settings:
    """How a fuzz test draws."""
    return hypothesis.settings(
        max_examples=examples,
        deadline=None,
        derandomize=not REPORT,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def seeded(test: Test) -> Test:
    """The test, drawing from the run's seed."""
    return hypothesis.seed(SEED)(test) if REPORT else test


def roles(usual: Sequence[Any], more: Sequence[Any]) -> Sequence[Any]:
    """Those who try in the suite; everybody where there is time."""
    return (*usual, *more) if REPORT else usual


def over() -> bool:
    """Whether the time of `make fuzz` is over."""
    return time.monotonic() > UNTIL


def case(where: str, one: Any, *, checks: Sequence[Any] = (), **call: Any) -> None:
    """Send one generated call and look at the answer: no server error, and what `checks` say."""
    if over():
        return
    _cases[where] += 1
    try:
        answer = one.call(**call)
        one.validate_response(answer, checks=[not_a_server_error, *checks])
    except BaseExceptionGroup as found:
        _wrong(where, f"{one.method} {one.path}", found.exceptions, one.as_curl_command())
        if not REPORT:
            raise
    except Exception as found:
        _wrong(where, f"{one.method} {one.path}", [found], one.as_curl_command())
        if not REPORT:
            raise


def request(where: str, what: str, send: Callable[[], Any], sent: object) -> Any:
    """Send one request by hand. None where it was not sent, or broke the process."""
    if over():
        return None
    _cases[where] += 1
    try:
        answer = send()
        assert answer.status_code < 500, f"{what}: {answer.status_code}"
    except Exception as found:
        _wrong(where, what, [found], sent)
        if not REPORT:
            raise
        return None
    return answer


def _wrong(where: str, what: str, found: Sequence[BaseException], sent: object) -> None:
    if not REPORT:
        return
    broke = any(_is_server_error(each) for each in found)
    line = {
        "wrong": "server error" if broke else "beside its contract",
        "where": where,
        "what": what,
        "why": [f"{type(each).__name__}: {each}"[:_LONGEST] for each in found],
        "sent": str(sent)[:_LONGEST],
        "seed": SEED,
    }
    _add(line)


def _is_server_error(found: BaseException) -> bool:
    known = type(found).__name__
    return known == "ServerError" or ("Schema" not in known and "StatusCode" not in known)


def _add(line: dict[str, Any]) -> None:
    with Path(REPORT).open("a") as report:
        report.write(json.dumps(line, ensure_ascii=False) + "\n")


@atexit.register
def _told() -> None:
    if REPORT and _cases:
        _add({"cases": dict(_cases)})
