"""The design system on one page: every component, in every language, as it really is rendered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from amuddu.contracts.types import LANGS, Lang
from gateway.sessions.security import Viewer
from gateway.web import rendering
from gateway.web.icons import DRAWN
from gateway.web.page import PageDep

router = APIRouter(include_in_schema=False)


@router.get("/style")
def components(page: PageDep) -> Response:
    """What pages are made of, for whoever makes one more."""
    samples = {code: _sample(page.viewer, code) for code in LANGS}
    return page.render("style.html", samples=samples, icons=sorted(DRAWN))


def _sample(viewer: Viewer, lang: Lang) -> Markup:
    """The components in one language; each language has ids of its own."""
    template = rendering.environment(lang).get_template("style_sample.html")
    html = template.render(
        viewer=replace(viewer, lang=lang, second=None),
        request_path="/style",
        here=lambda **_: "/style",
        values={f"{lang}_town": "Rabat"},
        wage=Decimal(4200),
    )
    return Markup(html)  # noqa: S704 - rendered by an escaping environment just above
