"""Which service may call which door of another on its own account. Whatever is not here, none may.

People's doors say so in `Operation.roles`; a service that asks without a person behind it is let
in by this table alone, under the name that its key proves.
"""

from __future__ import annotations

from collections.abc import Mapping

SESSION_HOLDS = "session_holds"
"""The gateway's door inside the house: whether a session exists and is this actor's."""
OFFICER_ADDRESSES = "officer_addresses"
"""The gateway's door inside the house: where officers read their e-mail."""
OFFICER_ADDRESSES_PATH = "/inside/officers"
ACCOUNT_MESSAGE = "account_message"
"""The gateway's door inside the house: where a message about an account goes, and its link."""
ACCOUNT_MESSAGE_PATH = "/inside/account-messages/{message_id}"
ADDRESSEES = "addressees"
"""The gateway's door inside the house: where people at work read what they are told."""
ADDRESSEES_PATH = "/inside/addressees"

DOORS: Mapping[str, frozenset[str]] = {
    "answer_erasure": frozenset({"gateway"}),
    "carry_out_erasure": frozenset({"gateway"}),
    "changed_offers": frozenset({"gateway"}),
    "count_candidacies": frozenset({"gateway"}),
    "count_people": frozenset({"gateway"}),
    "count_vacancies": frozenset({"gateway"}),
    "erase_dormant": frozenset({"gateway"}),
    "find_erased": frozenset({"gateway"}),
    "hire_papers": frozenset({"employers"}),
    "hire_route": frozenset({"employers"}),
    "judge_training": frozenset({"support"}),
    "linked_interview_step": frozenset({"gateway"}),
    "linked_interviews": frozenset({"gateway"}),
    "list_due_dormant": frozenset({"gateway"}),
    "list_due_erasures": frozenset({"gateway"}),
    "list_open_erasures": frozenset({"gateway"}),
    "read_contact_route": frozenset({"notifications"}),
    "queue_account_message": frozenset({"gateway"}),
    "read_notice": frozenset({"notifications"}),
    "read_question": frozenset({"gateway"}),
    "read_said_yes": frozenset({"gateway"}),
    "releases_of_candidacies": frozenset({"gateway"}),
    "releases_of_people": frozenset({"gateway"}),
    "releases_of_vacancies": frozenset({"gateway"}),
    "report_answer": frozenset({"gateway"}),
    "scheme_rules": frozenset({"gateway"}),
    "send_report": frozenset({"gateway"}),
    "standing_rules": frozenset({"gateway"}),
    "witness_yes": frozenset({"gateway"}),
    ACCOUNT_MESSAGE: frozenset({"notifications"}),
    ADDRESSEES: frozenset({"notifications"}),
    OFFICER_ADDRESSES: frozenset({"notifications"}),
    SESSION_HOLDS: frozenset({"profiles", "employers", "matching", "notifications", "support"}),
}
"""Name of the operation -> the services that may call it."""


def may_call(caller: str, operation: str) -> bool:
    """Whether a service may call an operation on its own account."""
    return caller in DOORS.get(operation, frozenset())
