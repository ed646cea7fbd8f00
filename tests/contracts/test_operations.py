"""Who may call: an operation that names no role is open, so each such one is listed with why."""

from __future__ import annotations

import importlib
import pkgutil

from amuddu import contracts
from amuddu.contracts.operations import Operation
from amuddu.contracts.profiles.hireability import RouteReader
from amuddu.contracts.workflows import Workflow
from amuddu.kit.auth import Actor

BY_LINK = {
    "look_up",
    "answer",
    "read_invitation",
    "answer_invitation",
    "read_contact_change",
    "answer_contact_change",
    "read_stay",
    "answer_stay",
    "read_receipt",
    "read_centre_desk",
    "step_at_centre_desk",
    "check_receipt",  # the receipt itself is the authority
}
"""The signed link is the authority: nobody signs in."""
BY_ANYBODY = {
    "check_employer",  # by an ICE or a whole name: a public page, and no list
    "employer_marks",  # whether vacancies that one was shown are of a verified employer
}
"""Anybody may ask: nothing is told of a person, and nothing can be listed."""
FOR_EVERYBODY = {"search_offers", "public_offer", "feed_offers"}
"""Open offers of firms: whoever reads them has to be nobody."""
CATALOGUE = {
    "search_courses",
    "read_course",
    "list_centres",
    "check_certificate",
    "list_finance_products",
    "read_finance_product",
}
"""Courses, products of banks, what a certificate's number says: there is no person in it."""
BY_USE_CASE = {
    "profile",
    "change_profile",
    "rights",
    "set_consent",
    "list_accesses",
    "list_consents",
    "list_disclosures",
    "import_profiles",
    "list_account_events",
    "list_messages",
    "note_account_event",
    "settle_contact",
}
"""The use case asks who the actor is: the person, or who follows them; messages by the mode."""


def declared() -> dict[tuple[str, str, str], Operation[object]]:
    """Every operation, by service, method and path."""
    found = {}
    for module in pkgutil.walk_packages(contracts.__path__, "amuddu.contracts."):
        for value in vars(importlib.import_module(module.name)).values():
            operations = [value] if isinstance(value, Operation) else ()
            if isinstance(value, Workflow):
                operations = value.operations()
            found |= {(one.service, one.method, one.path): one for one in operations}
    return found


def test_an_operation_without_roles_is_open_for_a_reason() -> None:
    operations = declared()
    assert len(operations) > 100
    open_ones = {one.name for one in operations.values() if one.roles is None}
    assert open_ones == BY_LINK | BY_ANYBODY | FOR_EVERYBODY | CATALOGUE | BY_USE_CASE


def test_no_operation_names_an_empty_list_of_roles() -> None:
    assert all(one.roles != () for one in declared().values())


def test_a_reader_whom_a_service_names_is_described_whole() -> None:
    """The gateway compares with whom it knows in the session: a field less is somebody else."""
    assert RouteReader.model_fields.keys() == Actor.model_fields.keys()
