"""Pages: Jinja with the reader's catalogue, formats by locale, cookies, errors as pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import jinja2
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from amuddu.contracts.matching.ranking import Reasons
from amuddu.contracts.types import LANGS, ConceptRef, Lang
from amuddu.kit.i18n import N_, Text, translations
from amuddu.reference import concepts, trades
from amuddu.reference.languages import COMMON, languages
from amuddu.reference.places import places
from amuddu.rules.base import NO_DOCUMENT, apart
from amuddu.rules.cost.breakdown import Range
from gateway.clients import bell
from gateway.sessions.security import Viewer, set_cookies
from gateway.settings import GatewaySettings
from gateway.web import labels, two_languages
from gateway.web.icons import icon

FOLDERS = sorted(Path(__file__).parent.parent.glob("*/templates"))
"""Templates of every area: their names are unique, so none says in which folder it is."""

LOCALES: dict[Lang, str] = {"fr": "fr_MA", "ar": "ar_MA", "en": "en_GB", "es": "es_ES"}
_FROM_TO = N_("de {low} à {high}")
_MOROCCO = ZoneInfo("Africa/Casablanca")
_LINK = Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>')
"""A source that the reader can open; the site it leads to does not learn from where."""
_NO_DOCUMENT = N_("Su sur le terrain, sans document : à faire confirmer")
_AT_LEAST = N_("au moins {low}")
LANGUAGE_NAMES: dict[Lang, str] = {
    "fr": "Français",
    "ar": "العربية",
    "en": "English",
    "es": "Español",
}


@cache
def environment(lang: Lang) -> jinja2.Environment:
    """Templates of one language."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDERS),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    made.globals["_"] = _sentences(lang)
    made.filters.update(**_formats(lang), **_names(lang), two=two_languages.two)
    made.globals.update(
        lang=lang,
        direction="rtl" if lang == "ar" else "ltr",
        language_names=LANGUAGE_NAMES,
        langs=LANGS,
        static=static_url,
        icon=icon,
        common_languages=COMMON,
        **_labels(lang),
    )
    return made


def _sentences(lang: Lang) -> Callable[..., Markup]:
    """`_` of the templates: as Jinja's own, but a sentence is looked up and marked safe once.

    A page says hundreds of them, and Jinja's way took a third of its time.
    """
    spoken = translations(lang)

    @cache
    def sentence(text: str) -> Markup:
        return Markup(spoken.gettext(text))  # noqa: S704 - the words of our own catalogues

    @cache
    def whole(text: str) -> Markup:
        return sentence(text) % {}

    def say(text: str, /, **parts: Any) -> Markup:
        return sentence(text) % parts if parts else whole(text)

    return say


def _labels(lang: Lang) -> dict[str, Any]:
    return {"labels": labels.in_language(lang)}


def _formats(lang: Lang) -> dict[str, Callable[..., Any]]:
    """Formats of a language. The same few values stand on a page again and again, and to format
    one takes longer than to look it up: each filter keeps what it said last."""
    locale = LOCALES[lang]
    kept = lru_cache(4096)

    @kept
    def day(value: date | None, style: str = "long") -> str:
        if isinstance(value, datetime):  # an instant: its day in Morocco, as its hour
            value = value.astimezone(_MOROCCO)
        said = format_date(value, style, locale=locale) if value else ""
        # The first of a month has a name of its own in French, which the locale data do not know.
        return f"1er{said[1:]}" if lang == "fr" and said.startswith("1 ") else said

    @kept
    def moment(value: datetime | None) -> str:
        form = "d MMM y HH:mm"
        said = format_datetime(value, form, tzinfo=_MOROCCO, locale=locale) if value else ""
        return f"1er{said[1:]}" if lang == "fr" and said.startswith("1 ") else said

    @kept
    def appointment(value: datetime | None) -> str:
        """The day with its name, and the hour in Morocco."""
        form = "EEEE d MMMM, HH:mm"
        return format_datetime(value, form, tzinfo=_MOROCCO, locale=locale) if value else ""

    @kept
    def number(value: float) -> str:
        return format_decimal(value, locale=locale)

    @kept
    def percent(value: float) -> str:
        return format_decimal(round(value * 100), locale=locale)

    return {
        "day": day,
        "moment": moment,
        "appointment": appointment,
        "money": kept(partial(money, locale=locale)),
        "span": partial(_span, lang=lang),
        "number": number,
        "percent": percent,
    }


def _names(lang: Lang) -> dict[str, Callable[..., Any]]:
    """Names of what is kept by an id or a code, in one language."""

    def place(value: str | None) -> str:
        found = places().get(value or "")
        return found.names[lang] if found else ""

    def language(value: str) -> str:
        found = languages().get(value)
        return found.names[lang] if found else value

    def trade_name(concept: str | None) -> str:
        return trades.title_of(concept, lang) or ""

    def skill_name(ref: ConceptRef) -> str:
        """A skill in the reader's language where it is known, else in the words it was said in."""
        known = concepts.skills().get(ref.concept or "")
        return known.labels.get(lang, ref.text) if known else ref.text

    def source(value: str) -> str | Markup:
        if value == NO_DOCUMENT:
            return Text(_NO_DOCUMENT).in_(lang)
        name, address = apart(value)
        return _LINK.format(address, name) if address else name

    def words_of_fit(value: float, reasons: Reasons | None = None) -> str:
        return labels.fit_words(value, lang, reasons)

    return {
        "place": place,
        "skill_name": skill_name,
        "source": source,
        "language": language,
        "trade_name": trade_name,
        "fit_words": words_of_fit,
        "fit_tone": lambda value, reasons=None: labels.TONES[labels.fit_code(value, reasons)],
    }


def money(value: Decimal | None, currency: str = "MAD", *, locale: str) -> str:
    """An amount with its currency, whole where it has no cents; nothing for none."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    return format_currency(
        value,
        currency,
        locale=locale,
        decimal_quantization=not whole,
        currency_digits=not whole,
        format="#,##0 ¤" if whole else None,
    )


def _span(value: Range, whole: bool = False, *, lang: Lang) -> str:
    """An amount, or from one to the other; without an end where nobody knows it.

    `whole`: to the dirham, for a total that is read at a glance.
    """
    if whole:
        value = Range(_dirhams(value.low), value.high and _dirhams(value.high), value.currency)
    low = money(value.low, locale=LOCALES[lang])
    if value.high is None:
        return Text(_AT_LEAST, {"low": low}).in_(lang)
    if value.exact:
        return low
    return Text(_FROM_TO, {"low": low, "high": money(value.high, locale=LOCALES[lang])}).in_(lang)


def _dirhams(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


@cache
def static_url(name: str) -> str:
    """Address of a static file, changed whenever the file changes, so browsers may keep it."""
    content = files("gateway").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:10]}"


def page(
    request: Request, viewer: Viewer, template: str, *, status: int = 200, **context: Any
) -> HTMLResponse:
    """Render a page for its viewer."""
    found, values = _page(request, viewer, template, status=status, **context)
    response = HTMLResponse(found.render(values), status_code=status)
    return _with_cookies(request, response, viewer)


def _page(
    request: Request, viewer: Viewer, template: str, *, status: int, **context: Any
) -> tuple[jinja2.Template, dict[str, Any]]:
    """A template and what every page is given."""
    settings: GatewaySettings = request.app.state.settings
    values = {
        "viewer": viewer,
        "request_path": request.url.path,
        "status": status,
        "here": _here(request),
        "news_waiting": partial(bell.unread, request, viewer.caller),
        "demo": settings.mode == "demo",
        **context,
    }
    return environment(viewer.lang).get_template(template), values


R = TypeVar("R", bound=Response)


def _with_cookies(request: Request, response: R, viewer: Viewer) -> R:
    settings: GatewaySettings = request.app.state.settings
    set_cookies(response, viewer, request.query_params, secure=settings.secure_cookies)
    return response


def _here(request: Request) -> Callable[..., str]:
    """This page's address with a parameter changed, for links that choose a language."""
    kept = dict(request.query_params) if request.method == "GET" else {}

    def here(**changed: str) -> str:
        return "?" + urlencode({**kept, **changed})

    return here


def say(viewer: Viewer, message: str, **params: Any) -> str:
    """A marked sentence in the viewer's language."""
    return Text(message, params).in_(viewer.lang)


def redirect(url: str) -> RedirectResponse:
    """Go on with a GET, so that reloading sends nothing twice."""
    return RedirectResponse(url, status_code=303)
