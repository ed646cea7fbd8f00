"""The route of exports."""

from __future__ import annotations

from amuddu.contracts.export.profiles import BEGIN_EXPORT
from amuddu.kit.web.serving import Serving, of_app
from services.profiles.exports import service

serve = Serving(signer=of_app("signer"))

serve(BEGIN_EXPORT, service.begin)

router = serve.router
