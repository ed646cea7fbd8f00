"""For each kind: a row stays the moment before its term is over, and goes when it is.

Rows are written as they would lie there, without those that they hang on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from amuddu.contracts.events.tidied import MatchingTidied
from amuddu.contracts.matching import CandidacyForgotten
from amuddu.kit.audit.tables import entries
from amuddu.kit.db import Database
from amuddu.kit.retention import Keeper
from amuddu.retention.book import book
from gateway.retention.keeping import KEEPER as GATEWAY
from services.employers.retention.keeping import KEEPER as EMPLOYERS
from services.matching.retention.keeping import KEEPER as MATCHING
from services.notifications.retention.keeping import KEEPER as NOTIFICATIONS
from services.profiles.consumers import HANDLERS
from services.profiles.retention.keeping import KEEPER as PROFILES
from services.support.retention.keeping import KEEPER as SUPPORT
from tests.conftest import DatabaseOf
from tests.support import outbox_envelopes, outbox_events

MOMENT = datetime(2027, 3, 10, 12, 0, tzinfo=UTC)
JOB, FILE = uuid4(), uuid4()


@dataclass(frozen=True)
class Case:
    """A row, and what is left of it afterwards."""

    keeper: Keeper
    package: str
    table: str
    row: dict[str, Any]
    kind: str
    more: tuple[tuple[str, dict[str, Any]], ...] = ()
    left: str = ""
    """A query that is true of what stays; none where nothing does."""
    by_day: bool = False
    """Counted in days: it goes at some time of its day."""


def _of(keeper: Keeper, package: str) -> Any:
    def case(kind: str, table: str, row: dict[str, Any], **more: Any) -> Any:
        return pytest.param(Case(keeper, package, table, row, kind, **more), id=kind)

    return case


people = _of(PROFILES, "services.profiles")
hires = _of(EMPLOYERS, "services.employers")
candidacies = _of(MATCHING, "services.matching")
messages = _of(NOTIFICATIONS, "services.notifications")
trainings = _of(SUPPORT, "services.support")
accounts = _of(GATEWAY, "gateway")

_HIRE = {
    "id": FILE,
    "vacancy_id": uuid4(),
    "employer_id": uuid4(),
    "profile_id": uuid4(),
    "code": "abc-def",
    "route": "ask",
    "state": "done",
    "hired_on": "2027-01-01",
    "updated_at": MOMENT,
}
_CLAIM = {
    "id": JOB,
    "hire_id": FILE,
    "employer_id": uuid4(),
    "scheme_id": "idmaj",
    "scheme_version": 1,
    "state": "closed",
    "criteria": '[{"id": "x"}]',
    "documents": "[]",
    "comment": "Une phrase.",
    "justification": "",
    "currency": "MAD",
    "written_by": uuid4(),
    "updated_at": MOMENT,
}
_INVITATION = {
    "id": JOB,
    "candidacy_id": uuid4(),
    "vacancy_id": uuid4(),
    "profile_id": uuid4(),
    "employer_id": uuid4(),
    "round": 1,
    "language": "fr",
    "created_at": MOMENT - timedelta(days=14),
    "expires_at": MOMENT,
}
_MESSAGE = {
    "id": uuid4(),
    "invitation_id": JOB,
    "state": "sent",
    "subject": "Offre",
    "body": "Une offre pour vous.",
    "address_hint": "•••• 67",
    "created_at": MOMENT,
    "sent_at": MOMENT,
    "attempts": 1,
    "correlation_id": "",
    "traceparent": "",
    "calls": 0,
}
_ACCOUNT = {
    "id": JOB,
    "login": "quelqu-un",
    "password_hash": "x",
    "display_name": "Compte",
    "language": "fr",
    "demo": False,
    "created_at": MOMENT,
    "last_seen_on": MOMENT.date(),
}
_EVENT = {"event_id": uuid4(), "consumer": "c"}
_LETTER = {**_EVENT, "envelope": "{}", "reason": "x", "buried_at": MOMENT}
_DECISION = {
    "event_id": JOB,
    "type": "vacancy.closed",
    "decision": "drop",
    "decided_by": JOB,
    "decided_at": MOMENT,
}

CASES = [
    people("note", "notes", {"id": JOB, "profile_id": JOB, "at": MOMENT, "author_id": JOB,
           "author_role": "agent"}),
    people("paper", "papers", {"id": JOB, "profile_id": JOB, "candidacy_id": JOB, "pages": 1,
           "media_type": "image/jpeg", "size": 1, "added_at": MOMENT, "added_by": JOB,
           "added_role": "employer"}),
    people("contact_change", "contact_changes", {"id": JOB, "profile_id": JOB, "state": "applied",
           "by_message": True, "asked_at": MOMENT, "asked_by": "agent", "until": MOMENT}),
    people("field_change", "field_changes", {"id": JOB, "profile_id": JOB, "at": MOMENT,
           "way": "person", "role": "jobseeker", "actor_id": JOB}),
    people("correction", "corrections", {"id": JOB, "profile_id": JOB, "state": "done",
           "asked_at": MOMENT - timedelta(days=1), "updated_at": MOMENT, "decided_at": MOMENT}),
    people("export_made", "exports", {"id": JOB, "profile_id": JOB, "at": MOMENT, "by_id": JOB,
           "by_role": "jobseeker"}),
    people("account_event", "account_events", {"id": JOB, "profile_id": JOB, "at": MOMENT,
           "kind": "card_made", "role": "agent", "told": False}),
    people("disclosure", "grants", {"candidacy_id": JOB, "profile_id": JOB, "vacancy_id": JOB,
           "round": 1, "asked_round": 1, "answered_round": 1,
           "agreed_at": MOMENT - timedelta(days=300), "revoked_at": MOMENT}),
    people("emergency_opening", "emergencies", {"id": JOB, "profile_id": JOB, "actor_id": JOB,
           "reason": "danger", "opened_at": MOMENT - timedelta(hours=1), "until": MOMENT}),
    people("answered_dormancy", "dormancy", {"id": JOB, "profile_id": JOB, "by_message": True,
           "asked_on": "2027-03-01", "answered_on": MOMENT.date()}, by_day=True),
    people("inbox_profiles", "inbox", {**_EVENT, "handled_at": MOMENT}),
    people("dead_letter_profiles", "dead_letters", _LETTER),
    people("letter_decision_profiles", "letter_decisions", _DECISION),
    hires("hire_file", "hires", _HIRE, more=(
        ("hire_steps", {"hire_id": FILE, "step_id": "cin", "position": 1, "state": "done",
                        "note": ""}),
        ("hire_log", {"hire_id": FILE, "name": "open", "to_state": "open", "note": "",
                      "actor_id": JOB, "actor_role": "agent", "at": MOMENT}))),
    hires("claim", "claims", _CLAIM, more=(
        ("claim_log", {"claim_id": JOB, "name": "close", "to_state": "closed", "note": "",
                       "actor_id": JOB, "actor_role": "counsellor", "at": MOMENT}),
        ("claim_instalments", {"claim_id": JOB, "number": 1, "due_on": "2027-01-01",
                               "amount": 10, "state": "paid", "reference": "V-12"})),
        left="SELECT comment = '' AND criteria = '[]' AND written_by::text LIKE '00000000-%' AND"
        " NOT EXISTS (SELECT FROM claim_log) AND NOT EXISTS (SELECT FROM claim_instalments"
        " WHERE reference IS NOT NULL) FROM claims"),
    hires("report", "reports", {
        "id": JOB, "vacancy_id": JOB, "employer_id": JOB, "about": "offer", "reason": "fake",
        "via": "nobody", "code_digest": b"c", "hid": False, "state": "dismissed",
        "created_at": MOMENT, "updated_at": MOMENT}, more=(
        ("report_log", {"report_id": JOB, "name": "dismiss", "to_state": "dismissed",
                        "actor_id": JOB, "actor_role": "counsellor", "at": MOMENT}),)),
    hires("inbox_employers", "inbox", {**_EVENT, "handled_at": MOMENT}),
    hires("dead_letter_employers", "dead_letters", _LETTER),
    hires("letter_decision_employers", "letter_decisions", _DECISION),
    candidacies("ended_candidacy", "candidacy", {"id": JOB, "vacancy_id": JOB, "profile_id": JOB,
                "state": "declined", "round": 1, "updated_at": MOMENT}, more=(
        ("transition", {"candidacy_id": JOB, "name": "decline", "from_state": "told",
                        "to_state": "declined", "at": MOMENT, "role": "jobseeker"}),
        ("interview", {"id": JOB, "candidacy_id": JOB, "vacancy_id": JOB, "profile_id": JOB,
                       "state": "off", "sequence": 1, "times": "[]", "how": "phone",
                       "minutes": 30, "address": "", "directions": "", "video_link": "",
                       "bring": "[]", "reason_told": True, "created_at": MOMENT,
                       "updated_at": MOMENT}),
        ("interview_step", {"interview_id": JOB, "step": "propose", "state": "proposed",
                            "at": MOMENT, "by": "employer", "reason_told": True}))),
    candidacies("ended_interest", "interest", {"id": JOB, "vacancy_id": JOB, "profile_id": JOB,
                "state": "withdrawn", "expressed_at": MOMENT, "updated_at": MOMENT}),
    candidacies("saved_search", "saved_search", {"id": JOB, "profile_id": JOB, "place": "rabat",
                "created_at": MOMENT, "checked_at": MOMENT, "used_at": MOMENT}),
    candidacies("bulk_decision", "bulk", {"key": JOB, "vacancy_id": JOB, "actor_id": JOB,
                "action": "shortlist", "undo_until": MOMENT}),
    candidacies("inbox_matching", "inbox", {**_EVENT, "handled_at": MOMENT}),
    candidacies("dead_letter_matching", "dead_letters", _LETTER),
    candidacies("letter_decision_matching", "letter_decisions", _DECISION),
    messages("invitation", "invitation", _INVITATION, more=(("message", _MESSAGE),)),
    messages("message_text", "message", _MESSAGE,
             left="SELECT subject = '' AND body = '' AND address_hint = '' FROM message"),
    messages("notice", "notice", {"id": JOB, "profile_id": JOB, "state": "sent",
             "created_at": MOMENT, "attempts": 1}),
    messages("officer_call", "officer_call", {"id": JOB, "kind": "erasure", "state": "sent",
             "created_at": MOMENT, "attempts": 1}),
    messages("news", "news", {"id": JOB, "kind": "yes", "who": "counsellor", "addressee": "rabat",
             "at": MOMENT, "profile_id": JOB, "attempts": 0}, more=(
        ("news_seen", {"news_id": JOB, "reader_id": JOB}),
        ("news_mail", {"news_id": JOB, "account_id": JOB, "state": "sent", "created_at": MOMENT,
                       "due_at": MOMENT, "attempts": 1}))),
    messages("news_choice", "news_choice", {"owner_id": JOB, "is_person": False, "muted": "{}",
             "used_at": MOMENT}),
    messages("inbox_notifications", "inbox", {**_EVENT, "handled_at": MOMENT}),
    messages("dead_letter_notifications", "dead_letters", _LETTER),
    messages("letter_decision_notifications", "letter_decisions", _DECISION),
    trainings("training_request", "place_requests", {"id": JOB, "session_id": JOB,
              "profile_id": JOB, "code": "abc-def", "state": "expired", "moved_up": False,
              "asked_at": MOMENT, "updated_at": MOMENT}, more=(
        ("place_request_log", {"request_id": JOB, "name": "expire", "to_state": "expired",
                               "note": "", "actor_id": JOB, "actor_role": "service",
                               "at": MOMENT}),)),
    trainings("certificate", "certificates", {"id": JOB, "number": "ABCDEFGHJKMN",
              "request_id": JOB, "profile_id": JOB, "code": "abc-def", "course_id": JOB,
              "course_title": "c", "centre_name": "c", "completed_on": MOMENT, "state": "issued",
              "issued_at": MOMENT, "updated_at": MOMENT}, more=(
        ("certificate_log", {"certificate_id": JOB, "name": "issue", "to_state": "issued",
                             "actor_id": JOB, "actor_role": "coordinator", "at": MOMENT}),)),
    trainings("scholarship", "scholarship_applications", {"id": JOB, "call_id": JOB,
              "terms_version": 1, "profile_id": JOB, "code": "abc-def", "state": "ended",
              "household_id": JOB, "why": "", "appealed": False, "asked_at": MOMENT,
              "updated_at": MOMENT}, more=(
        ("scholarship_log", {"application_id": JOB, "name": "end", "to_state": "ended",
                             "note": "", "actor_id": JOB, "actor_role": "coordinator",
                             "at": MOMENT}),
        ("scholarship_scores", {"application_id": JOB, "account_id": JOB, "conflict": True,
                                "at": MOMENT}),
        ("scholarship_instalments", {"application_id": JOB, "number": 1, "amount": 5}))),
    trainings("inbox_support", "inbox", {**_EVENT, "handled_at": MOMENT}),
    trainings("dead_letter_support", "dead_letters", _LETTER),
    trainings("letter_decision_support", "letter_decisions", _DECISION),
    accounts("session", "session", {"digest": "d", "account_id": JOB, "kind": "page",
             "expires_at": MOMENT, "created_at": MOMENT - timedelta(days=1)}),
    accounts("try", "tries", {"name": "n", "tries": 1, "at": MOMENT, "opens_at": MOMENT}),
    accounts("sent_form", "sent_form", {"name": "n", "location": "/", "at": MOMENT}),
    accounts("stopped_card", "card", {"id": JOB, "account_id": JOB, "pin_hash": "x",
             "issued_by": JOB, "issued_by_role": "agent", "wrong": 0, "stopped_at": MOMENT,
             "created_at": MOMENT}),
    accounts("staff_account", "account", {**_ACCOUNT, "role": "counsellor"},
             left="SELECT disabled_at IS NOT NULL FROM account", by_day=True),
    accounts("account_without_profile", "account", {**_ACCOUNT, "role": "jobseeker"}, by_day=True),
    accounts("import_file", "import_file", {"job_id": JOB, "content": b"x", "created_at": MOMENT}),
    accounts("import_report", "import_job", {"id": JOB, "organisation": "agency:rabat",
             "kind": "vacancies", "account_id": JOB, "lang": "fr", "state": "done",
             "stopping": False, "done": 1, "counts": "{}", "attempts": 1, "created_at": MOMENT,
             "ended_at": MOMENT}),
    accounts("one_time", "one_time", {"id": JOB, "account_id": JOB, "purpose": "recover",
             "frees_proofs": False, "expires_at": MOMENT, "created_at": MOMENT}),
    accounts("account_message", "account_message", {"id": JOB, "kind": "recover",
             "channel": "email", "sealed": b"x", "language": "fr", "created_at": MOMENT}),
    accounts("recovery_request", "recovery_request", {"id": JOB, "sealed": b"x",
             "created_at": MOMENT}),
    accounts("staff_invitation", "staff_invitation", {"id": JOB, "role": "agent",
             "language": "fr", "invited_by": JOB, "expires_at": MOMENT, "created_at": MOMENT}),
    messages("account_message_sent", "account_message", {"id": JOB, "state": "sent",
             "created_at": MOMENT, "attempts": 1}),
    accounts("partner_token", "partner_token", {"id": JOB, "partner_id": JOB, "digest": "d",
             "hint": "amuddu_p_abcd", "scopes": "[]", "owner_id": JOB, "created_by": JOB,
             "created_at": MOMENT - timedelta(days=9), "expires_at": MOMENT}),
    accounts("saved_view", "saved_view", {"id": JOB, "account_id": JOB, "agency_id": "rabat",
             "name": "Près d'ici", "query": "max_km=10", "shared": False,
             "used_on": MOMENT.date()}, by_day=True),
    accounts("taken_line", "taken_line", {"team": "agency:rabat", "kind": "offer", "about": JOB,
             "account_id": JOB, "at": MOMENT}),
    messages("shared_offer", "shared_offer", {"vacancy_id": JOB, "revision": 2, "open": False,
             "number": 3, "last": "offer.closed", "changed_at": MOMENT}),
    messages("webhook_delivery", "webhook_delivery", {"id": JOB, "webhook_id": JOB, "number": 3,
             "type": "offer.closed", "offer_id": JOB, "body": "{}", "state": "sent",
             "attempts": 1, "created_at": MOMENT}),
    accounts("import_mapping", "import_mapping", {"id": JOB, "organisation": "agency:rabat",
             "kind": "vacancies", "shape": "s", "mapping": "{}", "account_id": JOB,
             "kept_at": MOMENT}),
]  # fmt: skip
ELSEWHERE = {
    "dormant_profile",
    "unanswered_profile",
    "merged_profile",
    "silent_vacancy",
    "hidden_offer",
}
"""Kinds whose tests stand in files of their own: people, merges, still hiring, reports."""


def test_every_kind_that_a_job_does_is_here() -> None:
    meant = {kind.kind for kind in book().kinds if kind.done_by == "job"}
    assert {case.values[0].kind for case in CASES} | ELSEWHERE == meant  # type: ignore[union-attr]


def write(database: Database, *rows: tuple[str, dict[str, Any]]) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table, row in rows:
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)


def ask(database: Database, query: str) -> Any:
    with database.engine.connect() as connection:
        return connection.execute(text(query)).scalar()


@pytest.mark.parametrize("case", CASES)
def test_a_row_stays_until_its_term_is_over_and_then_goes(
    database_of: DatabaseOf, case: Case
) -> None:
    database = database_of(case.package)
    write(database, (case.table, case.row), *case.more)
    term = book().kind(case.kind).on(MOMENT.date()).term
    assert term is not None
    over = term.after(MOMENT)
    if case.by_day:
        over = over.replace(hour=0, minute=0)
    early = over - timedelta(seconds=1)
    assert case.keeper.run(database, at=early)[case.kind] == 0
    assert ask(database, f"SELECT count(*) FROM {case.table}") == 1
    assert case.keeper.preview(database, on=over.date() - timedelta(days=1))[case.kind] == 0
    assert case.keeper.preview(database, on=over.date())[case.kind] == 1
    assert ask(database, f"SELECT count(*) FROM {case.table}") == 1
    assert case.keeper.run(database, at=over)[case.kind] == 1
    if case.left:
        assert ask(database, case.left) is True
        assert case.keeper.run(database, at=over)[case.kind] == 0
    else:
        assert ask(database, f"SELECT count(*) FROM {case.table}") == 0
        for table, _ in case.more:
            assert ask(database, f"SELECT count(*) FROM {table}") == 0


def test_a_file_with_a_claim_stays_without_the_person(database_of: DatabaseOf) -> None:
    database = database_of("services.employers")
    write(database, ("hires", _HIRE), ("claims", _CLAIM))
    EMPLOYERS.run(database, at=MOMENT + timedelta(days=800))
    assert ask(database, "SELECT profile_id FROM hires") == UUID(int=0)
    assert ask(database, "SELECT code FROM hires") == "000000"
    assert ask(database, "SELECT comment FROM claims") == "Une phrase."


@pytest.mark.parametrize("state", ["payment_due", "clawed_back"])
def test_a_file_whose_claim_goes_on_keeps_the_person(database_of: DatabaseOf, state: str) -> None:
    database = database_of("services.employers")
    write(database, ("hires", _HIRE), ("claims", {**_CLAIM, "state": state}))
    EMPLOYERS.run(database, at=MOMENT + timedelta(days=8000))
    assert ask(database, "SELECT profile_id FROM hires") == _HIRE["profile_id"]


def test_logs_and_the_ledger_are_still_nobody_s_to_rewrite(database_of: DatabaseOf) -> None:
    database = database_of("services.employers")
    log = {"hire_id": FILE, "name": "open", "to_state": "open", "note": "", "actor_id": JOB,
           "actor_role": "agent", "at": MOMENT}  # fmt: skip
    write(database, ("hires", _HIRE), ("hire_log", log))
    following = "SET LOCAL amuddu.retention = 'on'; UPDATE hire_log SET note = 'x'"
    for tried in ("DELETE FROM hire_log", "UPDATE hire_log SET note = 'x'", following):
        with pytest.raises(DBAPIError, match="keeps its rows"):
            _do(database, tried.split("; "))


def _do(database: Database, statements: list[str]) -> None:
    with database.engine.begin() as connection:
        for one in statements:
            connection.execute(text(one))


def test_an_open_candidacy_is_never_too_old(database_of: DatabaseOf) -> None:
    database = database_of("services.matching")
    row = {"vacancy_id": JOB, "round": 1, "updated_at": MOMENT}
    states = ("proposed", "shortlisted", "told", "unreachable", "accepted")
    write(database, *(("candidacy", {**row, "id": uuid4(), "profile_id": uuid4(), "state": each})
                      for each in states))  # fmt: skip
    MATCHING.run(database, at=MOMENT + timedelta(days=8000))
    left = ask(database, "SELECT string_agg(state, ',' ORDER BY state) FROM candidacy")
    assert set(left.split(",")) >= {"proposed", "shortlisted", "told", "accepted"}


def test_a_rebuild_hears_that_a_candidacy_was_kept_long_enough(database_of: DatabaseOf) -> None:
    database = database_of("services.matching")
    write(database, ("candidacy", {"id": JOB, "vacancy_id": JOB, "profile_id": JOB, "round": 1,
          "state": "declined", "updated_at": MOMENT}))  # fmt: skip
    MATCHING.run(database, at=MOMENT + timedelta(days=800))
    told = [one.type for one in outbox_envelopes(database)]
    assert told == [CandidacyForgotten.type, MatchingTidied.type]


def test_more_than_a_batch_goes_in_one_run(database_of: DatabaseOf) -> None:
    database = database_of("gateway")
    write(database, *(("tries", {"name": f"n{number}", "tries": 1, "at": MOMENT,
          "opens_at": MOMENT}) for number in range(1201)))  # fmt: skip
    assert GATEWAY.run(database, at=MOMENT + timedelta(days=2))["try"] == 1201


def test_one_process_at_a_time_does_it(database_of: DatabaseOf) -> None:
    database = database_of("gateway")
    write(database, ("tries", {"name": "n", "tries": 1, "at": MOMENT, "opens_at": MOMENT}))
    with database.engine.begin() as other:
        other.execute(text("SELECT pg_advisory_xact_lock(7305122059)"))
        assert GATEWAY.run(database, at=MOMENT + timedelta(days=2))["try"] == 0
    assert GATEWAY.run(database, at=MOMENT + timedelta(days=2))["try"] == 1


def test_the_audit_counts_and_names_nobody(database_of: DatabaseOf) -> None:
    database = database_of("gateway")
    write(database, *(("tries", {"name": f"n{number}", "tries": 1, "at": MOMENT,
          "opens_at": MOMENT}) for number in range(3)))  # fmt: skip
    GATEWAY.run(database, at=MOMENT + timedelta(days=2))
    audit = database.info["audit"]
    (row,) = [each for each in audit.rows(select(entries)) if each.action == "tidied"]
    assert (row.kind, row.counted, row.purpose) == ("try", 3, "retention")
    assert (row.role, row.subject, row.agency_id) == ("service", None, None)
    assert audit.verify().number == row.number


def test_services_without_an_audit_tell_profiles(database_of: DatabaseOf) -> None:
    matching, profiles = database_of("services.matching"), database_of("services.profiles")
    write(matching, ("bulk", {"key": JOB, "vacancy_id": JOB, "actor_id": JOB,
          "action": "shortlist", "undo_until": MOMENT}))  # fmt: skip
    MATCHING.run(matching, at=MOMENT + timedelta(days=40))
    (event,) = outbox_events(matching)
    with profiles.session() as session:
        HANDLERS[type(event)](session, event)
    (row,) = [x for x in profiles.info["audit"].rows(select(entries)) if x.action == "tidied"]
    assert (row.kind, row.counted, row.subject) == ("bulk_decision", 1, None)


# --- accounts of staff ----------------------------------------------------------------------------


def test_a_closed_account_goes_a_year_later(database_of: DatabaseOf) -> None:
    database = database_of("gateway")
    write(database, ("account", {**_ACCOUNT, "role": "agent", "disabled_at": MOMENT}))
    early, late = MOMENT + timedelta(days=364), MOMENT + timedelta(days=366)
    GATEWAY.run(database, at=early)
    assert ask(database, "SELECT count(*) FROM account") == 1
    GATEWAY.run(database, at=late)
    assert ask(database, "SELECT count(*) FROM account") == 0


def test_the_last_administrator_and_officer_can_always_come_in(database_of: DatabaseOf) -> None:
    database = database_of("gateway")
    for role in ("administrator", "officer"):
        of = {**_ACCOUNT, "role": role}
        write(database, ("account", {**of, "id": uuid4(), "login": role}),
              ("account", {**of, "id": uuid4(), "login": f"{role}2"}))  # fmt: skip
    late = MOMENT + timedelta(days=5000)
    GATEWAY.run(database, at=late)
    assert ask(database, "SELECT count(*) FROM account WHERE disabled_at IS NULL") == 4
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE account SET last_seen_on = :on WHERE login = 'officer2'"),
            {"on": late.date()},
        )
    GATEWAY.run(database, at=late)
    assert ask(database, "SELECT login FROM account WHERE disabled_at IS NOT NULL") == "officer"
