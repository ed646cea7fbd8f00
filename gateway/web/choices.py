"""What the forms offer to choose from: towns by region, languages, levels, trades, skills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from babel.dates import get_month_names

from amuddu.contracts.types import Lang
from amuddu.kit.errors import invalid
from amuddu.kit.i18n import N_
from amuddu.reference import concepts
from amuddu.reference.enrich import PREFIX
from amuddu.reference.languages import LEVELS, languages
from amuddu.reference.places import find_place, places, regions
from amuddu.reference.text import fold

Option = tuple[str, str]
"""Value and text of one choice."""
_TOWN = N_("« {town} » n'est pas connue : écrivez une ville par ligne.")
_SHOWN = 60
"""Of what somebody typed, so much is said back to them."""


@cache
def towns(lang: Lang) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Towns under the name of their region, both in the order of the reader's alphabet."""
    by_region: dict[str, list[Option]] = defaultdict(list)
    for town in places().values():
        by_region[town.region_id].append((town.id, town.names[lang]))
    groups = [
        (regions()[region].names[lang], tuple(_by_text(options)))
        for region, options in by_region.items()
    ]
    return tuple(sorted(groups, key=lambda group: fold(group[0])))


@cache
def spoken(lang: Lang) -> tuple[Option, ...]:
    """Languages, those most met at work in Morocco first."""
    return tuple((code, language.names[lang]) for code, language in languages().items())


@cache
def months(lang: Lang) -> tuple[Option, ...]:
    """The months of a year by their number, as people name them."""
    names = get_month_names("wide", context="stand-alone", locale=lang)
    return tuple((str(number), names[number]) for number in range(1, 13))


def levels() -> tuple[str, ...]:
    """Levels of a language, weakest first."""
    return LEVELS


@cache
def trades(lang: Lang) -> tuple[str, ...]:
    """Names of our own occupations, to be proposed while somebody types.

    Those that come from ESCO alone are found once typed: three thousand would weigh on the page.
    """
    trades = concepts.occupations()
    own = {each: trade for each, trade in trades.items() if not each.startswith(PREFIX)}
    names = {concepts.title(trade, lang) for trade in (own or trades).values()}
    return tuple(sorted(names, key=fold))


@cache
def skills_of(occupation_id: str, lang: Lang) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """Skills that a trade cannot do without, and those that many who practise it also have.

    Two empty lists for an occupation that is not known.
    """
    trade = concepts.occupations().get(occupation_id)
    if trade is None:
        return (), ()
    return _named(trade.essential_skills, lang), _named(trade.optional_skills, lang)


def _named(ids: tuple[str, ...], lang: Lang) -> tuple[Option, ...]:
    return tuple((skill, concepts.label(concepts.skill(skill), lang)) for skill in ids)


def _by_text(options: list[Option]) -> list[Option]:
    return sorted(options, key=lambda option: fold(option[1]))


def towns_of(typed: str, field: str) -> list[str]:
    """Ids of towns that were typed, one a line. Raises `Invalid`."""
    found = []
    for line in filter(None, map(str.strip, typed.splitlines())):
        town = find_place(line)
        if town is None:
            raise invalid(field, _TOWN, town=line[:_SHOWN])
        found.append(town.id)
    return found


def towns_typed(ids: Iterable[str], lang: Lang) -> str:
    """The reverse of `towns_of`, for a form that shows what is stored."""
    known = places()
    return "\n".join(known[each].names[lang] if each in known else each for each in ids)
