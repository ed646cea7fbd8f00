"""Writes as an office and its employers make them, many at once, through the services' own doors.

Each thread writes one thing after the other and goes on with the same write until it is
acknowledged, as a person who presses the button again. What was acknowledged is in the journal.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2

from amuddu.kit.auth import Actor, Role
from cli.demo.people import people
from cli.demo.vacancies import vacancies
from tests.chaos.insider import Insider
from tests.chaos.journal import Journal

AGENCY = "rabat"
PATIENCE_SECONDS = 120.0
Mix = Sequence[tuple[str, int]]
"""Kinds of writes and how often each comes, relative to one another."""

MIX: Mix = (
    ("profile", 32),
    ("change", 14),
    ("vacancy", 18),
    ("close", 4),
    ("shortlist", 24),
    ("seat", 6),
    ("leave", 2),
)
SESSIONS, SEATS = 2, 3
"""Sessions of training, and seats of each: far fewer than are asked for."""
CHANNELS = ("email", "sms", "sms", "agent")


class GaveUp(RuntimeError):
    """A write was not acknowledged in the time a person would wait."""


@dataclass(slots=True)
class Load:
    """The writers. `services`: where each service listens."""

    services: Mapping[str, str]
    insider: Insider
    journal: Journal = field(default_factory=Journal)
    seed: int = 1
    mix: Mix = MIX
    channels: Sequence[str] = CHANNELS
    sessions: list[str] = field(default_factory=list)
    """Sessions of training in which places are asked for."""
    _employers: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _errors: list[str] = field(default_factory=list)
    _run: str = field(default_factory=lambda: uuid4().hex[:6])
    _people: list[dict[str, Any]] = field(default_factory=list)
    _vacancies: list[dict[str, Any]] = field(default_factory=list)
    _counsellors: list[Actor] = field(default_factory=list)

    def counsellor(self) -> Actor:
        """Whoever writes; signed in once, as databases are away at times."""
        if not self._counsellors:
            self._counsellors.append(self.insider.signed_in(Role.COUNSELLOR, agency=AGENCY))
        return self._counsellors[0]

    def prepare(self, *, bodies: int = 2000) -> None:
        """Invent what will be written, and enter the employers and a course."""
        today = datetime.now(UTC).date()
        self._people = [body for _, body in people(bodies, seed=self.seed, today=today)]
        self._vacancies = [
            body for _, body in vacancies(max(bodies // 4, 50), seed=self.seed, today=today)
        ]
        with self._writer(0) as writer:
            for number in range(6):
                body = {"name": f"Entreprise {self._run} {number}", "agency_id": AGENCY}
                made = writer.until_taken("employers", "POST", "/v1/employers", body)
                self._employers.append(made["id"])
            self.sessions += writer.course(self._run)

    def write(
        self,
        count: int,
        *,
        threads: int = 6,
        per_second: float | None = None,
        mix: Mix = MIX,
        channels: Sequence[str] = CHANNELS,
    ) -> None:
        """Write until `count` more writes are acknowledged. Raises `GaveUp`."""
        goal = self.journal.acknowledged + count
        self.mix, self.channels = mix, channels
        try:
            self._run_threads(threads, per_second, lambda: self.journal.acknowledged < goal)
        finally:
            self.mix, self.channels = MIX, CHANNELS
        self._raise_errors()

    @contextmanager
    def writing(self, *, threads: int = 4, per_second: float, mix: Mix = MIX) -> Iterator[None]:
        """Writers at work for the length of the block."""
        stopped = threading.Event()
        self.mix = mix
        running = threading.Thread(
            target=self._run_threads, args=(threads, per_second, lambda: not stopped.is_set())
        )
        running.start()
        try:
            yield
        finally:
            stopped.set()
            running.join()
            self.mix = MIX
        self._raise_errors()

    def _run_threads(
        self, threads: int, per_second: float | None, more: Callable[[], bool]
    ) -> None:
        pace = _Pace(per_second)
        writers = [
            threading.Thread(target=self._write_while, args=(number, more, pace), daemon=True)
            for number in range(threads)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()

    def _raise_errors(self) -> None:
        if self._errors:
            errors, self._errors = self._errors, []  # the next row's writers start anew
            raise GaveUp("; ".join(errors[:3]))

    def _write_while(self, number: int, more: Callable[[], bool], pace: _Pace) -> None:
        try:
            with self._writer(number) as writer:
                while more() and not self._errors:
                    pace.wait()
                    writer.write_something()
        except Exception as error:  # noqa: BLE001 - the edge of a thread: told to the row's main thread
            self._errors.append(f"{type(error).__name__}: {error}")

    @contextmanager
    def _writer(self, number: int) -> Iterator[_Writer]:
        with httpx2.Client(timeout=15, trust_env=False) as client:
            yield _Writer(self, client, random.Random(f"{self._run}:{self.seed}:{number}"))


class _Pace:
    """Gives leave to write so many times a second, evenly."""

    def __init__(self, per_second: float | None) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._next = time.monotonic()
        self._lock = threading.Lock()

    def wait(self) -> None:
        if not self._gap:
            return
        with self._lock:
            now = time.monotonic()
            # Lost time is not made up for: a burst after a pause would be another load.
            self._next = max(self._next + self._gap, now - self._gap)
            due = self._next
        time.sleep(max(0.0, due - now))


class _Writer:
    """One thread's hand."""

    def __init__(self, load: Load, client: httpx2.Client, rng: random.Random) -> None:
        self._load = load
        self._journal = load.journal
        self._client = client
        self._rng = rng
        self._counsellor = load.counsellor()

    def write_something(self) -> None:
        kinds, weights = zip(*self._load.mix, strict=True)
        getattr(self, f"_{self._rng.choices(kinds, weights)[0]}")()

    def _profile(self) -> None:
        number = next(self._load._numbers)
        said = self._load._people[number % len(self._load._people)]
        channel = self._load.channels[number % len(self._load.channels)]
        body = _person(said, self._load._run, number, channel=channel)
        made = self.until_taken("profiles", "POST", "/v1/profiles", body)
        if made:
            self._journal.profile(made["id"], made["revision"], body)

    def _change(self) -> None:
        chosen = self._journal.a_person(self._rng)
        if chosen is None:
            return self._profile()
        profile_id, body = chosen
        # A fact that matching weighs, never the same twice: each change is an event.
        changed = {**body, "about": f"Disponible, sérieux. {next(self._load._numbers)}"}
        made = self.until_taken("profiles", "PUT", f"/v1/profiles/{profile_id}", changed)
        if made:
            self._journal.profile(profile_id, made["revision"], changed)
        return None

    def _vacancy(self) -> None:
        number = next(self._load._numbers)
        body = {
            **self._load._vacancies[number % len(self._load._vacancies)],
            "external_ref": f"{self._load._run}-{number}",
            "employer_id": self._rng.choice(self._load._employers),
            "incentive_scheme": None,
        }
        made = self.until_taken("employers", "POST", "/v1/vacancies", body)
        if made:
            lasting = self._rng.random() > 0.2
            self._journal.vacancy(made["id"], made["revision"], lasting=lasting)

    def _close(self) -> None:
        vacancy_id = self._journal.a_vacancy_to_close()
        if vacancy_id is None:
            return self._vacancy()
        path = f"/v1/vacancies/{vacancy_id}/close"
        made = self.until_taken("employers", "POST", path, {"reason": "filled"})
        if made:
            self._journal.vacancy_closed(vacancy_id, made["revision"])
        return None

    def _shortlist(self) -> None:
        pair = self._journal.a_pair(self._rng)
        if pair is None:
            return self._profile()
        path = f"/v1/vacancies/{pair[0]}/candidates/{pair[1]}/shortlist"
        made = self.until_taken("matching", "POST", path, None)
        if made:
            self._journal.candidacy(made["id"], *pair)
        else:
            self._journal.give_back(pair)
        return None

    def course(self, run: str) -> list[str]:
        """Enter a course with sessions; their ids."""
        keeper = self._load.insider.signed_in(Role.COORDINATOR)

        def entered(path: str, body: dict[str, Any]) -> dict[str, Any]:
            return self.until_taken("support", "POST", f"/v1/training{path}", body, actor=keeper)

        centre = entered("/centres", {"name": f"Centre {run}", "source": "essai"})
        said = {"centre_id": centre["id"], "title": f"Formation {run}", "source": "essai"}
        course = entered("/courses", said)
        first = datetime.now(UTC).date() + timedelta(days=60)
        for number in range(SESSIONS):
            starts_on = (first + timedelta(days=number)).isoformat()
            path = f"/courses/{course['id']}/sessions"
            course = entered(path, {"starts_on": starts_on, "places": SEATS})
        return [each["id"] for each in course["sessions"]]

    def _seat(self) -> None:
        seat = self._journal.a_seat(self._rng, self._load.sessions)
        if seat is None:
            return self._profile()
        path = f"/v1/training/sessions/{seat[0]}/requests"
        made = self.until_taken("support", "POST", path, {"profile_id": seat[1]})
        if made:
            self._journal.request(made["id"], *seat)
        return None

    def _leave(self) -> None:
        request_id = self._journal.a_request_to_give_back(self._rng)
        if request_id is None:
            return self._seat()
        path = f"/v1/training/requests/{request_id}/withdraw"
        if self.until_taken("support", "POST", path, None):
            self._journal.request_given_back(request_id)
        return None

    def until_taken(
        self,
        service: str,
        method: str,
        path: str,
        body: dict[str, Any] | None,
        *,
        actor: Actor | None = None,
    ) -> dict[str, Any]:
        """The answer once the write is acknowledged; empty when it cannot be yet (404 of what is
        still on its way) or was taken by an earlier try that ended in doubt (409)."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        broken = False
        while time.monotonic() < deadline:
            response = self._try(service, method, path, body, actor or self._counsellor)
            if response is None or response.status_code in {502, 503}:
                # A 503 leaves it open too: the database can go away after the commit.
                broken = True
                time.sleep(self._rng.uniform(0.1, 0.3))
            elif response.is_success:
                return dict(response.json())
            elif response.status_code == 404 and service == "matching":
                return {}
            elif response.status_code == 409 and broken:
                self._journal.doubtful()
                return {}
            else:
                raise GaveUp(f"{method} {service}: {response.status_code} {response.text[:200]}")
        raise GaveUp(f"{method} {service}: not taken in {PATIENCE_SECONDS:.0f} s")

    def _try(
        self, service: str, method: str, path: str, body: dict[str, Any] | None, actor: Actor
    ) -> httpx2.Response | None:
        asking = self._load.insider.asking(service, actor)
        begun = time.monotonic()
        try:
            response = self._client.request(
                method, self._load.services[service] + path, json=body, auth=asking
            )
        except httpx2.HTTPError:
            self._journal.silent(service)
            return None
        self._journal.answered(service, response.status_code, time.monotonic() - begun)
        return response


def _person(body: dict[str, Any], run: str, number: int, *, channel: str) -> dict[str, Any]:
    """Somebody who may be hired, agrees to be proposed and told, and has their own address."""
    return {
        **body,
        "external_ref": f"{run}-{number}",
        "residence": {"status": "refugee_bra_permit"},
        "consents": {"matching": True, "contact": True, "statistics": False},
        "channel": channel,
        "email": f"{run}-{number}@example.org" if channel == "email" else None,
        "phone": f"+2126{number:08d}" if channel != "email" else None,
    }
