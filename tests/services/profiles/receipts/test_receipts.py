"""Receipts outlive the keys that signed them, and say nothing for a key that was stolen."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from amuddu.contracts.events.erasures import PLACES, PlaceErased
from amuddu.contracts.profiles.receipts import ReceiptIn
from amuddu.kit import identity
from amuddu.kit.db import Database
from amuddu.kit.identity import Keys
from amuddu.kit.settings import Settings
from services.profiles.receipts import process, service, signing
from tests.conftest import DatabaseOf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "identities"


def started(database_of: DatabaseOf, folder: Path) -> Database:
    """The service, started with the keys that lie in the folder."""
    settings = Settings(identities_dir=folder)
    identity.make(folder, "profiles")
    return Database(database_of("services.profiles").url, keys=Keys(settings, "profiles"))


def rotated(folder: Path) -> None:
    """As `amuddu keys rotate` does: the public half of the old key stays."""
    old = identity.public(folder / "profiles.pub")
    assert old is not None
    (folder / "profiles.pub").rename(folder / f"profiles.{identity.key_id(old)}.pub")
    (folder / "profiles.key").unlink()
    identity.make(folder, "profiles")


def forgotten(folder: Path) -> None:
    """As `amuddu keys forget` does."""
    for path in folder.glob("profiles.*.pub"):
        path.unlink()


def erased(database: Database) -> str:
    """The receipt of an erasure that every place has answered for."""
    with database.session() as session:
        row, token = process.begin(session, [uuid4()], process.Known(), secret="s" * 32)
        process.answered(session, row.id, [PlaceErased(place=place) for place in PLACES])
        state = service.read(session, token)
    assert state.completed_at is not None
    return state.signed


def verdict(database: Database, receipt: str) -> str:
    with database.session() as session:
        return service.check(session, ReceiptIn(receipt=receipt)).verdict


def restarted(database: Database, folder: Path) -> Database:
    return Database(database.url, keys=Keys(Settings(identities_dir=folder), "profiles"))


def test_a_receipt_outlives_its_key(database_of: DatabaseOf, folder: Path) -> None:
    first = started(database_of, folder)
    receipt = erased(first)
    for _ in range(2):
        rotated(folder)
        second = restarted(first, folder)
        assert verdict(second, receipt) == "genuine"
        with second.session() as session:  # the worker looks
            signing.remember(session)
        forgotten(folder)
        third = restarted(first, folder)
        assert verdict(third, receipt) == "genuine"
        second.close()
        third.close()
    first.close()


def test_a_key_that_is_forgotten_before_anybody_vouched_counts_no_more(
    database_of: DatabaseOf, folder: Path
) -> None:
    first = started(database_of, folder)
    receipt = erased(first)
    rotated(folder)
    forgotten(folder)
    second = restarted(first, folder)
    with second.session() as session:
        signing.remember(session)
    assert verdict(second, receipt) == "altered"
    first.close()
    second.close()


def test_a_stolen_key_signs_nothing_that_is_believed(database_of: DatabaseOf, folder: Path) -> None:
    database = started(database_of, folder)
    receipt = erased(database)
    stolen = identity.private(folder / "profiles.key")
    said = json.loads(jws.extract_compact(receipt.encode()).payload)
    header = {"alg": "Ed25519", "kid": identity.key_id(stolen.public_key()), "typ": signing.TYPE}
    for changed in ({"receipt": str(uuid4())}, {"completed_at": "2020-01-01T00:00:00Z"}):
        text = json.dumps({**said, **changed})
        key = OKPKey.import_key(stolen)
        forged = jws.serialize_compact(header, text, key, algorithms=["Ed25519"])
        assert verdict(database, forged) == "unknown"
    assert verdict(
        database, "\n".join(receipt[i : i + 60] for i in range(0, len(receipt), 60))
    ) == ("genuine")
    database.close()


def test_an_answer_comes_once_and_the_ids_go_with_the_last(
    database_of: DatabaseOf, folder: Path
) -> None:
    database = started(database_of, folder)
    with database.session() as session:
        row, token = process.begin(
            session, [uuid4()], process.Known(words=["K7-4QX"]), secret="s" * 32
        )
        for place in PLACES:
            assert row.profile_ids is not None
            assert (row.sought is None) == (
                service.read(session, token).places[PLACES.index("gateway")].acknowledged_at
                is not None
            )
            process.answered(session, row.id, [PlaceErased(place=place)])
            before = service.read(session, token)
            process.answered(session, row.id, [PlaceErased(place=place)])
            assert service.read(session, token) == before
            session.refresh(row)
        assert (row.profile_ids, row.sought) == (None, None)
    database.close()
