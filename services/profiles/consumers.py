"""Events from other services, one call each."""

from __future__ import annotations

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.events.erasures import (
    ErasedByEmployers,
    ErasedByMatching,
    ErasedByNotifications,
)
from amuddu.contracts.events.restored import HeldByEmployers, HeldByMatching, HeldByNotifications
from amuddu.contracts.events.tidied import EmployersTidied, MatchingTidied, NotificationsTidied
from amuddu.contracts.matching import CandidateCancelled, CandidateHired, CandidateShortlisted
from amuddu.contracts.notifications import CandidateAnswered
from amuddu.contracts.rules.versions import RuleAmended
from amuddu.contracts.schemes import SchemeVersioned
from amuddu.kit.events.consumer import Handlers
from services.profiles.disclosures import service as disclosures
from services.profiles.receipts import process as receipts
from services.profiles.residence import rulebook, schemes
from services.profiles.retention import keeping as retention

HANDLERS: Handlers = {
    VacancyPublished: disclosures.offered,
    VacancyClosed: disclosures.closed,
    CandidateShortlisted: disclosures.asked,
    CandidateAnswered: disclosures.answered,
    CandidateCancelled: disclosures.cancelled,
    CandidateHired: disclosures.hired,
    SchemeVersioned: schemes.heard,
    RuleAmended: rulebook.heard,
    EmployersTidied: retention.heard,
    MatchingTidied: retention.heard,
    NotificationsTidied: retention.heard,
    ErasedByEmployers: receipts.heard,
    ErasedByMatching: receipts.heard,
    ErasedByNotifications: receipts.heard,
    HeldByEmployers: receipts.held,
    HeldByMatching: receipts.held,
    HeldByNotifications: receipts.held,
}
