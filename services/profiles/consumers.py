"""Events from other services, one call each."""

from __future__ import annotations

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.events.erasures import (
    ErasedByEmployers,
    ErasedByMatching,
    ErasedByNotifications,
    ErasedBySupport,
)
from amuddu.contracts.events.restored import (
    HeldByEmployers,
    HeldByMatching,
    HeldByNotifications,
    HeldBySupport,
)
from amuddu.contracts.events.tidied import (
    EmployersTidied,
    MatchingTidied,
    NotificationsTidied,
    SupportTidied,
)
from amuddu.contracts.matching import CandidateCancelled, CandidateHired, CandidateShortlisted
from amuddu.contracts.notifications import CandidateAnswered
from amuddu.contracts.rules.versions import RuleAmended
from amuddu.contracts.schemes import SchemeVersioned
from amuddu.contracts.support.training import TrainingCompleted
from amuddu.kit.events.consumer import Handlers
from services.profiles.disclosures import service as disclosures
from services.profiles.receipts import process as receipts
from services.profiles.residence import rulebook, schemes
from services.profiles.retention import keeping as retention
from services.profiles.training import service as training

HANDLERS: Handlers = {
    VacancyPublished: disclosures.offered,
    VacancyClosed: disclosures.closed,
    CandidateShortlisted: disclosures.asked,
    CandidateAnswered: disclosures.answered,
    CandidateCancelled: disclosures.cancelled,
    CandidateHired: disclosures.hired,
    SchemeVersioned: schemes.heard,
    RuleAmended: rulebook.heard,
    TrainingCompleted: training.completed,
    EmployersTidied: retention.heard,
    MatchingTidied: retention.heard,
    NotificationsTidied: retention.heard,
    SupportTidied: retention.heard,
    ErasedByEmployers: receipts.heard,
    ErasedByMatching: receipts.heard,
    ErasedByNotifications: receipts.heard,
    ErasedBySupport: receipts.heard,
    HeldByEmployers: receipts.held,
    HeldByMatching: receipts.held,
    HeldByNotifications: receipts.held,
    HeldBySupport: receipts.held,
}
