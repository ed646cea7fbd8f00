"""`docs/rules.md`: every rule on one page, written from the data files and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_
from amuddu.reference.places import places
from amuddu.rules.base import in_language
from amuddu.rules.hiring_data import SpanFacts, contributions_file, hiring_file, wages_file
from amuddu.rules.residence_data import AnswerFacts, OverlayFacts, StatusFacts, residence_file
from cli.rules import reference_more, reference_protection
from cli.rules.tables import checked, cited, dates, said, sure, table
from cli.rules.words import ANSWERS, say

_VALUES = {
    **ANSWERS,
    "unclear": N_("pas clair : à demander"),
    "not_obtainable": N_("non : l'étape n'existe pas"),
}


def page(lang: Lang) -> str:
    """The whole page in Markdown."""
    parts = (
        _head,
        _titles,
        _answers,
        _overlays,
        _routes,
        _steps,
        _law,
        _wages,
        _contributions,
        reference_protection.ages,
        reference_protection.domestic,
        reference_more.schemes,
        reference_more.services,
        reference_more.figures,
    )
    return "\n".join(line for part in parts for line in part(lang)) + "\n"


def _head(lang: Lang) -> Iterator[str]:
    yield "# " + said(N_("Les règles"), lang)
    yield ""
    yield said(
        N_(
            "Cette page est écrite par la commande `amuddu rules reference` depuis les fichiers de "
            "`amuddu/rules/data/`. Ne la modifiez pas à la main."
        ),
        lang,
    )
    yield ""
    yield said(
        N_(
            "C'est une aide, pas une décision. Les règles changent et les guichets ne font pas "
            "tous pareil : vérifiez avec un conseiller."
        ),
        lang,
    )
    yield ""


def _titles(lang: Lang) -> Iterator[str]:
    data = residence_file()
    yield "## " + said(N_("Titres et droits"), lang)
    yield ""
    yield from checked(data.meta, lang)
    for status in data.statuses.values():
        yield f"### {in_language(status.label, lang)} (`{status.id}`)"
        yield ""
        yield f"- {in_language(status.document, lang)}"
        if status.validity:
            yield f"- {in_language(status.validity, lang)}"
        yield f"- {status.legal_basis}"
        if when := dates(status, lang):
            yield f"- {when}"
        if status.leads_to:
            after = ", ".join(
                in_language(data.statuses[code].label, lang) for code in status.leads_to
            )
            line = said(N_("Papier suivant : {text}"), lang, text=after)
            yield f"- {line}"
        yield from _past(status, lang)
        yield f"- {cited(status, data.sources)} ({sure(status, lang)})"
        yield ""
        heads = (said(N_("Droit"), lang), said(N_("Réponse"), lang), said(N_("Règle"), lang))
        yield from table(
            heads,
            (
                (
                    in_language(data.rights[right].label, lang),
                    say(_VALUES, data.versions(status.id, right)[-1].value, lang),
                    f"`{right}.{name}`",
                )
                for right, name in status.answers.items()
            ),
        )


def _past(status: StatusFacts, lang: Lang) -> Iterator[str]:
    """What a paper of protection is worth past its date."""
    if status.renewal is None:
        return
    line = said(N_("Après la date de fin : {text}"), lang, text=in_language(status.renewal, lang))
    yield f"- {line}"
    if status.when_expired:
        waiting = ", ".join(f"`{right}.{name}`" for right, name in status.when_expired.items())
        line = said(N_("Réponses qui attendent le renouvellement : {rules}"), lang, rules=waiting)
        yield f"- {line}"


def _answers(lang: Lang) -> Iterator[str]:
    data = residence_file()
    yield "## " + said(N_("Ce que dit chaque règle"), lang)
    yield ""
    for right, answers in data.answers.items():
        facts = data.rights[right]
        yield f"### {in_language(facts.label, lang)} (`{right}`)"
        yield ""
        if facts.legal:
            yield f"- {facts.legal}"
        if facts.proof:
            line = said(N_("À apporter : {text}"), lang, text=in_language(facts.proof, lang))
            yield f"- {line}"
        who = in_language(facts.settled_by, lang)
        line = said(N_("Qui tranche : {text}"), lang, text=who)
        yield f"- {line}"
        yield ""
        heads = (
            N_("Règle"),
            N_("Réponse"),
            N_("Condition"),
            N_("Dates"),
            N_("Sûreté"),
            N_("Source"),
        )
        rows = (
            _answer_row(name, version, lang) for name, each in answers.items() for version in each
        )
        yield from table((said(head, lang) for head in heads), rows)


def _answer_row(name: str, version: AnswerFacts, lang: Lang) -> tuple[str, ...]:
    return (
        f"`{name}`",
        say(_VALUES, version.value, lang),
        in_language(version.condition, lang) if version.condition else "",
        dates(version, lang),
        sure(version, lang),
        cited(version, residence_file().sources),
    )


def _overlays(lang: Lang) -> Iterator[str]:
    data = residence_file()
    yield "## " + said(N_("Situations qui simplifient les démarches"), lang)
    yield ""
    heads = (N_("Situation"), N_("À apporter"), N_("Effet"), N_("Sûreté"), N_("Source"))
    yield from table(
        (said(head, lang) for head in heads),
        (
            (
                f"{in_language(one.label, lang)} (`{one.id}`)",
                in_language(one.proof, lang),
                " ; ".join(_effects(one, lang)),
                sure(one, lang),
                cited(one, data.sources),
            )
            for one in data.overlays.values()
        ),
    )


def _effects(one: OverlayFacts, lang: Lang) -> Iterator[str]:
    for right, effect in one.effects.items():
        label = in_language(residence_file().rights[right].label, lang)
        yield f"{label} : {say(_VALUES, effect.value, lang)}"
    if one.by_right:
        yield in_language(one.by_right, lang)


# --- hiring -------------------------------------------------------------------------------------


def _ends(span: SpanFacts | None) -> str:
    if span is None:
        return ""
    return (
        f"{span.high}"
        if span.low == span.high
        else f"{span.low if span.low is not None else '…'}-{span.high}"
    )


def _routes(lang: Lang) -> Iterator[str]:
    data = hiring_file()
    yield "## " + said(N_("Démarches de l'employeur"), lang)
    yield ""
    yield from checked(data.meta, lang)
    heads = (
        N_("Code"),
        N_("Résumé"),
        N_("Frais hors taxes (MAD)"),
        N_("Poste suivant"),
        N_("Jours habituels"),
        N_("Jours annoncés"),
        N_("Étapes"),
        N_("Source"),
    )
    yield from table(
        (said(head, lang) for head in heads),
        (
            (
                f"`{one.code}`",
                in_language(one.summary, lang),
                _ends(one.fee_mad),
                _ends(one.next_fee_mad)
                + (f" (≤ {one.next_per_year})" if one.next_per_year else ""),
                _ends(one.usual_days),
                "" if one.max_days is None else one.max_days,
                ", ".join(f"`{step}`" for step in one.steps),
                f"{cited(one, data.sources)} ({sure(one, lang)})",
            )
            for one in data.routes
        ),
    )
    visa = data.visa_months
    yield said(
        N_("Un visa de contrat dure de {low} à {high} mois, puis il est demandé de nouveau."),
        lang,
        low=visa.low,
        high=visa.high,
    )
    yield ""
    desks = ", ".join(places()[town].names[lang] for town in data.desks)
    yield said(N_("Guichets Taechir : {towns}."), lang, towns=desks)
    yield ""


def _steps(lang: Lang) -> Iterator[str]:
    data = hiring_file()
    heads = (
        N_("Étape"),
        N_("Qui"),
        N_("Quoi"),
        N_("Documents"),
        N_("Coût (MAD)"),
        N_("Jours"),
        N_("Dates"),
        N_("Source"),
    )
    yield from table(
        (said(head, lang) for head in heads),
        (
            (
                f"`{one.id}`",
                in_language(one.actor, lang),
                in_language(one.what, lang),
                " ; ".join(in_language(document, lang) for document in one.documents),
                in_language(one.cost_note, lang) if one.cost_note else _ends(one.cost_mad),
                _ends(one.days),
                dates(one, lang),
                f"{cited(one, data.sources)} ({sure(one, lang)})",
            )
            for one in data.steps
        ),
    )


def _law(lang: Lang) -> Iterator[str]:
    data = hiring_file()
    heads = (N_("Texte"), N_("Règle"), N_("Source"))
    yield from table(
        (said(head, lang) for head in heads),
        (
            (
                one.ref,
                in_language(one.rule, lang),
                f"{cited(one, data.sources)} ({sure(one, lang)})",
            )
            for one in data.legal
        ),
    )


def _wages(lang: Lang) -> Iterator[str]:
    data = wages_file()
    yield "## " + said(N_("Salaire minimum"), lang)
    yield ""
    yield from checked(data.meta, lang)
    names = {"general": N_("Général (heure)"), "farming": N_("Agricole (jour)")}
    heads = (
        N_("Secteur"),
        N_("Depuis le"),
        N_("Taux (MAD)"),
        N_("Mois (MAD)"),
        N_("Décret"),
        N_("Source"),
    )
    yield from table(
        (said(head, lang) for head in heads),
        (
            (
                said(names[one.sector], lang),
                one.valid_from,
                one.rate,
                round(one.rate * data.month[one.sector].units, 2),
                one.decree or "",
                f"{cited(one, data.sources)} ({sure(one, lang)})",
            )
            for one in data.minimum_wages
        ),
    )


def _contributions(lang: Lang) -> Iterator[str]:
    data = contributions_file()
    yield "## " + said(N_("Cotisations"), lang)
    yield ""
    yield from checked(data.meta, lang)
    heads = (N_("Ligne"), N_("Employeur (%)"), N_("Salarié (%)"), N_("Plafond (MAD)"), N_("Source"))
    yield from table(
        (said(head, lang) for head in heads),
        (
            (
                in_language(one.label, lang),
                one.employer_pct,
                one.employee_pct,
                "" if one.ceiling is None else one.ceiling,
                f"{cited(one, data.sources)} ({sure(one, lang)})",
            )
            for one in data.lines
        ),
    )
    for tax in data.income_tax:
        yield f"{in_language(tax.note, lang)} {dates(tax, lang)} ({sure(tax, lang)})"
        yield ""
