"""Words for a fit: the same for jobseeker, counsellor and employer, and never above the evidence.

The word says less than the figure where the reasons do: an essential skill that is not stated keeps
it below the best word, none stated keeps it at "in part", and another trade is called that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from amuddu.contracts.matching.ranking import Reasons
from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_, Text

FitCode = Literal["very", "well", "partly", "little", "other"]

FIT_WORDS: Mapping[FitCode, str] = {
    "very": N_("Très bien pour ce travail"),
    "well": N_("Bien pour ce travail"),
    "partly": N_("Seulement en partie"),
    "little": N_("Peu pour ce travail"),
    "other": N_("Autre métier"),
}
TONES: Mapping[FitCode, str] = {
    "very": "good",
    "well": "good",
    "partly": "warm",
    "little": "plain",
    "other": "plain",
}
"""Classes of the tag around each word."""
_LEAST: tuple[tuple[float, FitCode], ...] = ((0.75, "very"), (0.5, "well"), (0.3, "partly"))
_ORDER: tuple[FitCode, ...] = ("other", "little", "partly", "well", "very")
OTHER_TRADE = 0.2
"""Closeness of trades below which the work is called another trade: less than two leading digits of
ISCO-08 in common."""


def fit_code(fit: float, reasons: Reasons | None = None) -> FitCode:
    """The word for a fit, with what its reasons allow it to say."""
    code: FitCode = next((word for least, word in _LEAST if fit >= least), "little")
    return min(code, _most(reasons), key=_ORDER.index) if reasons else code


def fit_words(fit: float, lang: Lang, reasons: Reasons | None = None) -> str:
    """The same in a language."""
    return Text(FIT_WORDS[fit_code(fit, reasons)]).in_(lang)


def _most(reasons: Reasons) -> FitCode:
    """The best word that the evidence bears."""
    trade = next((each.value for each in reasons.features if each.name == "occupation"), None)
    if trade is not None and trade < OTHER_TRADE and not reasons.stated:
        return "other"
    if reasons.stated is None or reasons.stated >= 1:
        return "very"
    return "well" if reasons.stated > 0 else "partly"
