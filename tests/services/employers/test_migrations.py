"""Tables as migrated and as modelled are the same."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from amuddu.kit.events import tables as event_tables
from amuddu.kit.keeping import tables as keeping_tables
from amuddu.kit.trust import tables as trust_tables
from services.employers.app import MIGRATIONS
from services.employers.tables import METADATA
from tests.conftest import DatabaseOf
from tests.services.employers.conftest import House
from tests.support import outbox_envelopes


def test_models_and_migrations_agree(database_of: DatabaseOf) -> None:
    with database_of("services.employers").engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert (
            compare_metadata(
                context,
                [METADATA, event_tables.metadata, keeping_tables.metadata, trust_tables.metadata],
            )
            == []
        )


def test_versions_of_before_are_told_as_the_service_tells_them(house: House) -> None:
    told = sorted(house.versions_told(), key=lambda event: event.key)
    slots = "SELECT envelope->>'key', slot FROM outbox ORDER BY 1"
    with house.database.engine.connect() as connection:
        where = connection.exec_driver_sql(slots).all()
        connection.exec_driver_sql("DELETE FROM outbox")
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("recursive_version_locations", "true")
        config.attributes["connection"] = connection
        command.downgrade(config, "0002_claims")
        command.upgrade(config, "head")
        connection.commit()
        assert connection.exec_driver_sql(slots).all() == where
    assert sorted(house.versions_told(), key=lambda event: event.key) == told
    ids = {envelope.id for envelope in outbox_envelopes(house.database)}
    assert len(ids) == len(told)
