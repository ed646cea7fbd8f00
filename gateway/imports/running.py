"""What works through the files that people sent: a few threads in each process of the gateway.

A runner holds a job by a lease that this process renews while it works. One that is killed lets go
by silence; one that stops in order hands its job back. Whoever takes the job next begins at the
first row, which is safe: rows that were kept come back unchanged, and are counted as they were.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from amuddu.contracts.batch import BatchOut
from amuddu.contracts.types import Lang
from amuddu.imports.columns import Kind
from amuddu.imports.mapping import Mapped, parse
from amuddu.imports.rows import Table
from amuddu.kit import clock
from amuddu.kit.db import DATABASE_AWAY, Database, IntegrityError
from amuddu.kit.errors import AmudduError, Forbidden, Gone, Unavailable
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.imports import access, jobs, repository
from gateway.imports.access import Target
from gateway.imports.mappings import guesses, kept
from gateway.imports.outcome import Tally
from gateway.imports.service import Import, send_batch, table_of
from gateway.imports.tables import ImportJob
from gateway.sessions import service as accounts

log = logs.get(__name__)

AT_ONCE = 2
"""Files that one process works through at a time."""
LEASE = timedelta(seconds=60)
_RENEW_SECONDS = 15.0
_LOOK_SECONDS = 15.0
"""How often a runner looks although nobody told it of work: after a lease that ran out."""
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds to wait for a service that is away, one after the other."""
_LATER = timedelta(minutes=1)
MOST_ATTEMPTS = 4
"""Times that a file is begun before it is given up: one that kills its reader must not go on."""

_NOT_ALLOWED = N_("Le compte qui a envoyé ce fichier ne peut plus importer.")


class Lost(Exception):
    """Another runner has the job, or nobody: this one goes no further."""


class GivenUp(AmudduError):
    """It was begun often enough."""

    default = N_("L'import s'est arrêté en route. Envoyez de nouveau le même fichier.")


class Leaving(Exception):
    """This process stops."""


@dataclass(frozen=True, slots=True)
class _Work:
    """A job in hand."""

    job: ImportJob
    kind: Kind
    lang: Lang
    caller: Caller
    table: Table
    mapping: Mapped | None


class Runner(Periodic):
    """A thread that works through one file after the other until it is stopped."""

    def __init__(
        self,
        database: Database,
        services: Services,
        secrets: Sequence[str],
        *,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self.id = uuid4()
        self.in_hand: UUID | None = None
        self._database = database
        self._services = services
        self._secrets = secrets
        self._pauses = pauses
        self._leaving = threading.Event()
        super().__init__(
            "imports",
            self.run_next,
            every=_LOOK_SECONDS,
            retry=5,
            woken_by=(database, repository.CHANNEL),
        )

    def leave(self) -> None:
        """Hand back what is in hand, after its batch."""
        self._leaving.set()

    def stop(self) -> None:
        """Hand back what is in hand, then stop."""
        self.leave()
        super().stop()

    def run_next(self) -> bool:
        """Work through the file whose turn it is; `False` where none waits."""
        if self._leaving.is_set():
            return False
        try:
            with self._database.session() as session:
                now = clock.now()
                job = repository.take(session, runner=self.id, now=now, lease=LEASE)
        except IntegrityError:  # another runner took a file of the same organisation
            return True
        if job is None:
            return False
        self.in_hand = job.id
        logs.bind_correlation(f"import-{job.id}")
        try:
            self._work(job)
        finally:
            self.in_hand = None
            logs.forget_correlation()
        return True

    def _work(self, job: ImportJob) -> None:
        try:
            work = self._opened(job)
            if work is not None:
                self._walk(work)
        except Lost:
            log.warning("import held by another", job=str(job.id))
        except Leaving:
            self._hand_back(job, attempts=job.attempts - 1)
        except Unavailable:
            self._later(job)
        except AmudduError as error:  # the file is no table, or the service takes nothing of it
            self._end(job, "failed", error=_sentence(error, cast(Lang, job.lang)))
        except DATABASE_AWAY:
            raise
        except Exception:  # a file must not end the thread, nor be begun again without end
            log.error("import stumbled", exc_info=True, job=str(job.id))
            self._later(job)

    # --- before the first row ---------------------------------------------------------------------

    def _opened(self, job: ImportJob) -> _Work | None:
        """The job with its rows; `None` where it has ended, or waits for its columns to be told."""
        kind, lang = cast(Kind, job.kind), cast(Lang, job.lang)
        if job.stopping:
            self._end(job, "stopped")
            return None
        with self._database.session() as session:
            actor = accounts.actor_in(session, job.session_id)
        target = Target(job.employer_id, job.agency_id)
        content = jobs.content_of(self._database, job, self._secrets)
        if job.attempts > MOST_ATTEMPTS:
            raise GivenUp
        if actor is None or access.organisation_of(actor, target) != job.organisation:
            raise Forbidden(_NOT_ALLOWED)
        if content is None:
            raise Gone(jobs.TOO_OLD)
        table = table_of(kind, content, jobs.name_of(job, self._secrets))
        mapping = self._mapping(job, kind, table)
        if mapping is None and guesses.unknown(kind, table.headers):
            with self._ending(job) as (session, row):
                row.state, row.runner, row.lease_until = "columns", None, None
                repository.save(session, row)
            return None
        return _Work(job, kind, lang, Caller(actor, lang), table, mapping)

    def _mapping(self, job: ImportJob, kind: Kind, table: Table) -> Mapped | None:
        """The mapping chosen for this file, or the one kept for its shape."""
        if job.mapping is not None:
            return parse(job.mapping, kind)
        shape = jobs.shape_of(kind, table.headers)
        with self._database.session() as session:
            found = kept.of_shape(session, job.organisation, kind, shape)
        if found is None:
            return None
        chosen = found.mapping.model_dump(mode="json", by_alias=True)
        self._progress(job, mapping=chosen, mapping_kept_at=found.kept_at)
        return found.mapping

    # --- row by row -------------------------------------------------------------------------------

    def _walk(self, work: _Work) -> None:
        job = work.job
        sent = Import(work.kind, work.table, mapping=work.mapping, lang=work.lang)
        tally = Tally(job.counts)
        self._progress(job, total=sent.total)

        def send(bodies: list[dict[str, Any]]) -> BatchOut:
            return self._sent(work, bodies)

        state, error = "done", ""
        try:
            for _done in sent.importer.run(send):
                sent.keeper.tidy()
                counts = tally.counts(sent.report)
                if self._progress(job, done=counts.total(), counts={**counts}):
                    state = "stopped"
                    break
                if self._leaving.is_set():
                    raise Leaving
        except AmudduError as problem:
            if isinstance(problem, Unavailable) and job.attempts < MOST_ATTEMPTS:
                raise
            state, error = "failed", _sentence(problem, work.lang)
        finally:
            sent.close()
        counts = tally.counts(sent.report)
        report = sent.keeper.report(counts, interrupted=state != "done", error=error)
        with self._ending(job) as (session, row):
            row.done = counts.total()
            row.counts = {str(outcome): count for outcome, count in counts.items()}
            jobs.end(session, row, state, report)

    def _sent(self, work: _Work, bodies: list[dict[str, Any]]) -> BatchOut:
        """A batch, once more where a service is away. Raises `Unavailable` in the end."""
        target = Target(work.job.employer_id, work.job.agency_id)
        for pause in self._pauses:
            try:
                return send_batch(self._services, work.caller, work.kind, bodies, target)
            except AmudduError as error:
                if error.status != Unavailable.status:
                    raise
            if self._leaving.wait(pause):
                raise Leaving
            self._progress(work.job)
        return send_batch(self._services, work.caller, work.kind, bodies, target)

    # --- what is written down ---------------------------------------------------------------------

    def _progress(self, job: ImportJob, **values: Any) -> bool:
        """Write down how far it is; whether it is to stop. Raises `Lost`."""
        values.setdefault("lease_until", clock.now() + LEASE)
        with self._database.session() as session:
            stopping = repository.progressed(session, job.id, runner=self.id, **values)
        if stopping is None:
            raise Lost
        return stopping

    @contextmanager
    def _ending(self, job: ImportJob) -> Iterator[tuple[Any, ImportJob]]:
        """The job's row, locked, as long as it is this runner's. Raises `Lost`."""
        with self._database.session() as session:
            row = repository.job(session, job.id, lock=True)
            if row is None or row.runner != self.id or row.state != "running":
                raise Lost
            yield session, row

    def _end(self, job: ImportJob, state: str, *, error: str = "") -> None:
        with self._ending(job) as (session, row):
            jobs.end(session, row, state, jobs.report_so_far(row, error))

    def _later(self, job: ImportJob) -> None:
        """Begin again in a while, some times."""
        if job.attempts >= MOST_ATTEMPTS:
            self._end(job, "failed", error=_sentence(GivenUp(), cast(Lang, job.lang)))
        else:
            self._hand_back(job, due_at=clock.now() + _LATER * job.attempts)

    def _hand_back(self, job: ImportJob, **values: Any) -> None:
        with self._ending(job) as (session, row):
            row.runner = row.lease_until = None
            for name, value in values.items():
                setattr(row, name, value)
            repository.wake(session, row)


class Runners:
    """All runners of a process, with what renews their leases and deletes what is too old."""

    def __init__(self, database: Database, services: Services, secrets: Sequence[str]) -> None:
        self._database = database
        self._runners = [Runner(database, services, secrets) for _ in range(AT_ONCE)]
        self._besides = [
            Periodic("imports-leases", self.renew, every=_RENEW_SECONDS, retry=1),
        ]

    def start(self) -> None:
        """Begin to look for files."""
        for each in (*self._runners, *self._besides):
            each.start()

    def stop(self) -> None:
        """Hand back what is in hand, then stop."""
        for runner in self._runners:
            runner.leave()
        for each in (*self._runners, *self._besides):
            each.stop()

    def renew(self) -> None:
        """Hold what is in hand for longer: a file may take long to open."""
        held = [(each.in_hand, each.id) for each in self._runners if each.in_hand is not None]
        if held:
            with self._database.session() as session:
                repository.renew(session, held, now=clock.now(), lease=LEASE)


def _sentence(error: AmudduError, lang: Lang) -> str:
    """What is wrong with the file as a whole, without the general words around it."""
    if isinstance(error, Unavailable):
        error = GivenUp()
    return " ".join(field.text.in_(lang) for field in error.fields) or error.text.in_(lang)
