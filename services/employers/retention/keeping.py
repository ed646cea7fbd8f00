"""The job of employers that follows the table of retention."""

from __future__ import annotations

from datetime import datetime

from amuddu.kit import retention
from amuddu.kit.db import Session
from amuddu.kit.retention import Keeper, Sweep, before
from services.employers.reports import hiding
from services.employers.reports import repository as reports
from services.employers.retention import repository
from services.employers.still_hiring import service as still_hiring

_SILENT, _FILE, _CLAIM, _REPORT = "silent_vacancy", "hire_file", "claim", "report"


def _silent(session: Session, at: datetime) -> int:
    return still_hiring.silent_count(session, at=at)


def _close(session: Session, at: datetime, limit: int) -> int:
    return still_hiring.close_silent(session, at=at, limit=limit)


def _files(session: Session, at: datetime) -> int:
    return repository.files_count(session, before(_FILE, at))


def _unname(session: Session, at: datetime, limit: int) -> int:
    return repository.unname_files(session, before(_FILE, at), limit=limit)


def _claims(session: Session, at: datetime) -> int:
    return repository.claims_count(session, before(_CLAIM, at))


def _empty(session: Session, at: datetime, limit: int) -> int:
    return repository.empty_claims(session, before(_CLAIM, at), limit=limit)


def _reports(session: Session, at: datetime) -> int:
    return reports.over_count(session, before(_REPORT, at))


def _forget(session: Session, at: datetime, limit: int) -> int:
    return reports.forget_over(session, before(_REPORT, at), limit=limit)


KEEPER = Keeper(
    "employers",
    [
        Sweep(_SILENT, _silent, _close, at_once=50),
        Sweep(_FILE, _files, _unname),
        Sweep(_CLAIM, _claims, _empty),
        Sweep(_REPORT, _reports, _forget),
        Sweep(hiding.KIND, hiding.due_count, hiding.show_due, at_once=50),
        *retention.common("employers"),
    ],
    retention.told("employers"),
)
