"""Events from other services, one call each."""

from __future__ import annotations

from amuddu.contracts.matching import CandidateHired
from amuddu.kit.events.consumer import Handlers
from services.employers.hires import service as hires

HANDLERS: Handlers = {CandidateHired: hires.open_file}
