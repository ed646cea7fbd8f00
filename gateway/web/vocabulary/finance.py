"""Words for the codes of finance."""

from __future__ import annotations

from amuddu.kit.i18n import N_

FINANCE_LABELS: dict[str, dict[str, str]] = {
    "product_kind": {
        "account": N_("Compte bancaire"),
        "card": N_("Carte de paiement"),
        "transfer": N_("Envoyer ou recevoir de l'argent"),
        "savings": N_("Épargne"),
        "microcredit": N_("Microcrédit"),
        "loan": N_("Crédit"),
        "guarantee": N_("Garantie d'un crédit"),
        "insurance": N_("Assurance"),
    },
    "paper_asked": {
        "residence_card": N_("Carte de séjour valable"),
        "receipt": N_("Récépissé d'une carte en renouvellement"),
        "passport": N_("Passeport"),
        "address": N_("Preuve de l'adresse"),
        "income": N_("Preuve d'un revenu"),
        "activity": N_("Preuve de l'activité"),
        "business_plan": N_("Plan de l'activité"),
        "guarantor": N_("Quelqu'un qui se porte garant"),
        "photos": N_("Photos d'identité"),
    },
    "finance_reason": {
        "paper": N_("Ce papier n'est pas accepté"),
        "renewal": N_("La carte est en renouvellement"),
        "address": N_("Il manque une preuve de l'adresse"),
        "income": N_("Il manque un revenu régulier"),
        "guarantor": N_("Il manque quelqu'un qui se porte garant"),
        "new_activity": N_("L'activité est trop récente"),
        "not_for_foreigners": N_("« Ce n'est pas pour les étrangers »"),
        "language": N_("On ne s'est pas compris"),
        "no_reason": N_("Aucune raison n'a été donnée"),
        "other": N_("Autre raison"),
    },
    "refusal_form": {"spoken": N_("En parlant"), "written": N_("Par écrit")},
}
