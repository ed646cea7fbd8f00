"""The table of what was released."""

from __future__ import annotations

from amuddu.kit.disclosure import releases
from services.profiles.common.tables import Base

RELEASES = releases.table_in(Base.metadata)
