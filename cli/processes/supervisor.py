"""Processes as an orchestrator keeps them: started with their settings, restarted when they die.

Each child writes to a log file of its own. `Supervisor` restarts whatever ends without having
been told to, with a growing pause for one that cannot stay up, and stops all of them in order.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2

AMUDDU = (sys.executable, "-m", "cli.main")
LOOK_SECONDS = 0.05
STOP_SECONDS = 20.0
SHORT_LIFE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 5.0


class DidNotStart(RuntimeError):
    """A process of the product did not come up; the message holds the end of its log."""


@dataclass(slots=True)
class Child:
    """One process: what it runs, where it writes, and its life so far."""

    kind: str
    """What it is, e.g. `api-profiles`; replicas share it."""
    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    deaths: int = 0
    _popen: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _quick_deaths: int = 0
    _not_before: float = 0.0

    @property
    def pid(self) -> int:
        """Of the process as it runs now."""
        assert self._popen is not None
        return self._popen.pid

    @property
    def age(self) -> float:
        """Seconds since it was started; zero while it is dead."""
        return time.monotonic() - self._started if self.running() else 0.0

    def start(self) -> None:
        """Run it, in a process group of its own: a Ctrl+C in the terminal is for the runner."""
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                self.arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )
        self._started = time.monotonic()

    def running(self) -> bool:
        """Whether it is alive."""
        return self._popen is not None and self._popen.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it is alive."""
        if self._popen is not None and self._popen.poll() is None:
            self._popen.send_signal(number)

    def restart_if_dead(self) -> None:
        """Start it again, at once unless it keeps dying young."""
        if self.running() or time.monotonic() < self._not_before:
            return
        if self._not_before == 0.0:
            self.deaths += 1
            young = time.monotonic() - self._started < SHORT_LIFE_SECONDS
            self._quick_deaths = self._quick_deaths + 1 if young else 0
            if self._quick_deaths:
                pause = min(0.25 * 2**self._quick_deaths, LONGEST_PAUSE_SECONDS)
                self._not_before = time.monotonic() + pause
                return
        self._not_before = 0.0
        self.start()

    def wait(self, seconds: float) -> None:
        """Until it has ended; killed when that takes too long."""
        if self._popen is None:
            return
        try:
            self._popen.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()

    def last_words(self, lines: int = 30) -> str:
        """The end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


@dataclass(slots=True)
class Supervisor:
    """Keeps children alive until the block ends; then stops them, the last started first."""

    folder: Path
    children: list[Child] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _paused: set[str] = field(default_factory=set)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        assert self._thread is not None
        self._thread.join()
        self._end(list(reversed(self.children)))

    def start(
        self, kind: str, arguments: Sequence[str], environment: Mapping[str, str], *, replicas: int
    ) -> None:
        """Start a kind of process, once or several times."""
        for number in range(1, replicas + 1):
            name = kind if replicas == 1 else f"{kind}-{number}"
            child = Child(kind, name, arguments, environment, self.folder / f"{name}.log")
            child.start()
            with self._lock:
                self.children.append(child)

    def of(self, kind: str) -> list[Child]:
        """The children of a kind."""
        return [child for child in self.children if child.kind == kind]

    @property
    def kinds(self) -> list[str]:
        """Every kind, once."""
        return list(dict.fromkeys(child.kind for child in self.children))

    @contextmanager
    def paused(self, kind: str) -> Iterator[None]:
        """A kind stopped in order for the length of the block, then started again."""
        with self._lock:
            self._paused.add(kind)
        self._end(self.of(kind))
        try:
            yield
        finally:
            with self._lock:
                self._paused.discard(kind)
                for child in self.of(kind):
                    child.start()

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            with self._lock:
                for child in self.children:
                    if child.kind not in self._paused:
                        child.restart_if_dead()

    def _end(self, children: Sequence[Child]) -> None:
        for child in children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            child.wait(max(0.1, deadline - time.monotonic()))

    def wait_ready(self, kind: str, url: str, *, seconds: float) -> None:
        """Until `url` answers 200. Raises `DidNotStart` with the end of the log."""
        deadline = time.monotonic() + seconds
        with httpx2.Client(timeout=2, trust_env=False) as client:
            while time.monotonic() < deadline:
                with suppress(httpx2.HTTPError):
                    if client.get(url).status_code == httpx2.codes.OK:
                        return
                time.sleep(0.05)
        raise DidNotStart(f"{kind} is not ready at {url}\n{self.of(kind)[0].last_words()}")


def run_once(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    seconds: float,
    accept: Sequence[int] = (0,),
) -> str:
    """Run a command of the product to its end; its output. Raises `DidNotStart` when it fails."""
    done = subprocess.run(
        [*AMUDDU, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        env={**os.environ, **environment},
        check=False,
    )
    if done.returncode not in accept:
        said = f"{done.stdout}\n{done.stderr}".strip().splitlines()[-30:]
        raise DidNotStart("\n".join([f"amuddu {' '.join(arguments)}: {done.returncode}", *said]))
    return done.stdout
