"""Alembic's environment: runs on the connection that `amuddu.kit.migrations` hands over."""

from __future__ import annotations

from alembic import context

from amuddu.kit.events import tables as plumbing
from services.employers.common.tables import Base
from services.employers.schemes import tables as schemes_tables  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[Base.metadata, plumbing.metadata],
)
with context.begin_transaction():
    context.run_migrations()
