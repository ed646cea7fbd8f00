"""What a paper shows, as bytes that do nothing in a browser but be looked at."""

from __future__ import annotations

from base64 import b64decode
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.profiles.papers import OPEN_PAPER
from gateway.web.page import PageDep

router = APIRouter(include_in_schema=False)

_SUFFIX = {"image/jpeg": "jpg", "application/pdf": "pdf"}
_HEADERS = {
    "Cache-Control": "no-store, private",
    # Whatever the bytes are, they run nothing, load nothing and send nothing.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@router.get("/documents/{paper_id}")
def paper(page: PageDep, paper_id: UUID) -> Response:
    """A paper, opened: profiles writes down who did. A PDF is downloaded, not run here."""
    page.viewer.allowed(OPEN_PAPER)
    page.viewer.proved(page.request.app.state.settings)
    shown = page.services.profiles.open_paper(page.caller, paper_id)
    how = "inline" if shown.media_type == "image/jpeg" else "attachment"
    name = f"document-{paper_id.hex[:8]}.{_SUFFIX[shown.media_type]}"
    return Response(
        b64decode(shown.content),
        media_type=shown.media_type,
        headers={**_HEADERS, "Content-Disposition": f'{how}; filename="{name}"'},
    )
