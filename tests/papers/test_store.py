"""Papers at rest: useless without their key, whole or not there, gone when their row is."""

from __future__ import annotations

import socket
import struct
import threading
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from amuddu.kit.clock import now
from amuddu.kit.errors import Unavailable
from amuddu.papers.examination import NotKept
from amuddu.papers.store import Folder, Lost, forget_others, new_key, opened, sealed
from amuddu.papers.viruses import Scanner

CONTENT = b"Contrat de travail KORVALAN" * 100


def test_a_file_at_rest_tells_nothing_and_opens_with_its_key_alone(tmp_path: Path) -> None:
    store, paper, key = Folder(tmp_path), uuid4(), new_key()
    store.put(paper, sealed(CONTENT, paper_id=paper, key=key))
    (file,) = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert b"KORVALAN" not in file.read_bytes()
    assert opened(store.get(paper), paper_id=paper, key=key) == CONTENT
    with pytest.raises(Lost):
        opened(store.get(paper), paper_id=paper, key=new_key())
    with pytest.raises(Lost):
        opened(store.get(paper), paper_id=uuid4(), key=key)  # moved to another paper
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    with pytest.raises(Lost):
        opened(store.get(paper), paper_id=paper, key=key)


def test_what_is_gone_is_gone(tmp_path: Path) -> None:
    store, paper = Folder(tmp_path), uuid4()
    store.delete(paper)
    with pytest.raises(Lost):
        store.get(paper)


def test_files_that_no_row_names_are_taken_away_once_they_are_old(tmp_path: Path) -> None:
    store, kept, left = Folder(tmp_path), uuid4(), uuid4()
    for each in (kept, left):
        store.put(each, b"sealed")
    (tmp_path / kept.hex[:2] / ".half").write_bytes(b"half written")
    assert forget_others(store, {kept}, before=now() - timedelta(hours=1)) == 0
    assert forget_others(store, {kept}, before=now() + timedelta(hours=1)) == 1
    files = {each.name for each in tmp_path.rglob("*") if each.is_file()}
    assert files == {kept.hex}


# --- clamd ----------------------------------------------------------------------------------------

SIGNATURE = b"EICAR-LIKE-SIGNATURE-OF-THESE-TESTS"


class Clamd:
    """Speaks clamd's INSTREAM as its manual describes it, and knows one signature."""

    def __init__(self, path: Path, *, answer: bytes = b"") -> None:
        self._answer = answer
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(path))
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                one, _ = self._socket.accept()
            except OSError:
                return
            with one, one.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!L", sent.read(4))[0]:
                    content += sent.read(length)
                found = (
                    b"stream: Test.Signature FOUND\0" if SIGNATURE in content else b"stream: OK\0"
                )
                one.sendall(self._answer or found)

    def close(self) -> None:
        self._socket.close()


def test_what_the_scanner_knows_is_refused(tmp_path: Path) -> None:
    clamd = Clamd(tmp_path / "clamd")
    try:
        scanner = Scanner(tmp_path / "clamd")
        scanner.refuse_infected(CONTENT * 100)
        with pytest.raises(NotKept):
            scanner.refuse_infected(CONTENT * 40 + SIGNATURE + CONTENT)
    finally:
        clamd.close()


def test_without_the_scanner_nothing_is_taken_in(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        Scanner(tmp_path / "nobody").refuse_infected(CONTENT)
    clamd = Clamd(tmp_path / "clamd", answer=b"INSTREAM size limit exceeded. ERROR\0")
    try:
        with pytest.raises(Unavailable):
            Scanner(tmp_path / "clamd").refuse_infected(CONTENT)
    finally:
        clamd.close()
