"""Alembic environment: the connection is handed in by `amuddu.kit.migrations`."""

from __future__ import annotations

from alembic import context

from gateway.credentials import tables as _credentials  # noqa: F401 - declares them
from gateway.imports.tables import Base  # with every table of the gateway
from gateway.saved import tables as _saved  # noqa: F401 - declares them
from gateway.taken import tables as _taken  # noqa: F401 - declares them
from gateway.tokens import tables as _tokens  # noqa: F401 - declares them

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
