"""The reference page's part on ages and domestic work."""

from __future__ import annotations

from collections.abc import Iterator

from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_
from amuddu.rules.base import in_language
from amuddu.rules.protection.data import DutyFacts, ages_file, domestic_file
from cli.rules.tables import cited, said, sure, table


def ages(lang: Lang) -> Iterator[str]:
    """Ages, what is closed to those under 18, and the employer's duties."""
    data = ages_file()
    yield "## " + said(N_("Âges"), lang)
    yield ""
    rows = (
        *((one.years, in_language(one.rule, lang), one.law, one) for one in data.limits.values()),
        *(("< 18", _closed(kind.id, lang), kind.law, kind) for kind in data.kinds.values()),
    )
    heads = (said(N_("Âge"), lang), said(N_("Règle"), lang), *_ends(lang))
    yield from table(
        heads,
        (
            (years, rule, law, f"{cited(fact, data.sources)} ({sure(fact, lang)})")
            for years, rule, law, fact in rows
        ),
    )
    yield from _duties(data.duties, data.sources, lang)


def _closed(kind: str, lang: Lang) -> str:
    facts = ages_file().kinds[kind]
    groups = ", ".join((*(f"ISCO {group}" for group in facts.isco), *facts.trades))
    what = in_language(facts.what, lang)
    return f"{what} : {groups}" if groups else what


def domestic(lang: Lang) -> Iterator[str]:
    """Domestic work: its trades, wage, hours and duties."""
    data = domestic_file()
    yield "## " + said(N_("Travail chez un particulier"), lang)
    yield ""
    trades = (*data.trades.at_home, *data.trades.perhaps)
    yield ", ".join(f"`{trade}`" for trade in trades)
    yield ""
    yield from table(
        (said(N_("Règle"), lang), *_ends(lang)),
        (
            (
                in_language(fact.rule, lang),
                fact.law,
                f"{cited(fact, data.sources)} ({sure(fact, lang)})",
            )
            for fact in (data.wage, data.hours)
        ),
    )
    yield from _duties(data.duties, data.sources, lang)


def _duties(duties: tuple[DutyFacts, ...], sources: dict[str, str], lang: Lang) -> Iterator[str]:
    yield from table(
        (said(N_("Étape"), lang), said(N_("Quoi"), lang), *_ends(lang)),
        (
            (
                f"`{one.id}`",
                in_language(one.what, lang),
                one.law,
                f"{cited(one, sources)} ({sure(one, lang)})",
            )
            for one in duties
        ),
    )


def _ends(lang: Lang) -> tuple[str, str]:
    return said(N_("Texte"), lang), said(N_("Source"), lang)
