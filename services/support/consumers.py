"""Events from other services, one call each."""

from __future__ import annotations

from amuddu.contracts.events.erasures import ErasureBegun
from amuddu.contracts.events.restored import ErasureAgain
from amuddu.kit.events.consumer import Handlers
from services.support.erasures import service as erasures

HANDLERS: Handlers = {
    ErasureBegun: erasures.erase,
    ErasureAgain: erasures.erase_again,
}
