"""The route of exports: only with a pass of profiles, in the session that it was given for."""

from __future__ import annotations

from amuddu.contracts.export.matching import EXPORT_MATCHING
from amuddu.kit.web.serving import Serving, of_app
from services.matching.exports import service

serve = Serving(passes=of_app("passes"))

serve(EXPORT_MATCHING, service.held)

router = serve.router
