"""Where papers stand and how they come there: looked at, sealed, written, then named by a row.

The file is written before its row is committed and taken away after: what is left over by a
process that dies in between is a file that nobody can open, and `sweep` takes it away.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable
from datetime import timedelta
from threading import BoundedSemaphore
from uuid import UUID

from amuddu.kit import clock
from amuddu.kit.db import Database, Session, after_commit
from amuddu.kit.errors import FieldError, Gone, Invalid, TooManyRequests
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.papers.examination import Clean, NotKept, examined
from amuddu.papers.store import Folder, Lost, Store, forget_others, new_key, opened, sealed
from amuddu.papers.viruses import Scanner
from services.profiles.papers import repository
from services.profiles.papers.tables import PaperRow
from services.profiles.settings import ProfilesSettings

log = logs.get(__name__)

PAPERS = "papers"
"""Name in `Session.info`."""
AT_ONCE = 3
"""Files that are looked at at a time: each takes a process of its own."""
_WAIT_SECONDS = 5.0
_LEFT_OVER = timedelta(days=1)

_BUSY = N_("Beaucoup de documents arrivent en ce moment : envoyez le vôtre dans une minute.")
_LOST = N_("Ce document n'est plus là : ajoutez-le de nouveau.")


class Keeper:
    """The store of this process, and what looks at a file before it is kept."""

    def __init__(self, store: Store, scanner: Scanner | None) -> None:
        self.store = store
        self._scanner = scanner
        self._turns = BoundedSemaphore(AT_ONCE)

    def examined(self, content: bytes) -> Clean:
        """The file as it may be kept. Raises `Invalid` for the field `content`."""
        if not self._turns.acquire(timeout=_WAIT_SECONDS):
            raise TooManyRequests(_BUSY, retry_after=60)
        try:
            if self._scanner is not None:
                self._scanner.refuse_infected(content)
            return examined(content)
        except NotKept as error:
            raise Invalid(fields=(FieldError("content", error.text),)) from None
        finally:
            self._turns.release()


def keeper_of(settings: ProfilesSettings) -> Keeper:
    """The one that the settings name."""
    folder = settings.papers_dir or settings.data_dir / "papers"
    scanner = Scanner(settings.clamd_socket) if settings.clamd_socket else None
    return Keeper(Folder(folder), scanner)


def of(session: Session) -> Keeper:
    """The keeper of a session's database."""
    keeper: Keeper = session.info[PAPERS]
    return keeper


def keep(session: Session, row: PaperRow, clean: Clean) -> None:
    """Seal a paper and keep it."""
    key = new_key()
    row.saying(key=b64encode(key).decode())
    of(session).store.put(row.id, sealed(clean.content, paper_id=row.id, key=key))
    repository.add(session, row)


def content(session: Session, row: PaperRow) -> bytes:
    """What a paper shows. Raises `Gone` where its file is not there or was changed."""
    try:
        kept = of(session).store.get(row.id)
        return opened(kept, paper_id=row.id, key=b64decode(row.key))
    except Lost:
        log.error("a paper's file does not open", paper_id=str(row.id))
        raise Gone(_LOST) from None


def remove(session: Session, row: PaperRow) -> None:
    """Take a paper away; its file goes once that is settled."""
    store, paper_id = of(session).store, row.id
    repository.remove(session, row)
    after_commit(session, lambda: store.delete(paper_id))


def of_people(session: Session, people: Collection[UUID]) -> list[UUID]:
    """The papers about these people."""
    return [row.id for row in repository.of_people(session, people)]


def erase(session: Session, papers: Iterable[UUID]) -> None:
    """Take these files away now: the key of whom they are about is gone, there is no way back."""
    for paper_id in papers:
        of(session).store.delete(paper_id)


def sweep(database: Database) -> int:
    """Take away files that no row names, a day after they were written; how many."""
    before = clock.now() - _LEFT_OVER
    store: Store = database.info[PAPERS].store
    if next(iter(store.ids(before=before)), None) is None:
        return 0
    with database.session() as session:
        kept = repository.all_ids(session)
    gone = forget_others(store, kept, before=before)
    if gone:
        log.info("left over files taken away", number=gone)
    return 0
