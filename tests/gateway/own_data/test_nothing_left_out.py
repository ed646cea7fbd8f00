"""No table and no column is forgotten by the export: a new one has to be put in, or explained."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import get_args

import pytest
from sqlalchemy import Connection, text

from amuddu.contracts.employers import CriterionOut
from amuddu.contracts.export.document import PersonExport
from amuddu.contracts.matching.ranking import Glimpse, Reasons
from amuddu.contracts.operations import Service
from amuddu.contracts.profiles import ProfileUpdated
from gateway.own_data.about import ABOUT
from gateway.own_data.fields import CODES, FIELDS, LABELLED, TECHNICAL
from gateway.web.labels import LABELS
from services.profiles.common.sealed import SealedRow
from tests.conftest import DatabaseOf
from tests.gateway.own_data.register import REGISTER, Exported

_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name <> 'alembic_version'
"""


def sealed_names(package: str, table: str) -> set[str]:
    """What the rows of a table keep sealed."""
    if package != "services.profiles":
        return set()
    importlib.import_module("services.profiles.tables")
    found = [each for each in SealedRow.__subclasses__() if each.__tablename__ == table]
    return set().union(*(each.sealed_names() for each in found))


def forgotten(package: str, connection: Connection) -> list[str]:
    """Tables, and columns of exported tables, that the register does not know."""
    columns: dict[str, set[str]] = {}
    for table, column in connection.execute(text(_COLUMNS)):
        columns.setdefault(table, set()).add(column)
    known = REGISTER[package]
    found = [f"{table}: no such table" for table in known.keys() - columns.keys()]
    for table, names in columns.items():
        entry = known.get(table)
        if entry is None:
            found.append(f"{table}: neither in the export nor explained")
        elif isinstance(entry, Exported):
            has = {*names, *sealed_names(package, table)}
            said = {*entry.model.model_fields, *entry.left_out, *RENAMED.get(table, {})}
            found += [f"{table}.{name}: not in the export" for name in sorted(has - said)]
            found += [f"{table}.{name}: no such column" for name in entry.left_out.keys() - has]
        else:
            assert len(entry) > 5, table
    return sorted(found)


RENAMED: dict[str, dict[str, str]] = {
    "merge_snapshots": {"before": "before"},
    "former_refs": {"external_ref": "former_refs"},
    "entries": {"emergency": "emergency"},
}
"""Columns that the model has under another name."""


@pytest.mark.parametrize("package", sorted(REGISTER))
def test_every_table_is_exported_or_explained(package: str, database_of: DatabaseOf) -> None:
    with database_of(package).engine.connect() as connection:
        assert forgotten(package, connection) == []


def test_a_planted_table_and_a_planted_column_are_found(database_of: DatabaseOf) -> None:
    with database_of("services.matching").engine.connect() as connection:
        connection.execute(text("CREATE TABLE hunches (profile_id uuid, hunch text)"))
        connection.execute(text("ALTER TABLE candidacy ADD COLUMN hunch text"))
        assert forgotten("services.matching", connection) == [
            "candidacy.hunch: not in the export",
            "hunches: neither in the export nor explained",
        ]
        connection.rollback()


def test_every_database_is_in_the_register() -> None:
    packages = {f"services.{name}" for name in get_args(Service)}
    assert REGISTER.keys() == packages | {"services.profiles.keys", "gateway", "amuddu.kit.audit"}


# --- words --------------------------------------------------------------------------------------


def places() -> set[str]:
    """Every kind of data in the document, by its place."""
    found = set()
    for name, info in PersonExport.model_fields.items():
        part = next(iter(re.findall(r"(\w+Part)\b", str(info.annotation))), None)
        if part is not None:
            module = importlib.import_module(f"amuddu.contracts.export.{_module(name)}")
            fields = getattr(module, part).model_fields
            found |= {f"{name}.{field}" for field in fields if field != "accesses_left_out"}
    return found


def _module(part: str) -> str:
    return "document" if part == "account" else part


def test_of_each_kind_it_is_said_what_for_where_from_for_whom_how_long() -> None:
    assert ABOUT.keys() == places()


def field_names() -> Iterator[str]:
    """Names of all fields that may be shown, with those of documents within."""
    schema = PersonExport.model_json_schema(mode="serialization")
    outer = {"PersonExport", "About", *re.findall(r"\w+Part\b", str(schema["$defs"].keys()))}
    for name, each in schema["$defs"].items():
        if name not in outer:
            yield from each.get("properties", {})
    for model in (Reasons, Glimpse, ProfileUpdated, CriterionOut):
        within = model.model_json_schema(mode="serialization")
        yield from within["properties"]
        for each in within.get("$defs", {}).values():
            yield from each.get("properties", {})


def test_every_field_has_a_word_or_is_technical() -> None:
    names = set(field_names())
    assert len(names) > 120
    assert {name for name in names if name not in FIELDS and name not in TECHNICAL} == set()
    assert FIELDS.keys() & TECHNICAL.keys() == set()


def test_words_of_codes_are_of_places_and_labels_that_exist() -> None:
    for name in (*CODES, *LABELLED):
        if "." in name:
            assert name.rpartition(".")[0] in places(), name
    assert {kind for kinds in LABELLED.values() for kind in kinds} <= LABELS.keys()
