"""Words of the state of the house."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.kit.i18n import N_

SERVICES: Mapping[str, str] = {
    "profiles": N_("Personnes"),
    "employers": N_("Offres et entreprises"),
    "matching": N_("Rapprochement"),
    "notifications": N_("Messages"),
    "support": N_("Formations"),
}

DROPPED: Mapping[str, str] = {
    "by_hand": N_("Ce qu'il disait a été fait à la main"),
    "no_longer_true": N_("Ce qu'il disait n'est plus vrai"),
    "forged": N_("Il ne vient pas de chez nous"),
    "trial": N_("C'était un essai"),
}
