"""Residences as hypothesis draws them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from amuddu.reference.countries import countries
from amuddu.rules.residence import Residence, overlays, statuses

TODAY = date(2026, 11, 23)
TREATY = "national_of_convention_state"
TREATY_STATES = ("DZ", "SN", "TN")
FULLY_EXEMPTING = (
    TREATY,
    "spouse_of_moroccan",
    "spouse_of_resident_foreigner",
    "born_in_morocco",
    "salaried_resident_10y",
    "stateless",
)

STATUSES = st.sampled_from(sorted(statuses()))
OVERLAYS = st.frozensets(st.sampled_from(sorted(overlays())))
NATIONALITIES = st.none() | st.sampled_from(sorted(countries()))
DAYS = st.dates(min_value=date(2014, 1, 1), max_value=date(2035, 12, 31))

RESIDENCES = st.builds(
    Residence,
    status=STATUSES,
    overlays=OVERLAYS,
    nationality=NATIONALITIES,
    valid_until=st.none() | st.just(TODAY + timedelta(days=400)),
    underlying=st.none() | STATUSES,
)
