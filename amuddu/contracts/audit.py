"""The words of the audit: what was done, for what purpose. Codes, chosen from lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

ReadingPurpose = Literal[
    "follow_up",
    "registration",
    "duplicates",
    "message",
    "hiring",
    "training",
    "rules",
    "erasure",
    "own_data",
    "emergency",
    "emergency_danger",
    "emergency_authority",
    "emergency_fault",
    "emergency_request",
    "security",
    "oversight",
    "retention",
]
"""Why somebody's data was read or changed."""

_PURPOSES: Mapping[ReadingPurpose, tuple[str, ...]] = {
    "registration": ("created", "imported"),
    "duplicates": ("compared", "merged", "merge_undone"),
    "message": ("contact_route",),
    "hiring": (
        "disclosure",
        "interview_noted",
        "interviews_read",
        "paper_added",
        "paper_opened",
        "paper_removed",
    ),
    "training": ("training_asked", "trained"),
    "rules": ("rights_refreshed",),
    "erasure": ("erasure_asked", "erasure_stopped", "erased"),
    "own_data": ("data_exported", "changes_read", "corrections_read", "correction_decided"),
    "emergency": ("emergency_opened",),
    "security": (
        "signed_in",
        "false_name",
        "account_added",
        "account_closed",
        "card_made",
        "card_stopped",
        "access_code_given",
        "password_changed",
        "proof_changed",
        "identity_linked",
        "identity_unlinked",
        "sessions_ended",
        "account_invited",
        "invitation_withdrawn",
        "account_suspended",
        "account_reopened",
        "account_moved",
        "partner_added",
        "token_made",
        "token_revoked",
        "token_used",
        "webhook_added",
        "webhook_secret_renewed",
        "webhook_started",
        "webhook_stopped",
    ),
    "oversight": ("audit_read", "audit_exported", "exported"),
    "retention": ("tidied",),
}
_BY_ACTION: dict[str, ReadingPurpose] = {
    action: purpose for purpose, actions in _PURPOSES.items() for action in actions
}


def purpose_of(action: str) -> ReadingPurpose:
    """For what an action is done: where nothing else is said, to follow the person."""
    return _BY_ACTION.get(action, "follow_up")


# --- what looks unusual, and what became of it --------------------------------------------------

AlertKind = Literal[
    "many_people",
    "other_agencies",
    "refused",
    "odd_hours",
    "same_person",
    "emergency",
    "erasure",
]
AnswerReason = Literal["usual_work", "explained", "training", "passed_on", "misuse"]
"""What an officer found: also the reasons that a form offers."""
