"""Tables as migrated and as modelled are the same."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from amuddu.kit import plumbing
from services.employers.models import Base
from tests.conftest import DatabaseOf


def test_models_and_migrations_agree(database_of: DatabaseOf) -> None:
    with database_of("services.employers").engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, [Base.metadata, plumbing.metadata]) == []
