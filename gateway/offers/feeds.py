"""What machines read: the map of the site, the newest offers as Atom, what robots may visit."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID
from xml.etree import ElementTree as Xml

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.postings.offers import PublicOffer, PublicOfferPage
from amuddu.contracts.support.catalogue import CoursePage
from amuddu.kit import clock
from amuddu.kit.errors import Unavailable
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.offers.boards import document
from gateway.offers.shelf import shelf_of

router = APIRouter(include_in_schema=False)

PUBLIC: tuple[str, ...] = (
    "/emplois",
    "/formations",
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
COURSES_AT_ONCE = 100
MOST_COURSES = 5000
NEWEST = 50
FRESH = timedelta(minutes=5)
SECONDS = int(FRESH.total_seconds())
_NO_COURSE = "".join(
    f"Disallow: /formations/{path}\n"
    for path in ("nouvelle", "centres", "sessions/", "*/modifier", "*/demander", "*/sessions")
)
"""Pages of the coordination, and forms, that lie below those of courses."""
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


def all_courses(request: Request, services: Services) -> tuple[UUID, ...]:
    """Every course that anybody may look for, as read some minutes ago at most. None where the
    service is away: what a map leaves out stays known to whoever has it already."""
    try:
        return shelf_of(request).get("all courses", lambda: _courses(services), fresh=FRESH)
    except Unavailable:
        return ()


def _courses(services: Services) -> tuple[UUID, ...]:
    found: dict[UUID, None] = {}
    for offset in range(0, MOST_COURSES, COURSES_AT_ONCE):
        part: CoursePage = services.support.search(NOBODY, limit=COURSES_AT_ONCE, offset=offset)
        found |= dict.fromkeys(each.id for each in part.items)
        if len(part.items) < COURSES_AT_ONCE:
            break
    return tuple(found)


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
        f"User-agent: *\n{allowed}Allow: /emplois/\nAllow: /formations/\nAllow: /static/\n"
        f"Disallow: /emplois/*/signaler\n{_NO_COURSE}Disallow: /\n\n"
        f"Sitemap: {base_of(request)}/sitemap.xml\n"
    )
    return kept_a_while(request, text.encode(), "text/plain; charset=utf-8")


@router.get("/sitemap.xml")
def sitemap(request: Request, services: ServicesDep) -> Response:
    """Every public page, every offer and every course."""
    base = base_of(request)
    root = Xml.Element("urlset", {"xmlns": _MAP})
    for path in ("/", *PUBLIC):
        Xml.SubElement(Xml.SubElement(root, "url"), "loc").text = base + path
    for offer in all_offers(request, services):
        entry = Xml.SubElement(root, "url")
        Xml.SubElement(entry, "loc").text = f"{base}/emplois/{offer.id}"
        Xml.SubElement(entry, "lastmod").text = offer.updated_at.isoformat()
    for course_id in all_courses(request, services):
        address = Xml.SubElement(Xml.SubElement(root, "url"), "loc")
        address.text = f"{base}/formations/{course_id}"
    return kept_a_while(request, document(root), "application/xml; charset=utf-8")


@router.get("/emplois.atom")
def newest(request: Request, services: ServicesDep) -> Response:
    """The newest offers, for readers of feeds."""
    base = base_of(request)
    offers = all_offers(request, services)[:NEWEST]
    root = Xml.Element("feed", {"xmlns": _ATOM})
    updated = max((each.updated_at for each in offers), default=None)
    changed = (updated or clock.now()).replace(microsecond=0).isoformat()
    said = {"title": "Amuddu", "id": f"{base}/emplois", "updated": changed}
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
