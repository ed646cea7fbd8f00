"""Properties of the rules are about answers, not about how busy the machine is."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
