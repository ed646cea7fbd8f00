"""The stylesheet, the script and the templates keep their promises: no browser is needed."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest
from fastapi.testclient import TestClient

import gateway
from gateway.app import create as gateway_app
from gateway.sessions.security import HEADERS
from gateway.settings import GatewaySettings
from tests.gateway.conftest import House

GATEWAY = Path(gateway.__file__).parent
CSS = (GATEWAY / "static" / "app.css").read_text()
SCRIPT = (GATEWAY / "static" / "app.js").read_text()
TEMPLATES = sorted(GATEWAY.glob("*/templates/*.html"))

_NO_WORDS = {
    "Amuddu",
    "amuddu",
    "demo",
    "WhatsApp",
    "OpenAPI",
    "API",
    "Atom",
    "XML",
    "JSON",
    "CSV",
    "XLSX",
    "doctype",
    "html",
} | {*("autofocus", "required", "checked", "selected", "open")}
"""Names, and attributes without a value."""

READ = [  # what is written in which colour on which ground
    *(("ink", ground) for ground in ("paper", "ground", "brand-soft", "warm-soft", "good-soft")),
    *(("muted", ground) for ground in ("paper", "ground")),
    *(("brand", ground) for ground in ("paper", "ground", "brand-soft")),
    *(("bad", ground) for ground in ("paper", "ground", "bad-soft")),
    ("ink", "bad-soft"),
    ("brand-ink", "brand"),
    ("warm", "warm-soft"),
    ("good", "good-soft"),
]


def palette(*, dark: bool) -> dict[str, str]:
    """Colours by name, on a light or on a dark screen."""
    light, _, rest = CSS.partition("@media (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    block = rest[: rest.index("}\n}")]
    return colours | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) if dark else colours


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), READ, ids=lambda name: name)
def test_every_colour_can_be_read_on_its_ground(words: str, ground: str, dark: bool) -> None:
    colours = palette(dark=dark)
    bright, dim = sorted((luminance(colours[words]), luminance(colours[ground])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5


def test_nothing_is_tied_to_left_or_right() -> None:
    """Right-to-left comes free only where every property is logical."""
    physical = r"(?:margin|padding|border|inset)-(?:left|right)|(?<![\w-])(?:left|right)\s*:"
    assert re.findall(physical + r"|(?:text-align|float|clear): ?(?:left|right)\b", CSS) == []


def test_the_script_is_small_and_leaves_nothing_on_a_shared_phone() -> None:
    assert len(SCRIPT.encode()) <= 8 * 1024
    assert "localStorage" not in SCRIPT
    assert "cookie" not in SCRIPT


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_words_stand_in_a_template_without_a_translation(template: Path) -> None:
    source = template.read_text()
    if template.name == "export_file.html":  # a file to keep: it carries its own style
        source = re.sub(r"<style.*?</style>", "", source, flags=re.S)
    if template.name == "reference.html":  # for programmers, in English, and says so
        source = source.partition('<div lang="en"')[0]
    source = re.sub(r"{% block main_class %}.*?{% endblock %}", "", source)
    tokens = jinja2.Environment(extensions=["jinja2.ext.i18n"]).lex(source)
    text = "".join(word if kind == "data" else "\x00" for _, kind, word in tokens)
    named = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"\x00]+)"', text)
    # Attributes that a macro adds to somebody else's element stand outside of any element here.
    shown = re.sub(r"<[^>]*>|[\w-]+=\"[^\"]*(?:\"|$)|&\w+;", "\x00", text)
    words = [*named, *re.findall(r"[^\W\d_]{2,}", shown)]
    assert sorted(set(words) - _NO_WORDS) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_what_scrolls_sideways_is_reached_by_the_keyboard_and_named(template: Path) -> None:
    for opening in re.findall(r'<\w+[^>]*class="scroll"[^>]*>', template.read_text()):
        assert 'tabindex="0"' in opening, opening
        assert re.search(r'role="(?:region|group)"', opening), opening
        assert re.search(r"aria-label(?:ledby)?=", opening), opening


def test_no_template_holds_a_script_or_a_style() -> None:
    for template in TEMPLATES:
        source = template.read_text()
        if template.name == "export_file.html":
            continue  # a file to keep: it carries its own style
        assert (
            re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?:src=|ld\+json))", source) == []
        )


def test_pages_carry_their_guards_and_are_kept_by_nobody(house: House) -> None:
    page = house.browser().get("/")
    for name, value in HEADERS.items():
        assert page.headers[name] == value
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


def test_who_came_by_https_asks_for_nothing_in_clear(house: House) -> None:
    settings = GatewaySettings(public_url="https://amuddu.example")
    over_https = gateway_app(settings, database=house.databases["gateway"], services=house.services)
    page = TestClient(over_https, base_url="https://amuddu.example").get("/")
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Strict-Transport-Security" not in house.browser().get("/").headers


def test_styles_are_kept_for_a_year_under_an_address_that_says_what_they_hold(
    house: House,
) -> None:
    browser = house.browser()
    address = re.search(r'href="(/static/app\.css\?v=\w+)"', browser.get("/").text)
    assert address is not None
    assert "max-age=31536000" in browser.get(address[1]).headers["Cache-Control"]
    assert browser.get("/static/none.css").headers["Cache-Control"] == "no-store"
