"""What must hold for a page, whoever reads it, in whichever language, however wide the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from amuddu.contracts.types import Lang
from tools.messages import LOCALES

NARROW, WIDE = 360, 1280

# Read in one go: each call into the browser costs more than what it does.
_READ = """() => {
  const shown = (el) => el.checkVisibility ? el.checkVisibility() : true;
  const out = (el) => {
    const box = el.getBoundingClientRect();
    return box.right > innerWidth + 1 || box.left < -1;
  };
  const foreign = "[lang]:not(html), bdi, [dir=auto], code, pre, option, datalist, textarea";
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.replace(/\\s+/g, " ").trim();
    if (text && !walker.currentNode.parentElement.closest(foreign)) texts.push(text);
  }
  const named = [];
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    document.querySelectorAll(`[${name}]`).forEach((el) => {
      if (!el.closest("[lang]:not(html)")) named.push(el.getAttribute(name)); });
  const ids = [...document.querySelectorAll("[id]")].map((el) => el.id);
  const links = [...document.querySelectorAll("a[href]")].map((a) => a.getAttribute("href"));
  const brand = document.querySelector(".brand").getBoundingClientRect();
  return {
    dir: document.documentElement.dir, lang: document.documentElement.lang,
    title: document.title, texts: [...texts, ...named, document.title], links,
    doubled: ids.filter((id, at) => ids.indexOf(id) !== at),
    lost: links.filter((h) => h.startsWith("#") && !document.getElementById(h.slice(1))),
    width: document.documentElement.scrollWidth, room: document.documentElement.clientWidth,
    wide: [...document.querySelectorAll("main *")].filter((el) => shown(el)
      && !el.closest(".scroll, pre, .visually-hidden, .unseen, .skip") && out(el))
      .slice(0, 3).map((el) => el.outerHTML.slice(0, 120)),
    aside: [...document.querySelectorAll("h1[dir=auto], a[dir=auto]")].filter((el) => {
      const { textAlign, direction, display } = getComputedStyle(el);
      const side = { start: direction === "rtl" ? "right" : "left" }[textAlign] || textAlign;
      const own = document.documentElement.dir === "rtl" ? "right" : "left";
      return shown(el) && display !== "inline" && side !== own && side !== "center";
    }).slice(0, 3).map((el) => el.outerHTML.slice(0, 120)),
    brandAt: (brand.left + brand.right) / 2 / innerWidth,
  };
}"""


@dataclass
class Seen:
    """What was found on a page."""

    problems: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


@cache
def axe_script() -> str:
    """axe-core, as its package carries it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text()


def violations(page: Page) -> list[str]:
    """Rules of accessibility that the page breaks, each with the first element that does."""
    found: list[dict[str, Any]] = page.evaluate(
        "() => axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations)"
    )
    return [
        f"axe {each['id']}: {each['nodes'][0]['html'][:160]}"
        f" ({each['nodes'][0]['failureSummary'][:200]})"
        for each in found
    ]


def at_widths(page: Page, lang: Lang, widths: Sequence[int] = (NARROW, WIDE)) -> Seen:
    """Everything that does not hold on the page that is open, at each width in turn."""
    seen = Seen()
    page.evaluate(axe_script())
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        facts: dict[str, Any] = page.evaluate(_READ)
        found = [*violations(page), *_layout(facts, lang, width)]
        if width == widths[0]:
            found += _words(facts, lang)
            seen.links = facts["links"]
        seen.problems += [f"{width} px: {each}" for each in found]
    return seen


def _layout(facts: dict[str, Any], lang: Lang, width: int) -> list[str]:
    found = []
    if facts["width"] > facts["room"]:
        found.append(f"scrolls sideways: {facts['wide']}")
    elif facts["wide"]:
        found.append(f"cut off at the edge: {facts['wide']}")
    if facts["aside"]:
        found.append(f"a title stands on the other side of the page: {facts['aside']}")
    mirrored = facts["dir"] == "rtl" and facts["brandAt"] > 0.5
    straight = facts["dir"] == "ltr" and facts["brandAt"] < 0.5
    if width == WIDE and not (mirrored if lang == "ar" else straight):
        found.append(f"reads in the wrong direction: {facts['dir']}, {facts['brandAt']:.2f}")
    return found


def _words(facts: dict[str, Any], lang: Lang) -> list[str]:
    found = [f"id used twice: {each}" for each in sorted(set(facts["doubled"]))]
    found += [f"leads nowhere on the page: {each}" for each in facts["lost"]]
    if facts["lang"] != lang:
        found.append(f"says it is in {facts['lang']}")
    if not facts["title"].removesuffix("· Amuddu").strip():
        found.append("has no title")
    for text in facts["texts"]:
        if re.search(r"%\(\w+\)|\{\w+\}|\bNone\b|\bundefined\b", text):
            found.append(f"a hole in a sentence: {text}")
    return found + [f"not translated: {text}" for text in untranslated(facts["texts"], lang)]


def untranslated(texts: list[str], lang: Lang) -> list[str]:
    """Texts of a page that stand in French although the catalogue has them in its language."""
    if lang == "fr":
        return []
    whole, by_start = _french(lang)
    return sorted({text for text in texts if text in whole or _holds(text, by_start)})


_LONG = 18
"""From how many letters on a sentence is looked for inside of a text."""


def _holds(text: str, by_start: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether one of the long sentences stands somewhere in the text."""
    return any(
        text.startswith(piece, at)
        for at in range(len(text) - _LONG + 1)
        for piece in by_start.get(text[at : at + _LONG], ())
    )


@cache
def _french(lang: Lang) -> tuple[frozenset[str], Mapping[str, tuple[str, ...]]]:
    """French sentences whose translation is another: short ones whole, long ones anywhere, these
    by how they begin."""
    with (LOCALES / f"{lang}.po").open("rb") as stream:
        catalogue = read_po(stream, locale=lang)
    sources: list[str] = []
    translated: set[str] = set()
    for each in catalogue:
        ids = each.id if isinstance(each.id, tuple | list) else (each.id,)
        strings = each.string if isinstance(each.string, tuple | list) else (each.string,)
        sources += [one for one in ids if one and one not in strings]
        translated |= {one for one in strings if one}
    pieces = {piece.strip() for one in sources for piece in re.split(r"%\(\w+\)[sd]|\{\w+\}", one)}
    by_start: dict[str, tuple[str, ...]] = {}
    for piece in sorted(" ".join(each.split()) for each in pieces if len(each) >= _LONG):
        start = piece[:_LONG]
        by_start[start] = (*by_start.get(start, ()), piece)
    # "Nombre" is French for a number and Spanish for a first name.
    return frozenset(sources) - translated, by_start
