"""Every table of every database: in the export by which model, or why not.

A table that is not here fails `test_nothing_left_out.py`, and so does a column of an exported table
that its model does not have and nobody has given a reason for.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from amuddu.contracts import ages, profiles
from amuddu.contracts.export import document, employers, matching, notifications, support
from amuddu.contracts.export import profiles as kept
from amuddu.contracts.profiles import corrections, history
from amuddu.contracts.types import Contract

SELF = "it is the person's own"
STAFF = "an account of the staff: another person; told as role and organisation"
INNER = "joins rows; nothing of the person"
SEALED = "the sealed document: its values are exported one by one"
DIGEST = "a keyed digest, made from what is exported, for searching and comparing"
TELLING = "what was last told to other services, as a digest"
OTHER = "names somebody else"
MONEY = "the employer's money and papers, or the programme's"


@dataclass(frozen=True)
class Exported:
    """A table whose rows about a person are in the export, as `model`."""

    model: type[Contract]
    left_out: dict[str, str] = field(default_factory=dict)


Table = Exported | str

_EVENTS: dict[str, Table] = {
    "outbox": "events that wait to be published; gone within seconds, and facts of exported rows",
    "inbox": "ids of events that were handled",
    "dead_letters": "events that could not be handled: copies of what their producer exports",
    "erased_marks": "keyed digests of people who are gone",
    "erasures_heard": "erasures that wait to be acknowledged; their people are gone",
}
_SPENT: dict[str, Table] = {
    "spent_token": "ids of tokens between processes, for a minute",
    "at_work": "names of processes, for a day",
    "letter_decisions": "ids of events and what the staff decided on them",
}
_RELEASES: Table = "published figures; no cell below the smallest count"

REGISTER: dict[str, dict[str, Table]] = {
    "services.profiles": {
        **_EVENTS,
        **_SPENT,
        "profiles": Exported(
            kept.KeptProfile,
            {
                "id": SELF,
                "owner_id": "the person's account; told as `has_account`, the account by its part",
                "agent_id": "an account of the staff; told as `has_agent`",
                "audit_id": "links to the audit, whose rows are exported; known to nobody else",
                "ref_digest": DIGEST,
                "tokens": DIGEST,
                "keyed": DIGEST,
                "told_hash": TELLING,
                "rules_stamp": TELLING,
                "sealed": SEALED,
            },
        ),
        "residence": Exported(kept.KeptTitle, {"profile_id": SELF, "sealed": SEALED}),
        "consents": Exported(
            profiles.ConsentRecord, {"id": INNER, "profile_id": SELF, "recorded_by_id": STAFF}
        ),
        "guardian_agreements": Exported(
            ages.GuardianRecord,
            {"id": INNER, "profile_id": SELF, "recorded_by_id": STAFF, "sealed": SEALED},
        ),
        "notes": Exported(
            kept.KeptNote, {"id": INNER, "profile_id": SELF, "author_id": STAFF, "sealed": SEALED}
        ),
        "papers": Exported(
            kept.KeptPaper,
            {
                "profile_id": SELF,
                "added_by": STAFF,
                "key": "opens the file",
                "sealed": SEALED,
            },
        ),
        "grants": Exported(
            kept.OpenedContact,
            {
                "profile_id": SELF,
                "employer_id": "the employer is named by the hires and offers that had a yes",
                "asked_employer_id": "an employer who may never have had a yes",
                "witnessed_round": "the yes is there; this says that it came in at the front door",
                "witnessed_at": "as above",
            },
        ),
        "merges": Exported(
            kept.KeptMerge,
            {
                "id": INNER,
                "kept_id": SELF,
                "removed_id": "may be somebody else's until it is erased",
                "removed_agent_id": STAFF,
                "by_id": STAFF,
                "undone_by_id": STAFF,
                "sealed": SEALED,
            },
        ),
        "merge_snapshots": Exported(
            kept.KeptMerge,
            {
                "merge_id": INNER,
                "profile_id": SELF,
                "after": "what the profile says now; of an undone merge somebody else's",
                "notes": "ids of notes, which are exported themselves",
                "sealed": SEALED,
            },
        ),
        "different_people": Exported(
            kept.ToldApart, {"first_id": OTHER, "second_id": OTHER, "by_id": STAFF}
        ),
        "field_changes": Exported(
            history.ChangeRecord,
            {"profile_id": SELF, "actor_id": STAFF, "merge_id": INNER, "sealed": SEALED},
        ),
        "corrections": Exported(
            corrections.Correction,
            {
                "profile_id": SELF,
                "updated_at": "the same as `decided_at`",
                "decided_by": STAFF,
                "sealed": SEALED,
            },
        ),
        "account_events": Exported(
            kept.KeptEvent, {"id": INNER, "profile_id": SELF, "change_id": INNER}
        ),
        "contact_changes": Exported(
            kept.KeptContactChange, {"id": INNER, "profile_id": SELF, "sealed": SEALED}
        ),
        "emergencies": Exported(
            kept.KeptEmergency, {"id": INNER, "profile_id": SELF, "actor_id": STAFF}
        ),
        "erasure_requests": Exported(kept.KeptErasure, {"profile_id": SELF, "asked_by": STAFF}),
        "exports": Exported(kept.KeptExport, {"id": INNER, "profile_id": SELF, "by_id": STAFF}),
        "former_refs": Exported(
            kept.KeptProfile,
            {
                "ref_digest": DIGEST,
                "profile_id": SELF,
                "sealed": SEALED,
            },
        ),
        "profile_keys": "keyed digests of what is exported, to find who was entered twice",
        "accesses": "the log of before the audit; the worker moves it there, whence it is exported",
        "unsealed": "rows of before sealing, sealed when the service starts",
        "erasures": "marks of references of people who are gone; they name nobody",
        "erasure_processes": "erasures of people who are gone",
        "erasure_places": "who answers for an erasure; no person",
        "receipt_keys": "public keys; no person",
        "dormancy": "that the person was asked whether to stay; in the events of the account",
        "vacancy_employers": "whose a vacancy is; no person",
        "rule_versions": "rules; no person",
        "schemes": "incentives; no person",
        "releases": _RELEASES,
    },
    "services.profiles.keys": {
        "wrapped_keys": "the person's key, wrapped: it opens nothing by itself and is a secret",
    },
    "services.matching": {
        **_EVENTS,
        **_SPENT,
        "candidate": Exported(
            matching.MatchedFacts,
            {
                "profile_id": SELF,
                "vector": "numbers worked out from the words of `facts` by a public model",
                "changed": INNER,
            },
        ),
        "candidacy": Exported(matching.MatchedCandidacy, {"profile_id": SELF}),
        "transition": Exported(
            matching.MatchedStep,
            {
                "id": INNER,
                "candidacy_id": "its candidacy has it",
                "actor_id": STAFF,
                "bulk": "told as `with_others`: the others are other people",
            },
        ),
        "interview": Exported(matching.MatchedInterview, {"profile_id": SELF}),
        "interview_step": Exported(
            matching.MatchedInterviewStep,
            {"id": INNER, "interview_id": "its interview has it", "actor_id": STAFF},
        ),
        "interest": Exported(matching.MatchedInterest, {"profile_id": SELF, "taken_by": STAFF}),
        "saved_search": Exported(
            matching.MatchedSearch,
            {
                "id": INNER,
                "profile_id": SELF,
                "known": "which open offers answered to it: they stand among the offers",
                "checked_at": "when a machine looked last",
                "used_at": "when it was saved or told, which are exported",
            },
        ),
        "replica": "processes; no person",
        "vacancy": "vacancies; no person, the title of one's own is in the candidacy",
        "bulk": "a decision about several people by one of the staff; told as `with_others`",
        "releases": _RELEASES,
    },
    "services.employers": {
        **_EVENTS,
        **_SPENT,
        "hires": Exported(
            employers.HiredFile,
            {"profile_id": SELF, "employer_id": "told by its name, as there was a yes"},
        ),
        "hire_steps": Exported(employers.HiredStep, {"hire_id": "its file has it"}),
        "hire_log": Exported(
            employers.HiredLine, {"id": INNER, "hire_id": "its file has it", "actor_id": STAFF}
        ),
        "claims": Exported(
            employers.ConcernedClaim,
            {
                "employer_id": "told by the file of the hire",
                "envelope_id": MONEY,
                "documents": MONEY,
                "owed_back": MONEY,
                "recovered": MONEY,
                "written_by": STAFF,
            },
        ),
        "claim_log": Exported(
            employers.HiredLine, {"id": INNER, "claim_id": "its claim has it", "actor_id": STAFF}
        ),
        "claim_instalments": MONEY,
        "ledger": MONEY,
        "envelopes": MONEY,
        "employers": "firms; their name is told where there was a yes",
        "employer_log": "what was done to firms; no person but staff and employers' users",
        "vacancies": "vacancies; no person",
        "vacancy_transitions": "what was done to vacancies; no person but staff",
        "vacancy_likenesses": "vacancies that may be one",
        "reports": "nobody can tell who reported: a digest that fits one employer, until decided",
        "report_log": "what was done to reports; no person but staff",
        "rule_versions": "rules; no person but staff",
        "rule_log": "rules; no person but staff",
        "scheme_versions": "incentives; no person but staff",
        "scheme_proposals": "incentives; no person but staff",
        "scheme_log": "incentives; no person but staff",
        "releases": _RELEASES,
    },
    "services.notifications": {
        **_EVENTS,
        **_SPENT,
        "shared_offer": "public offers as partners are told of them; no person",
        "webhook": "addresses of partners' servers; no person",
        "webhook_delivery": "messages to them about public offers; no person",
        "invitation": Exported(
            notifications.MadeOffer,
            {"profile_id": SELF, "employer_id": "told by its name where there was a yes"},
        ),
        "message": Exported(
            notifications.SentMessage,
            {
                "id": INNER,
                "invitation_id": INNER,
                "due_at": "when a sender looks again",
                "correlation_id": "of our own log",
                "traceparent": "of our own traces",
                "agent_id": "an account of the staff; told as `has_agent`",
            },
        ),
        "notice": Exported(
            notifications.SentNotice,
            {"profile_id": SELF, "agent_id": STAFF, "due_at": "when a sender looks again"},
        ),
        "news": Exported(
            notifications.ListedNews,
            {
                "profile_id": SELF,
                "number": "the order of writing",
                "who": "the person, in their own list",
                "addressee": SELF,
                "claim_id": "of lists at work alone",
                "due_at": "of lists at work alone",
                "attempts": "of lists at work alone",
            },
        ),
        "news_seen": "that a line was opened; told as `opened`",
        "news_mail": "e-mails to people at work",
        "news_choice": Exported(
            notifications.NotWanted,
            {
                "owner_id": SELF,
                "is_person": "the person, or there is no export of it",
                "pace": "of people at work alone",
                "muted": "told kind by kind",
                "used_at": "of people at work alone",
            },
        ),
        "offer": "vacancies; no person",
        "officer_call": "that an officer is to look; no person",
        "account_message": "ids of messages that the gateway knows; no person",
    },
    "services.support": {
        **_EVENTS,
        **_SPENT,
        "place_requests": Exported(support.AskedTraining, {"profile_id": SELF}),
        "place_request_log": Exported(
            support.TrainingStep, {"id": INNER, "request_id": INNER, "actor_id": STAFF}
        ),
        "certificates": Exported(
            support.HeldCertificate,
            {"profile_id": SELF, "session_id": INNER, "course_id": "told by its title"},
        ),
        "certificate_log": Exported(
            support.TrainingStep, {"id": INNER, "certificate_id": INNER, "actor_id": STAFF}
        ),
        "scholarship_applications": Exported(
            support.AskedScholarship,
            {
                "call_id": INNER,
                "terms_version": INNER,
                "profile_id": SELF,
                "agent_id": STAFF,
                "course_id": "told by its title",
                "holds_household": "told by the state and the household",
                "holds_course": "told by the state and the course",
            },
        ),
        "scholarship_scores": Exported(
            support.GivenPoints,
            {"application_id": INNER, "account_id": STAFF, "points": "told one by one"},
        ),
        "scholarship_instalments": Exported(
            support.PaidMonth, {"application_id": INNER, "payment_id": "told by its state"}
        ),
        "scholarship_log": Exported(
            support.TrainingStep, {"id": INNER, "application_id": INNER, "actor_id": STAFF}
        ),
        "scholarship_calls": "what a call gives, and accounts of staff; nobody else",
        "scholarship_terms": "what calls ask; no person",
        "ledger_envelopes": "money for a period; no person",
        "ledger_entries": "what moved, by numbers; the person's months tell theirs",
        "ledger_payments": "payments by a reference; the person's months tell theirs",
        "centre_links": "links of centres by their digests; no person",
        "finance_products": "products of banks; no person",
        "finance_refusals": "that somebody was refused where and why, never who nor the day",
        "centres": "centres of training; no person",
        "courses": "courses; no person",
        "course_criteria": "what courses ask; no person",
        "sessions": "days and places of courses; no person",
    },
    "gateway": {
        "account": Exported(
            document.HeldAccount,
            {
                "id": SELF,
                "password_hash": "a secret: given out, it could be guessed at",
                "role": "jobseeker, or there is no export",
                "organisation": "of staff and employers alone",
                "employer_id": "of employers alone",
                "employer_right": "of employers alone",
                "agency_id": "of staff alone",
                "profile_id": SELF,
            },
        ),
        "session": Exported(
            document.HeldSession,
            {
                "digest": "a digest of the token: nothing of the person",
                "account_id": SELF,
                "challenge": "random, asked of a passkey for a moment",
                "identity_id": "of staff and employers alone",
                "outside": "a digest of a session elsewhere; of staff and employers alone",
            },
        ),
        "card": Exported(
            document.HeldCard,
            {
                "id": "the card's own number: who reads it could make its square code",
                "account_id": SELF,
                "pin_hash": "a secret of four digits: given out, it would be guessed",
                "issued_by": STAFF,
            },
        ),
        "account_contact": Exported(
            document.HeldContact,
            {"id": INNER, "account_id": SELF, "digest": DIGEST, "sealed": SEALED},
        ),
        "passkey": Exported(
            document.HeldPasskey,
            {
                "id": INNER,
                "account_id": SELF,
                "credential_id": "random, known to the person's device",
                "public_key": "of the person's device; says nothing of them",
                "sign_count": INNER,
            },
        ),
        "one_time": "digests of links and codes, for a day",
        "account_message": "what is on its way: a kind, and sealed the address that is exported",
        "recovery_request": "what somebody typed who forgot a password, sealed, for a second",
        "staff_invitation": "of staff and employers; nobody yet",
        "outside_identity": "of staff and employers alone: digests of who somebody is elsewhere",
        "totp": "a secret: who reads it could make the codes; `proof_since` says that there is one",
        "recovery_code": "digests of codes on paper",
        "agency": "agencies; no person",
        "organisation_log": "what was done to offices and to accounts of staff; no person",
        "attempt": "sign-ins counted before there was `tries`: digests, written no more",
        "tries": "counters by digest of a login, card or address; no way back, forgotten in a day",
        "sent_form": "digests of forms and where they led, for a day",
        "import_job": "files that staff sent: who sent them and how many rows came in; the rows "
        "themselves are in the profiles",
        "import_file": "a file that waits, sealed, gone as soon as it is worked through; it is not "
        "by person, and its rows become profiles",
        "import_mapping": "which column is what; no person",
        "partner": "organisations whose programs read public offers and figures; no person",
        "taken_line": "who of a team looks after which task, by ids and kinds, until it is done; "
        "what is in it of a person is an id that the exported tables have",
        "saved_view": "how staff look at lists: filters and a name; no person who looks for work",
        "partner_token": "digests of their tokens; of staff, whose account answers for each",
    },
    "amuddu.kit.audit": {
        "entries": Exported(
            profiles.AccessRecord,
            {
                "number": INNER,
                "actor_id": STAFF,
                "agency_id": "the organisation's name says it",
                "subject": SELF,
                "elsewhere": "whether another agency's: the organisation's name says it",
                "previous": "the seal of the row before, about others",
                "seal": "keyed with our secret",
                "kind": "of rows that count what was tidied; no person",
                "counted": "of rows that count what was tidied; no person",
            },
        ),
        "alerts": "questions to the officer about what staff do, from rows that are exported",
        "answers": "what the officer answered about staff",
    },
}
"""By package of the database, by table."""
