"""Words and what they must, and must not, be linked to: one of each kind of trouble met so far.

`want`: any of these comes first (`none`: nothing is answered). `never`: none of these is answered.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A text, the trades of which one must come first, and those that must not be answered."""

    text: str
    want: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()


def _words(text: str, want: str = "", never: str = "") -> Words:
    return Words(text, frozenset(want.split()), frozenset(never.split()))


HOMONYMS = (
    _words(
        "serveur informatique",
        "system-administrator network-technician it-support-technician",
        "waiter",
    ),
    _words("web server", "system-administrator", "waiter"),
    _words("servidor linux", "system-administrator", "waiter"),
    _words("plongeur sous-marin", "isco-7541", "dishwasher"),
    _words("deep sea diver", "isco-7541", "dishwasher"),
    _words("tourneur de film", "isco-2654", "lathe-operator woodturner"),
    _words("nettoyage de données", "data-annotator data-entry-clerk data-analyst", "cleaner"),
    _words("data cleaner", "data-annotator data-entry-clerk data-analyst", "cleaner"),
    _words("gardien de but", "isco-3421", "security-guard"),
    _words("oil painter", "visual-artist", "building-painter"),
    _words("peintre aquarelle", "visual-artist", "building-painter"),
    _words("mécanicien dentiste", "isco-3214", "car-mechanic"),
    _words("mécanicien avion", "isco-7232", "car-mechanic"),
    _words("chef d'orchestre", "isco-2652", "head-chef cook"),
    _words("chef de gare", "isco-4323", "head-chef cook"),
    _words("pilote de ligne", "isco-3153", "machine-operator"),
    _words("monteur vidéo", "video-editor", "scaffolder"),
    _words("conducteur", "", "machine-operator"),
    _words("centre d'appel", "", "call-centre-supervisor"),
)

NOTHING = tuple(
    _words(text)
    for text in (
        "je cherche du travail", "looking for a job", "sans emploi", "Tanger", "Fès", "Salé",
        "Casablanca", "N/A", "CDI", "test", "Recrutement Tanger", "busco trabajo", "أبحث عن عمل",
        "bghit nkhdem", "Béni Mellal, Maroc", "الدار البيضاء", "temps plein", "stage", "neant",
        "???", "0612345678", "demandeur d'emploi", "any job", "n'importe quoi", "urgent",
        "étudiante", "CDD 6 mois à Rabat", "plus jamais gardien", "not a driver", "Mohamed",
        "français, anglais, arabe", "réfugié syrien", "permis B", "zzqx wvvk",
    )
)  # fmt: skip

DENIED = (
    _words("plus jamais gardien, je suis cuisinier", "cook", "security-guard"),
    _words("je ne suis pas gardien mais cuisinier", "cook", "security-guard"),
    _words("never again a guard, I am a cook", "cook", "security-guard"),
    _words("ya no soy guardia, soy cocinero", "cook", "security-guard"),
    _words("ماشي حارس، أنا طباخ", "cook", "security-guard"),
    _words("maçon, pas plombier", "mason", "plumber"),
)

SAID_AROUND = (
    _words("Recherche maçon CDI Casablanca urgent", "mason"),
    _words("maçon à tanger", "mason"),
    _words("Offre d'emploi : Coiffeuse (H/F) - Salé", "hairdresser"),
    _words("se busca albañil en Tetuán", "mason"),
    _words("طباخ في الدار البيضاء", "cook"),
    _words("chauffeur de taxi casablanca", "taxi-driver"),
    _words("je suis plombier", "plumber"),
)

PEOPLES_WORDS = (
    _words("commis de cuisine", "kitchen-helper"),
    _words("معلم الزليج", "zellige-craftsman"),
    _words("gerssoun", "waiter"),
    _words("assas", "security-guard night-watchman building-concierge"),
    _words("hallaqa", "hairdresser"),
    _words("moul lhanout", "grocer"),
    _words("mol l7anout", "grocer"),
    _words("hellaq", "barber"),
    _words("masson", "mason"),
    _words("bike man", "motorcycle-courier bicycle-courier", "bicycle-repairer"),
    _words("taxi moto à Douala", "motorcycle-taxi-driver"),
    _words("soldador de rejas", "metalworker welder", "isco-0310"),
)

WITHOUT_A_TRADE = (
    _words("dentiste", "isco-2261"),
    _words("avocate", "isco-2611"),
    _words("vétérinaire", "isco-2250"),
    _words("judge", "isco-2612"),
    _words("juez", "isco-2612"),
    _words("قاضي", "isco-2612"),
)
"""Titles of none of our trades, answered by their unit group."""
