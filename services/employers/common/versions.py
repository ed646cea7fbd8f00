"""What the versions of rules and of schemes share: why one that was decided does not move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from amuddu.kit.i18n import N_

DECIDED: Mapping[Literal["approved", "refused", "withdrawn"], str] = {
    "approved": N_("Cette version est déjà acceptée : écrivez-en une autre pour la changer."),
    "refused": N_("Cette version a été refusée : elle ne change plus."),
    "withdrawn": N_("Cette version a été retirée : elle ne change plus."),
}
