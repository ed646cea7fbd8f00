"""Every table of this service: importing this module declares them all, for migrations."""

from __future__ import annotations

from services.matching.candidacies import tables as candidacies
from services.matching.facts import tables as facts
from services.matching.interests import tables as interests
from services.matching.interviews import tables as interviews
from services.matching.searches import tables as searches

MODULES = (candidacies, facts, interests, interviews, searches)
METADATA = facts.Base.metadata
