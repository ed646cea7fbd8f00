"""What machines read: the map of the site, the newest offers as Atom, what robots may visit."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from xml.etree import ElementTree as Xml

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.postings.offers import PublicOffer, PublicOfferPage
from amuddu.kit import clock
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.offers.boards import document
from gateway.offers.shelf import shelf_of

router = APIRouter(include_in_schema=False)

PUBLIC: tuple[str, ...] = (
    "/emplois",
    "/ouvert",
    "/aide",
    "/pour-les-personnes",
    "/pour-les-employeurs",
    "/agences",
    "/comment-nous-proposons",
    "/vie-privee",
    "/conservation",
    "/conditions",
    "/accessibilite",
    "/langues",
    "/etat",
)
"""Pages for everybody, which search engines may list."""
NOBODY = Caller(None, "fr")
AT_ONCE = 1000
MOST_PARTS = 10
"""Ten thousand offers: a file of a few megabytes. Whoever wants more reads the API by parts."""
NEWEST = 50
FRESH = timedelta(minutes=5)
SECONDS = int(FRESH.total_seconds())
_ATOM = "http://www.w3.org/2005/Atom"
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def base_of(request: Request) -> str:
    """The address that people see."""
    url: str = request.app.state.settings.public_url
    return url.rstrip("/")


def all_offers(request: Request, services: Services) -> tuple[PublicOffer, ...]:
    """Every offer, up to `MOST_PARTS * AT_ONCE`, as read some minutes ago at most."""
    return shelf_of(request).get("all", lambda: _all(services), fresh=FRESH)


def _all(services: Services) -> tuple[PublicOffer, ...]:
    found: dict[object, PublicOffer] = {}
    for number in range(MOST_PARTS):
        part: PublicOfferPage = services.employers.feed_offers(
            NOBODY, limit=AT_ONCE, offset=number * AT_ONCE
        )
        found |= {each.id: each for each in part.items}
        if len(part.items) < AT_ONCE:
            break
    return tuple(found.values())


def kept_a_while(request: Request, content: bytes, kind: str, *, name: str = "") -> Response:
    """A file that caches may keep for some minutes; nothing where the reader has it already."""
    mark = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
    headers = {"Cache-Control": f"public, max-age={SECONDS}", "ETag": mark}
    if name:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Search engines may read what is for everybody, and nothing else."""
    allowed = "".join(f"Allow: {path}$\n" for path in ("/", *PUBLIC))
    text = (
        f"User-agent: *\n{allowed}Allow: /emplois/\nAllow: /static/\n"
        f"Disallow: /emplois/*/signaler\nDisallow: /\n\nSitemap: {base_of(request)}/sitemap.xml\n"
    )
    return kept_a_while(request, text.encode(), "text/plain; charset=utf-8")


@router.get("/sitemap.xml")
def sitemap(request: Request, services: ServicesDep) -> Response:
    """Every public page and every offer."""
    base = base_of(request)
    root = Xml.Element("urlset", {"xmlns": _MAP})
    for path in ("/", *PUBLIC):
        Xml.SubElement(Xml.SubElement(root, "url"), "loc").text = base + path
    for offer in all_offers(request, services):
        entry = Xml.SubElement(root, "url")
        Xml.SubElement(entry, "loc").text = f"{base}/emplois/{offer.id}"
        Xml.SubElement(entry, "lastmod").text = offer.updated_at.isoformat()
    return kept_a_while(request, document(root), "application/xml; charset=utf-8")


@router.get("/emplois.atom")
def newest(request: Request, services: ServicesDep) -> Response:
    """The newest offers, for readers of feeds."""
    base = base_of(request)
    offers = all_offers(request, services)[:NEWEST]
    root = Xml.Element("feed", {"xmlns": _ATOM})
    updated = max((each.updated_at for each in offers), default=clock.now())
    said = {
        "title": "Amuddu",
        "id": f"{base}/emplois",
        "updated": updated.replace(microsecond=0).isoformat(),
    }
    for name, value in said.items():
        Xml.SubElement(root, name).text = value
    Xml.SubElement(root, "link", {"rel": "self", "href": f"{base}/emplois.atom"})
    Xml.SubElement(root, "link", {"href": f"{base}/emplois"})
    Xml.SubElement(Xml.SubElement(root, "author"), "name").text = "Amuddu"
    for offer in offers:
        _entry(root, offer, base)
    return kept_a_while(request, document(root), "application/atom+xml; charset=utf-8")


def _entry(root: Xml.Element, offer: PublicOffer, base: str) -> None:
    entry = Xml.SubElement(root, "entry")
    address = f"{base}/emplois/{offer.id}"
    Xml.SubElement(entry, "id").text = address
    Xml.SubElement(entry, "title").text = f"{offer.title}, {offer.place}"
    Xml.SubElement(entry, "link", {"href": address})
    Xml.SubElement(entry, "published").text = f"{offer.published_on.isoformat()}T00:00:00+00:00"
    Xml.SubElement(entry, "updated").text = offer.updated_at.isoformat()
    Xml.SubElement(entry, "summary").text = offer.description or offer.title
