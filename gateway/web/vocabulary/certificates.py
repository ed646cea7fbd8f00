"""Words for the codes of certificates, and names of all that support keeps of a person."""

from __future__ import annotations

from amuddu.kit.i18n import N_
from gateway.web.vocabulary.scholarships import SCHOLARSHIP_FIELDS, SCHOLARSHIP_LABELLED

CERTIFICATE_LABELS: dict[str, dict[str, str]] = {
    "certificate_state": {"issued": N_("Valable"), "revoked": N_("Annulée")},
    "certificate_step": {"issue": N_("Attestation donnée"), "revoke": N_("Attestation annulée")},
    "revoke_reason": {
        "mistake": N_("Une erreur sur le papier : demandez-en un autre au centre"),
        "not_earned": N_("La formation n'a pas été terminée"),
        "replaced": N_("Un autre papier la remplace"),
    },
}

SUPPORT_FIELDS: dict[str, str] = {
    **SCHOLARSHIP_FIELDS,
    "hours": N_("Heures"),
    "completed_on": N_("Terminée le"),
    "issued_at": N_("Donnée le"),
}
"""Names of what support keeps of a person, as they read them."""

SUPPORT_LABELLED: dict[str, tuple[str, ...]] = {
    **SCHOLARSHIP_LABELLED,
    "support.certificates.state": ("certificate_state",),
    "support.certificates.from_state": ("certificate_state",),
    "support.certificates.to_state": ("certificate_state",),
    "support.certificates.name": ("certificate_step",),
    "support.certificates.reason": ("revoke_reason",),
}
"""Which of these words say a field of the copy of one's data."""
