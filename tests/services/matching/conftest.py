"""An empty matching database, and the API over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from services.matching.app import create
from services.matching.search.engine import Engine
from services.matching.search.replica import Replica
from services.matching.vectors import blas_threads
from tests.conftest import DatabaseOf
from tests.services.matching.support import ENCODER, Caller, HashingEncoder


@pytest.fixture(autouse=True, scope="session")
def _one_thread_each() -> None:
    """As in the service's own process."""
    blas_threads.one_each()


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    return database_of("services.matching")


@pytest.fixture
def encoder() -> HashingEncoder:
    return ENCODER


@pytest.fixture
def client(database: Database, encoder: HashingEncoder, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create(database=database, encoder=encoder)) as client:
        yield client


@pytest.fixture
def replica(client: TestClient) -> Replica:
    engine: Engine = client.app.state.engine  # type: ignore[attr-defined] # TestClient hides FastAPI
    return engine.replica


@pytest.fixture
def call(client: TestClient) -> Callable[[Actor], Caller]:
    """`call(counsellor()).get("/candidacies/...")`."""
    return lambda actor, **kwargs: Caller(client, actor, **kwargs)
