"""Kinds of contract, in the words of four languages, with what is denied left aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from amuddu.imports.values.base import (
    Notes,
    ValueProblem,
    as_text,
    ascii_digits,
    reader,
    says_nothing,
    shortened,
    words,
)
from amuddu.imports.values.numbers import in_months
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold, listed

_KINDS = {
    fold(word): code
    for code, names in (
        ("CDI", "cdi|durée indéterminée|durée non déterminée|indéterminée|indéterminé|permanent|permanente|permanent contract|"
                "open ended|indefinite|indefinido|indefinida|contrato fijo|fijo|titulaire|غير محدد المدة|غير محددة المدة|دائم|عقد دائم"),
        ("CDD", "cdd|durée déterminée|déterminée|fixed term|temporal|plazo fijo|duración determinada|determinada|"
                "محدد المدة|محددة المدة|محدد"),
        ("seasonal", "saisonnier|saisonnière|saison|seasonal|de temporada|temporada|estacional|موسمي|موسمية"),
        ("interim", "intérim|intérimaire|temporaire|temporary|agency work|temp|trabajo temporal|ett|مؤقت|مؤقتة"),
        ("trainee", "stage|stagiaire|trainee|traineeship|insertion|anapec|idmaj|internship|intern|prácticas|becario|"
                    "تدريب|متدرب|تدريبي|إدماج|عقد الإدماج"),
    )
    for word in listed(names)
}  # fmt: skip
_OTHER_KINDS = {
    fold(word): word
    for word in listed(
        "freelance|indépendant|auto-entrepreneur|auto entrepreneur|autoentrepreneur|"
        "self employed|contractor|consultant|autónomo|عمل حر|apprentissage|apprenti|"
        "alternance|alternant|apprenticeship|aprendizaje|journalier|journalière|"
        "day labour|sivp|karama|bénévolat|bénévole|volunteer|freelancer|تطوع"
    )
}
_HOURS = {
    fold(word): word
    for word in listed(
        "temps plein|plein temps|temps complet|full time|fulltime|jornada completa|"
        "tiempo completo|دوام كامل|temps partiel|mi temps|part time|parttime|"
        "media jornada|tiempo parcial|دوام جزئي"
    )
}
_NOT = frozenset(
    fold(w)
    for w in listed(
        "pas|hors|sans|non|not|no|sauf|ni|jamais|aucun|excluding|without|sin|except|غير|"
        "ليس|بدون|excepté"
    )
)
_PERHAPS = frozenset(
    fold(w)
    for w in listed("forcément|nécessairement|toujours|obligatoirement|encore|necessarily|always")
)
_AUXILIARY = frozenset(fold(w) for w in listed("n|est|sont|is|es"))
_DENIES_BEFORE = frozenset(
    fold(w)
    for w in listed(
        "exclu|exclue|exclus|exclues|impossible|refusé|refusée|excluded|refused|excluido|"
        "excluida|imposible|مرفوض|مستبعد"
    )
)
_NO_AFTER = frozenset(fold(w) for w in listed("non|no|not|pas|لا|0|false|faux"))
_OFFERED = frozenset(
    fold(w)
    for w in listed(
        "proposé|proposée|possible|disponible|accepté|acceptée|prévu|offert|souhaité|souhaitée|"
        "voulu|offered|available|accepted|wanted|disponible|posible|aceptado"
    )
)
_SKIPPED = frozenset(fold(w) for w in listed("de|un|une|en|d|a|the|any|contrat|le|la|del|عقد"))
"""Words between a denial and what it denies: "pas de CDI"."""
_NOISE = _SKIPPED | frozenset(
    fold(w)
    for w in listed(
        "contrats|contract|contrato|type|durée|duration|mois|mois|an|ans|month|months|"
        "meses|année|renouvelable|renouvelables|rémunéré|rémunérée|travail|emploi|job|"
        "work|seulement|uniquement|only|poste|à|avec|with|pfe|pré|embauche|pre|possible|"
        "puis|ou|et|or|and|y|o|n|paid|term|المدة|العمل|عمل|poste|h|f|time|الوظيفة"
    )
)
_ANY = frozenset(
    fold(w)
    for w in listed(
        "tous|toutes|tout|tout type|tous types|tout type de contrat|"
        "tous types de contrat|indifférent|peu importe|any|all|todos|cualquiera|الكل|"
        "أي عقد|جميع"
    )
)
_LONGEST = 4
_DATED = ("CDD", "seasonal")
_MOST_MONTHS = 120

_EXPECTED = N_("Contrat inconnu : écrivez CDI, CDD, saisonnier, intérim ou stage.")


@dataclass(frozen=True, slots=True)
class _Said:
    """Kinds that a cell names, in order; those it denies; and words that are neither."""

    kinds: dict[str, str]
    """Kind by the words that name it."""
    denied: bool
    hours: bool
    rest: tuple[str, ...]


@reader(repeated=True)
def one(cell: Any, notes: Notes) -> str:
    """The kind of contract; of several, the first."""
    written = words(cell)
    said = _said(written)
    if not said.kinds:
        raise _none(said)
    kind, named = next(iter(said.kinds.items()))
    if len(said.kinds) > 1 or said.rest:
        notes.left(
            N_("Seul « {kind} » est gardé de « {written} »."),
            kind=named,
            written=shortened(written),
        )
    if kind in _DATED and len(said.kinds) == 1:
        _length(written, notes)
    return kind


def _none(said: _Said) -> ValueProblem:
    if said.hours:
        return ValueProblem(
            N_(
                "Ceci dit le temps de travail, pas le contrat : CDI, CDD, saisonnier, intérim ou stage."
            )
        )
    if said.denied:
        return ValueProblem(
            N_(
                "Ceci dit seulement quel contrat ce n'est pas : CDI, CDD, saisonnier, intérim ou stage."
            )
        )
    return ValueProblem(_EXPECTED)


def _length(written: str, notes: Notes) -> None:
    """The months that a cell such as "CDD 12 mois" tells beside the kind."""
    found = re.search(r"\d+(?:[.,]\d+)?\s*[^\W\d]+", ascii_digits(written).casefold())
    if found is None:
        return
    try:
        months = in_months(found.group(), Notes())
    except ValueProblem:
        return
    if months is not None and months == months.to_integral_value() and 1 <= months <= _MOST_MONTHS:
        notes.also["contract_months"] = int(months)


@reader(repeated=True)
def several(cell: Any, notes: Notes) -> list[str] | None:
    """Every kind that a cell names. "tous" names none: no kind is preferred."""
    parts = [as_text(each) for each in cell] if isinstance(cell, list) else [as_text(cell)]
    kinds: dict[str, str] = {}
    rest: list[str] = []
    for part in parts:
        if says_nothing(part):
            continue
        said = _said(" ".join(part.split()))
        kinds.update(said.kinds)
        rest += said.rest
        if said.denied:
            notes.left(N_("Ce que la cellule exclut n'est pas gardé."))
    if not kinds and fold(" ".join(parts)) in _ANY:
        notes.right(N_("Tous les contrats : aucune préférence n'est gardée."))
        return None
    if not kinds:
        raise _none(_said(" ".join(parts)))
    if rest:
        notes.left(N_("Pas lu dans cette cellule : {words}."), words=shortened(", ".join(rest)))
    return list(kinds)


_DOTTED = re.compile(r"(?i)\bc[. ]\s?d[. ]\s?[di]\b\.?")
""" "C.D.I." and "c d d"."""
_NO_THEN = re.compile(r"(?i)(?<=[\s:=(])(?:non|no|not)\s*(?=[,;/)])")
"""A denial that ends what it denies: "CDI non, CDD oui"."""


@lru_cache(maxsize=8192)
def _said(written: str) -> _Said:
    bare = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]), written)
    tokens = fold(_NO_THEN.sub(" exclu ", bare)).split()
    kinds: dict[str, str] = {}
    rest: list[str] = []
    denied = hours = False
    start = 0
    while start < len(tokens):
        end, kind = _phrase(tokens, start)
        if kind == "hours":
            hours = True
        elif kind in ("", "other"):
            if kind or not _is_noise(tokens[start]):
                rest.append(" ".join(tokens[start:end]))
        elif _is_denied(tokens, start) or _is_denied_after(tokens, end):
            denied = True
        else:
            phrase = " ".join(tokens[start:end])
            kinds.setdefault(kind, kind if kind.isupper() else phrase)
        start = end
    return _Said(kinds, denied, hours, tuple(rest))


def _phrase(tokens: Sequence[str], start: int) -> tuple[int, str]:
    """Where the longest phrase known begins here, its end and kind; else one word and none."""
    for end in range(min(len(tokens), start + _LONGEST), start, -1):
        phrase = " ".join(tokens[start:end])
        if phrase in _KINDS:
            return end, _KINDS[phrase]
        if phrase in _HOURS:
            return end, "hours"
        if phrase in _OTHER_KINDS:
            return end, "other"
    return start + 1, ""


def _is_denied(tokens: Sequence[str], start: int) -> bool:
    before = start - 1
    while before >= 0 and tokens[before] in _SKIPPED | _PERHAPS:
        before -= 1
    return before >= 0 and tokens[before] in _NOT


def _is_denied_after(tokens: Sequence[str], end: int) -> bool:
    """ "CDI exclu", "CDI : non", "CDI non proposé"; "stage non rémunéré" is one."""
    while end < len(tokens) and tokens[end] in _AUXILIARY:
        end += 1
    after = tokens[end : end + 2]
    if not after:
        return False
    if after[0] in _DENIES_BEFORE:
        return True
    return after[0] in _NO_AFTER and (len(after) == 1 or after[1] in _OFFERED)


def _is_noise(token: str) -> bool:
    return token in _NOISE | _NOT | _DENIES_BEFORE or any(c.isdigit() for c in token)
