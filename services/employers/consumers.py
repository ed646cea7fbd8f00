"""Events from other services, one call each."""

from __future__ import annotations

from amuddu.contracts.events.erasures import ErasureBegun
from amuddu.contracts.events.restored import ErasureAgain
from amuddu.contracts.matching import CandidateHired
from amuddu.kit.events.consumer import Handlers
from services.employers.erasures import service as erasures
from services.employers.hires import opening

HANDLERS: Handlers = {
    CandidateHired: opening.open_file,
    ErasureBegun: erasures.erase,
    ErasureAgain: erasures.erase_again,
}
