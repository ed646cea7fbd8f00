"""Composition root of the HTTP process: `uvicorn --factory services.matching.app:create`."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from fastapi import FastAPI

from amuddu.kit.app import create_app, open_database
from amuddu.kit.db import Database
from services.matching.candidacies import routes as candidacies_routes
from services.matching.exports import routes as exports_routes
from services.matching.facts import repository as facts_repository
from services.matching.meetings import routes as meetings_routes
from services.matching.own_offers import routes as own_offers_routes
from services.matching.ranking.matcher import matcher_of
from services.matching.search import routes as search_routes
from services.matching.search.engine import Engine
from services.matching.search.glimpses import Glimpses
from services.matching.search.replica import Replica
from services.matching.searches import routes as searches_routes
from services.matching.settings import MatchingSettings
from services.matching.vectors import blas_threads
from services.matching.vectors.embedding import Encodes, made_by
from services.matching.vectors.encoder import Encoder
from services.matching.vectors.index import refuse_other_models

MIGRATIONS = Path(__file__).parent / "migrations"


def create(
    settings: MatchingSettings | None = None,
    *,
    database: Database | None = None,
    encoder: Encodes | None = None,
) -> FastAPI:
    """The matching API. Its copy of the numbers is loaded before it takes its first request.

    Raises `StaleModel` (the process ends) where the tables hold another model's vectors.
    """
    blas_threads.one_each()
    settings = settings or MatchingSettings()
    database = database or open_database(settings, "matching", settings.database_url, MIGRATIONS)
    encoder = encoder or Encoder.load(settings.model_path)
    refuse_stale_vectors(database, encoder)
    matcher = matcher_of(encoder)
    replica = Replica(database, matcher)

    def refreshing(_: FastAPI) -> AbstractContextManager[None]:
        return replica.refreshing()

    app = create_app(
        name="matching",
        title="Amuddu matching",
        description="Ranked candidates with reasons, and the pipeline from shortlist to hire.",
        settings=settings,
        database=database,
        routers=[
            candidacies_routes.router,
            search_routes.router,
            own_offers_routes.router,
            meetings_routes.router,
            searches_routes.router,
            exports_routes.router,
        ],
        running=[refreshing],
    )
    app.state.matcher = matcher
    app.state.engine = Engine(matcher, replica)
    app.state.glimpses = Glimpses(app.state.engine)
    return app


def refuse_stale_vectors(database: Database, encoder: Encodes) -> None:
    """Raise `StaleModel` where the tables hold vectors of another model."""
    with database.session() as session:
        refuse_other_models(facts_repository.models_in_use(session), ours=made_by(encoder))
