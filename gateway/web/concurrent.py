"""Questions to several services at once: a page waits for the slowest of them, not for each in
turn."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from amuddu.kit.errors import AmudduError

T = TypeVar("T")

_THREADS = ThreadPoolExecutor(max_workers=32, thread_name_prefix="asking")


def asking(question: Callable[[], T]) -> Future[T]:
    """Ask in another thread; `result()` waits, and raises what the question raised.

    A question asks one service and never asks another through here: it would wait for a thread
    while holding one. The correlation id and the trace go with it.
    """
    return _THREADS.submit(copy_context().run, question)


def or_none(ask: Callable[[], T]) -> T | None:
    """What was asked; `None` where it is refused or out of reach, so that the rest still shows."""
    try:
        return ask()
    except AmudduError:
        return None
