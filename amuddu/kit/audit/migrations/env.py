"""Alembic's entry: migrates over the connection that `amuddu.kit.migrations` opened."""

from __future__ import annotations

from alembic import context

from amuddu.kit.audit.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=[metadata])
with context.begin_transaction():
    context.run_migrations()
