"""No call, however odd, makes the service fail."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import APIOperation, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from amuddu.kit.auth import Actor
from services.notifications.invitations import links
from tests import support
from tests.fuzz import tally
from tests.services.notifications.conftest import House

ACTORS = [support.administrator(), support.counsellor(), support.agent(), support.employer()]
EXAMPLES = 4
"""Of each operation, for each of well-formed and malformed: with 28 operations over 200 calls an
actor."""
CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: str(actor.role))
def test_no_call_fails(house: House, actor: Actor) -> None:
    event = house.invite()
    house.send_all()
    invitation_id = house.message(event.candidacy_id).invitation_id
    token = links.token(invitation_id, key=house.settings.signing_key)
    schema = schemathesis.openapi.from_asgi("/openapi.json", house.client.app)

    for operation in schema.include(path_regex="^/v1").get_all_operations():
        assert isinstance(operation, Ok)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _fuzz(operation.ok(), mode, actor, token)


def _fuzz(
    operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, actor: Actor, token: str
) -> None:
    opens_something = "token" in operation.path

    @tally.seeded
    @given(operation.as_strategy(generation_mode=mode), st.booleans())
    @tally.settings(EXAMPLES)
    def call(case: schemathesis.Case[Any], use_token: bool) -> None:
        if opens_something and use_token:
            case.path_parameters["token"] = token
        tally.case("notifications", case, checks=CHECKS, headers=support.headers_for(actor))

    call()
