"""Whatever is sent to the public API, by whoever: never a server error."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import given

from amuddu.kit.auth import Role
from tests.fuzz import tally
from tests.gateway import fuzz_support
from tests.gateway.conftest import House, mason, person

EXAMPLES = 2
"""Calls an operation and role, one of them with ids that exist: over 300 operations. Many more by
command."""


def nearly_right(body: Any, *, turn: int) -> Any:
    """A vacancy or a profile right but for two fields, so that more of the code is reached."""
    if not isinstance(body, dict):
        return body
    right = mason() if "title" in body else person() if "given_name" in body else None
    if right is None:
        return body
    right = {name: str(value) if name == "starts_on" else value for name, value in right.items()}
    odd = sorted(body)
    kept = {odd[(turn + step) % len(odd)] for step in range(min(2, len(odd)))}
    return {**right, **{name: body[name] for name in kept}}


@pytest.mark.parametrize("role", tally.roles(fuzz_support.USUAL, fuzz_support.MORE))
def test_no_request_breaks_the_api(house: House, role: Role) -> None:
    ids, account = fuzz_support.everything(house)
    token = fuzz_support.api(house, account(role)).headers["Authorization"]
    schema = schemathesis.openapi.from_asgi("/openapi.json", house.app)
    seen = 0
    for found in schema.include(path_regex="^/api/v1/(?!sessions)").get_all_operations():

        @tally.seeded
        @tally.settings(EXAMPLES)
        @given(case=found.ok().as_strategy())
        def calls(case: Any) -> None:
            nonlocal seen
            seen += 1
            if seen % 2:
                known = {name: ids[name] for name in case.path_parameters or {} if name in ids}
                case.path_parameters = {**(case.path_parameters or {}), **known}
                case.body = nearly_right(case.body, turn=seen)
            tally.case("gateway api", case, headers={"Authorization": token})

        calls()
    assert seen > 100 or tally.over()
