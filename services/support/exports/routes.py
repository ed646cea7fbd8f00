"""The route of exports: only with a pass of profiles, in the session that it was given for."""

from __future__ import annotations

from amuddu.contracts.export.support import EXPORT_SUPPORT
from amuddu.kit.web.serving import Serving, of_app
from services.support.exports import service

serve = Serving(passes=of_app("passes"))

serve(EXPORT_SUPPORT, service.held)

router = serve.router
