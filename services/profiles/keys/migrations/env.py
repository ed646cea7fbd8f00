"""Alembic's entry: migrates over the connection that `amuddu.kit.migrations` opened."""

from __future__ import annotations

from alembic import context

from services.profiles.keys.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
