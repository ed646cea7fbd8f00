"""The rest of the page of the rules: incentives, services, figures."""

from __future__ import annotations

from collections.abc import Iterator

from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_
from amuddu.reference.places import places, region
from amuddu.rules.base import Sourced, in_language
from amuddu.rules.figures_data import Figure, figures_file
from amuddu.rules.incentives.data import AmountRule, Scheme, schemes_file
from amuddu.rules.services_data import ServiceFacts, services_file
from cli.rules.tables import checked, cited, said, sure, table


def schemes(lang: Lang) -> Iterator[str]:
    """The incentives."""
    data = schemes_file()
    yield "## " + said(N_("Aides"), lang)
    yield ""
    yield from checked(data.meta, lang)
    heads = (
        N_("Aide"),
        N_("Pays"),
        N_("Résumé"),
        N_("Montant"),
        N_("Mois"),
        N_("Personnes étrangères"),
        N_("Source"),
    )
    yield from table(
        (said(head, lang) for head in heads),
        (
            (
                f"{in_language(one.name, lang)} (`{one.id}`)",
                one.country,
                in_language(one.summary, lang),
                _amount(one.amount, lang),
                one.duration_months or "",
                _foreigners(one, lang),
                f"{cited(one, data.sources)} ({sure(one, lang)})",
            )
            for one in data.schemes.values()
        ),
    )


def _amount(amount: AmountRule, lang: Lang) -> str:
    if amount.value is None:
        return said(N_("non publié"), lang)
    invented = f", {said(N_('montant inventé'), lang)}" if amount.invented else ""
    return f"{amount.value} ({amount.kind}{invented})"


_OPEN = {"yes": N_("oui"), "no": N_("non"), "unclear": N_("à demander")}


def _foreigners(scheme: Scheme, lang: Lang) -> str:
    """Whether it is open to foreigners, and why not."""
    answer = said(_OPEN[scheme.person.open_to_foreigners], lang)
    note = scheme.person.note
    return f"{answer} : {in_language(note, lang)}" if note else answer


def services(lang: Lang) -> Iterator[str]:
    """Who can help."""
    data = services_file()
    yield "## " + said(N_("Qui peut aider, et où"), lang)
    yield ""
    yield from checked(data.meta, lang)
    heads = (N_("Service"), N_("Offre"), N_("Où"), N_("Pour qui"), N_("À noter"), N_("Source"))
    yield from table(
        (said(head, lang) for head in heads),
        (
            (
                f"{in_language(one.actor, lang)} (`{one.id}`)",
                in_language(one.offers, lang),
                _where(one, lang),
                ", ".join(f"`{code}`" for code in one.statuses or ()),
                in_language(one.note, lang) if one.note else "",
                f"{cited(one, data.sources)} ({sure(one, lang)})",
            )
            for one in data.services.values()
        ),
    )


def _where(one: ServiceFacts, lang: Lang) -> str:
    if one.everywhere or one.agencies:
        return said(N_("Partout au Maroc"), lang)
    return ", ".join(
        places()[town].names[lang] for town in (*one.towns, *one.outreach)
    ) or ", ".join(one.regions)


def figures(lang: Lang) -> Iterator[str]:
    """Figures of the field."""
    data = figures_file()
    yield "## " + said(N_("Chiffres du domaine"), lang)
    yield ""
    yield from checked(data.meta, lang)
    heads = [said(head, lang) for head in (N_("Sujet"), N_("Valeur"), N_("Source"))]
    rows = (*data.figures, *data.amuddu, *data.data_protection)
    unknown = said(N_("non trouvé"), lang)
    yield from table(
        heads,
        ((row.label, _figure(row.value) or unknown, _told(row, lang)) for row in rows),
    )
    yield from table(
        heads,
        (
            (
                region(row.region).names[lang],
                " ; ".join(
                    part
                    for part in (
                        row.foreign_residents,
                        f"{row.share_pct} %" if row.share_pct else None,
                        row.note,
                    )
                    if part
                ),
                _told(row, lang),
            )
            for row in data.regions
        ),
    )


def _told(row: Sourced, lang: Lang) -> str:
    return f"{cited(row, figures_file().sources)} ({sure(row, lang)})"


def _figure(value: Figure) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_figure(part)}" for key, part in value.items())
    return ", ".join(value) if isinstance(value, tuple) else value or ""
