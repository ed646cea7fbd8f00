"""Every table of this service: importing this module declares them all, for migrations."""

from __future__ import annotations

from services.profiles.account import tables as account
from services.profiles.common import tables as common
from services.profiles.consents import tables as consents
from services.profiles.corrections import tables as corrections
from services.profiles.disclosures import tables as disclosures
from services.profiles.erasures import tables as erasures
from services.profiles.exports import tables as exports
from services.profiles.guardians import tables as guardians
from services.profiles.history import tables as history
from services.profiles.likeness import tables as likeness
from services.profiles.notes import tables as notes
from services.profiles.papers import tables as papers
from services.profiles.people import tables as people
from services.profiles.receipts import tables as receipts
from services.profiles.residence import tables as residence
from services.profiles.sealing import tables as sealing
from services.profiles.statistics import tables as statistics

MODULES = (
    account,
    common,
    consents,
    corrections,
    disclosures,
    erasures,
    exports,
    guardians,
    history,
    likeness,
    notes,
    papers,
    people,
    receipts,
    residence,
    sealing,
    statistics,
)
METADATA = common.Base.metadata
