"""Which service may call what without a person behind it: one table, and no operation beside it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from amuddu import contracts
from amuddu.contracts.doors import (
    ACCOUNT_MESSAGE,
    ADDRESSEES,
    DOORS,
    OFFICER_ADDRESSES,
    SESSION_HOLDS,
    may_call,
)
from amuddu.contracts.operations import Operation
from amuddu.contracts.types import Role
from amuddu.kit.identity import NAMES


def modules() -> Iterator[ModuleType]:
    yield from (
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(contracts.__path__, "amuddu.contracts.")
    )


def operations() -> dict[str, Operation[object]]:
    return {
        one.name: one
        for module in modules()
        for value in vars(module).values()
        # Operations that belong together may stand in one tuple, as those of figures do.
        for one in (value if isinstance(value, tuple) else (value,))
        if isinstance(one, Operation)
    }


INSIDE = {SESSION_HOLDS, OFFICER_ADDRESSES, ACCOUNT_MESSAGE, ADDRESSEES}
"""Doors of the gateway's internal port."""


def test_what_services_may_call_and_the_table_of_doors_agree() -> None:
    declared = {
        name for name, one in operations().items() if one.roles and Role.SERVICE in one.roles
    }
    assert declared | INSIDE == set(DOORS)


def test_a_door_is_for_others_that_bear_a_name() -> None:
    known = operations()
    for name, callers in DOORS.items():
        assert callers
        assert callers <= set(NAMES)
        owner = "gateway" if name in INSIDE else known[name].service
        assert owner not in callers


def test_notifications_asks_where_to_write_and_whether_a_session_holds_and_nothing_else() -> None:
    allowed = {name for name in [*operations(), *INSIDE] if may_call("notifications", name)}
    assert allowed == {"read_contact_route", "read_notice", *INSIDE}


def test_employers_asks_for_a_hire_its_route_and_papers_and_whether_a_session_holds() -> None:
    allowed = {name for name in [*operations(), SESSION_HOLDS] if may_call("employers", name)}
    assert allowed == {"hire_route", "hire_papers", SESSION_HOLDS}


def test_support_asks_what_is_in_the_way_of_a_course_and_whether_a_session_holds() -> None:
    allowed = {name for name in [*operations(), SESSION_HOLDS] if may_call("support", name)}
    assert allowed == {"judge_training", SESSION_HOLDS}


def test_matching_may_ask_nobody_about_people() -> None:
    assert {name for name in operations() if may_call("matching", name)} == set()
