"""A batch on its way to the service, in a thread: whoever sent it reads on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from threading import Thread
from typing import Any

from amuddu.contracts.batch import BatchOut

Send = Callable[[list[dict[str, Any]]], BatchOut]
"""Sends a batch of rows to the service and returns its verdict on each."""


class Sending:
    """One batch under way. The thread dies with the process: whoever stops it waits for nobody."""

    def __init__(self, send: Send, bodies: list[dict[str, Any]]) -> None:
        self._answer: BatchOut | None = None
        self._problem: BaseException | None = None
        self._work = (copy_context(), send, bodies)
        self._thread = Thread(target=self._run, name="import-batch", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        context, send, bodies = self._work
        try:
            self._answer = context.run(send, bodies)
        except BaseException as problem:  # noqa: BLE001 - raised again by `answer`
            self._problem = problem

    def answer(self) -> BatchOut:
        """The verdict, once it is there. Raises what sending raised."""
        self._thread.join()
        if self._problem is not None:
            raise self._problem
        assert self._answer is not None
        return self._answer
