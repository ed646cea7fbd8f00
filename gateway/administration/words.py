"""Words of what was done to offices and accounts."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.kit.i18n import N_

KINDS: Mapping[str, str] = {
    "agency": N_("Agence pour l'emploi"),
    "structure": N_("Structure partenaire"),
}

DONE: Mapping[str, str] = {
    "opened": N_("Ouvert"),
    "changed": N_("Changé"),
    "right": N_("Droits changés"),
    "employer_merged": N_("L'entreprise a été réunie avec une autre"),
}

RIGHTS: Mapping[str, str] = {
    "owner": N_("Gère l'entreprise et ses comptes"),
    "publish": N_("Publie des offres et répond aux candidats"),
    "read": N_("Lit seulement"),
}
"""What a user of an enterprise may do."""
