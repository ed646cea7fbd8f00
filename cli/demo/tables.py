"""What the generator draws from, with weights. Weights are relative, not percentages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["fr", "ar", "en", "es"]


@dataclass(frozen=True, slots=True)
class Origin:
    """A nationality: its weight, the language people write in, the languages they speak."""

    country: str
    weight: float
    writes: Lang
    speaks: tuple[tuple[str, str], ...]
    women: tuple[str, ...]
    men: tuple[str, ...]


_WEST_WOMEN = ("Awa", "Fatou", "Mariama", "Aminata", "Adjoua", "Kadiatou", "Rokia", "Bintou")
_WEST_MEN = ("Mamadou", "Ibrahima", "Ousmane", "Kouassi", "Cheikh", "Abdoulaye", "Seydou", "Yao")
_CENTRAL_WOMEN = ("Grâce", "Chantal", "Mireille", "Divine", "Solange", "Prisca")
_CENTRAL_MEN = ("Junior", "Patrick", "Hervé", "Dieudonné", "Fiston", "Serge")
_EAST_WOMEN = ("رنا", "هدى", "سمر", "ليلى", "نور", "أمل")
_EAST_MEN = ("سامر", "خالد", "ياسر", "عمر", "فادي", "منير")

ORIGINS: tuple[Origin, ...] = (
    # Census 2024: Senegal 18.4, Côte d'Ivoire 17.3, Guinea 4.8, Syria 3.0 per cent of foreigners.
    # France (13.8) is left out: the programme does not serve it. The rest shares what remains.
    Origin("SN", 18.4, "fr", (("wo", "native"), ("fr", "B2")), _WEST_WOMEN, _WEST_MEN),
    Origin("CI", 17.3, "fr", (("fr", "C1"),), _WEST_WOMEN, _WEST_MEN),
    Origin("GN", 4.8, "fr", (("ff", "native"), ("fr", "B1")), _WEST_WOMEN, _WEST_MEN),
    Origin("ML", 4.0, "fr", (("bm", "native"), ("fr", "B1")), _WEST_WOMEN, _WEST_MEN),
    Origin("CM", 6.5, "fr", (("fr", "C1"), ("en", "B1")), _CENTRAL_WOMEN, _CENTRAL_MEN),
    Origin("CM", 3.5, "en", (("en", "C1"), ("fr", "A2")), _CENTRAL_WOMEN, _CENTRAL_MEN),
    Origin("CD", 5.5, "fr", (("ln", "native"), ("fr", "B2")), _CENTRAL_WOMEN, _CENTRAL_MEN),
    Origin("CF", 4.0, "fr", (("fr", "B1"),), _CENTRAL_WOMEN, _CENTRAL_MEN),
    Origin("NG", 5.0, "en", (("en", "C1"),), ("Blessing", "Joy", "Faith"), ("Emeka", "Tunde", "Paul")),
    Origin("GH", 1.5, "en", (("en", "C1"),), ("Abena", "Esi"), ("Kofi", "Kwame")),
    Origin("PH", 2.0, "en", (("en", "C1"),), ("Maricel", "Rosa", "Jenny"), ("Jun", "Rico")),
    Origin("SY", 9.0, "ar", (("ar", "native"),), _EAST_WOMEN, _EAST_MEN),
    Origin("YE", 3.5, "ar", (("ar", "native"), ("en", "A2")), _EAST_WOMEN, _EAST_MEN),
    Origin("SD", 3.0, "ar", (("ar", "native"), ("en", "B1")), _EAST_WOMEN, _EAST_MEN),
    Origin("EG", 1.5, "ar", (("ar", "native"),), _EAST_WOMEN, _EAST_MEN),
    Origin("TN", 2.0, "ar", (("ar", "native"), ("fr", "B2")), _EAST_WOMEN, _EAST_MEN),
    Origin("DZ", 2.0, "fr", (("ar", "native"), ("fr", "C1")), ("Lynda", "Samia"), ("Nabil", "Sofiane")),
    Origin("GQ", 3.0, "es", (("es", "C2"), ("fr", "A2")), ("Purificación", "Trinidad"), ("Plácido", "Obiang")),
    Origin("CO", 2.0, "es", (("es", "native"), ("en", "A2")), ("Yuliana", "Paola"), ("Andrés", "Camilo")),
    Origin("VE", 1.5, "es", (("es", "native"),), ("Yolanda", "Maribel"), ("Wilmer", "José")),
)  # fmt: skip

SURNAMES: dict[Lang, tuple[str, ...]] = {
    "fr": ("Exemple", "Fictif", "Essai", "Modèle", "Imaginaire", "Démo"),
    "ar": ("مثال", "تجربة", "نموذج", "خيالي"),
    "en": ("Example", "Sample", "Madeup", "Demo"),
    "es": ("Ejemplo", "Ficticio", "Prueba", "Modelo"),
}

# Towns of Moroccan advertisements (2023) and of the programme's two pilot regions; by agency.
TOWNS: dict[str, tuple[tuple[str, float], ...]] = {
    "casablanca": (("casablanca", 60), ("mohammedia", 8), ("berrechid", 4), ("el-jadida", 4), ("settat", 3), ("marrakech", 7), ("agadir", 6)),
    "rabat": (("rabat", 22), ("sale", 14), ("temara", 8), ("kenitra", 8), ("fes", 5), ("meknes", 3)),
    "tanger": (("tanger", 16), ("tetouan", 6), ("nador", 4), ("oujda", 5)),
}  # fmt: skip
AGENCIES: dict[str, float] = {"casablanca": 0.48, "rabat": 0.34, "tanger": 0.18}

# Residence by nationality: who fled a war holds what asylum gives, who came for work what work and
# the regularisations of 2014 and 2017 gave, students what studies give. Shares within are invented.
Statuses = tuple[tuple[str | None, float], ...]
_FLED: Statuses = (
    ("refugee_bra_permit", 45), ("refugee_unhcr_pending_bra", 22), ("asylum_seeker", 18),
    ("regularised_exceptional", 6), ("resident_card", 4), ("permit_family", 3), (None, 2),
)  # fmt: skip
_WEST: Statuses = (
    ("permit_work", 25), ("regularised_exceptional", 28), ("resident_card", 11), ("permit_student", 10),
    ("receipt_application", 9), ("permit_family", 5), ("irregular", 5), ("asylum_seeker", 2), (None, 5),
)  # fmt: skip
_CENTRAL: Statuses = (
    ("permit_work", 14), ("regularised_exceptional", 24), ("permit_student", 14), ("asylum_seeker", 12),
    ("refugee_bra_permit", 8), ("refugee_unhcr_pending_bra", 6), ("receipt_application", 9),
    ("permit_family", 4), ("irregular", 5), (None, 4),
)  # fmt: skip
_SETTLED: Statuses = (
    ("permit_work", 42), ("permit_family", 20), ("resident_card", 16), ("permit_student", 12),
    ("receipt_application", 7), (None, 3),
)  # fmt: skip
STATUSES_OF: dict[str, Statuses] = {
    **dict.fromkeys(("SY", "YE", "SD", "CF"), _FLED),
    **dict.fromkeys(("SN", "CI", "GN", "ML", "NG", "GH"), _WEST),
    **dict.fromkeys(("CM", "CD"), _CENTRAL),
    **dict.fromkeys(("PH", "EG", "TN", "DZ", "GQ", "CO", "VE"), _SETTLED),
}

# Schooling as UNHCR counts it among refugees in Morocco (FIELD.md): the rest went to vocational
# schools and is counted with secondary here.
SCHOOLING: dict[str, float] = {"none": 23, "primary": 34, "secondary": 27, "university": 16}
IN_FRENCH = frozenset(("call-centre-agent-french", "french-teacher", "telesales-agent"))
"""Trades of people who speak French well."""
DIPLOMA = frozenset(("accountant", "nurse", "french-teacher", "web-developer", "interpreter"))
"""Trades that nobody takes up without one."""

# Trades named in FIELD.md: occupation ids of the reference data, with weights for women and men.
TRADES: tuple[tuple[str, float, float], ...] = (
    ("mason", 0.3, 8), ("building-painter", 0.5, 4), ("tiler", 0.2, 3), ("building-electrician", 0.2, 3),
    ("plumber", 0.1, 3), ("welder", 0.1, 3), ("construction-labourer", 0.3, 5),
    ("cook", 6, 4), ("kitchen-helper", 5, 3), ("waiter", 4, 3), ("baker", 1, 2),
    ("pastry-cook", 2, 1), ("housekeeper", 7, 0.2), ("nanny", 5, 0.1), ("elder-care-worker", 3, 0.5),
    ("hairdresser", 3, 0.5), ("hair-braider", 4, 0.2), ("barber", 0.1, 2), ("beautician", 2, 0.1),
    ("tailor", 1, 4), ("seamstress", 5, 0.4), ("sewing-machine-operator", 3, 1),
    ("call-centre-agent-french", 6, 5), ("customer-support-agent", 2, 2), ("telesales-agent", 2, 2),
    ("car-mechanic", 0.1, 4), ("tyre-fitter", 0.1, 1), ("phone-repairer", 0.3, 2),
    ("motorcycle-courier", 0.2, 3), ("truck-driver", 0.1, 2), ("warehouse-worker", 0.6, 4),
    ("farm-worker", 2, 4), ("fruit-picker", 2, 2), ("gardener", 0.2, 2),
    ("shop-assistant", 4, 2), ("cashier", 3, 0.5), ("street-vendor", 2, 2), ("market-seller", 2, 2),
    ("cleaner", 4, 2), ("security-guard", 0.3, 4), ("room-attendant", 3, 0.5),
    ("receptionist", 2, 1), ("secretary", 2, 0.4), ("accountant", 1, 1),
    ("french-teacher", 1, 1), ("nurse", 1, 0.5), ("web-developer", 0.6, 2),
    ("graphic-designer", 0.7, 1), ("interpreter", 1, 1),
)  # fmt: skip

EMPLOYERS: tuple[tuple[str, str, str, int], ...] = (
    # name, agency, town, people employed
    ("Bâti Exemple", "casablanca", "casablanca", 38),
    ("Ateliers Fictifs", "casablanca", "mohammedia", 64),
    ("La Table Modèle", "casablanca", "casablanca", 14),
    ("Appels Démo", "casablanca", "casablanca", 120),
    ("Logistique Essai", "casablanca", "berrechid", 45),
    ("Rénov Imaginaire", "rabat", "rabat", 9),
    ("Maison Exemple Services", "rabat", "rabat", 22),
    ("Hôtel Fictif", "rabat", "rabat", 31),
    ("Garage Modèle", "rabat", "sale", 6),
    ("Couture Démo", "rabat", "kenitra", 52),
    ("Port Essai Services", "tanger", "tanger", 85),
    ("Ferme Imaginaire", "tanger", "nador", 27),
)

# Gross monthly wage asked and offered, in dirhams; the legal minimum of 2026 is 3,422.72.
WAGES: dict[str, tuple[int, int]] = {
    "building": (3600, 5600), "mechanics": (3600, 5500), "driving": (3500, 5200),
    "farming": (3450, 3900), "manufacturing": (3450, 4600), "catering": (3500, 5500),
    "hospitality": (3500, 5000), "domestic-work": (3450, 4500), "care": (3500, 6500),
    "beauty": (3450, 4800), "textile": (3450, 4800), "contact-centre": (4000, 6500),
    "trade": (3450, 4800), "cleaning-security": (3450, 4000), "office": (4000, 7500),
    "education": (4000, 7500), "digital": (6000, 12000), "arts-crafts": (3500, 6000),
}  # fmt: skip
