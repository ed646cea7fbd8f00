"""What matching does for each event it consumes: one call."""

from __future__ import annotations

from functools import partial

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.events.erasures import ErasureBegun
from amuddu.contracts.events.restored import ErasureAgain
from amuddu.contracts.hires import HireAbandoned, HireStartSet
from amuddu.contracts.notifications import CandidateAnswered, NotificationFailed, NotificationSent
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit.events.consumer import Around, Handlers
from services.matching import ingest
from services.matching.vectors.embedding import Encodes

HANDLERS: Handlers = {
    ProfileUpdated: ingest.take_in_profile,
    ProfileWithdrawn: ingest.forget_profile,
    VacancyPublished: ingest.take_in_vacancy,
    VacancyClosed: ingest.close_vacancy,
    HireAbandoned: ingest.free_place,
    HireStartSet: lambda _session, _event: None,  # a day moves no place
    NotificationSent: ingest.record_notified,
    NotificationFailed: ingest.note_unreachable,
    CandidateAnswered: ingest.note_answer,
    ErasureBegun: ingest.erase,
    ErasureAgain: ingest.erase_again,
}


def around(encoder: Encodes) -> Around:
    """What is done at once for all that come together, with the encoder that makes vectors."""
    return partial(ingest.together, encoder=encoder)
