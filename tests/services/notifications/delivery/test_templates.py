"""The messages in words, in four languages."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amuddu.contracts.types import LANGS, ContractType, Lang
from amuddu.reference.places import places
from services.notifications.delivery import gsm, templates
from services.notifications.invitations import links
from services.notifications.invitations.schemas import OfferFacts, Rendered

UNTIL = datetime(2026, 8, 15, 23, 59, 59, tzinfo=links.MOROCCO)
LINK = links.link(UUID(int=2**128 - 1), key="k", public_url="https://amuddu.ma")
LONGEST_LINK = links.link(UUID(int=2**128 - 1), key="k", public_url="https://emploi.amuddu.example")

TITLES: dict[Lang, str] = {"fr": "Maçon", "ar": "بنّاء", "en": "Mason", "es": "Albañil"}
CONTRACTS: tuple[ContractType, ...] = ("CDI", "CDD", "seasonal", "interim", "trainee")


def facts(**changed: Any) -> OfferFacts:
    offer: dict[str, Any] = {
        "title": "Maçon",
        "employer_name": "Bâtisseurs",
        "place": "rabat",
        "contract_type": "CDD",
        "contract_months": 6,
        "wage_month": Decimal("3500.00"),
        "starts_on": date(2026, 9, 1),
    }
    return OfferFacts(**{**offer, **changed})


def email(language: Lang, *, agency: str | None = "casablanca", **changed: Any) -> Rendered:
    return templates.email(
        facts(**changed), language=language, link=LINK, until=UNTIL, agency_id=agency
    )


def sms(
    language: Lang, *, agency: str | None = "casablanca", link: str = LINK, **changed: Any
) -> str:
    found = templates.sms(
        facts(**changed), language=language, link=link, until=UNTIL, agency_id=agency
    )
    assert found.subject == ""
    return found.body


# What each language must say: town, contract, months, wage, start, end of the days to answer,
# the agency, that it is free.
SAID: dict[Lang, tuple[str, ...]] = {
    "fr": (
        "Maçon",
        "Rabat",
        "avec date de fin (CDD)",
        "6 mois",
        "3\u202f500 dirhams par mois",
        "1er septembre 2026",
        "15 août 2026",
        "Casablanca",
        "gratuit",
    ),
    "en": (
        "Maçon",
        "Rabat",
        "with an end date (CDD)",
        "6 months",
        "3,500 dirhams a month",
        "1 September 2026",
        "15 August 2026",
        "Casablanca",
        "free",
    ),
    "es": (
        "Maçon",
        "Rabat",
        "con fecha de fin (CDD)",
        "6 meses",
        "3.500 dírhams al mes",
        "1 de septiembre de 2026",
        "15 de agosto de 2026",
        "Casablanca",
        "gratis",
    ),
    "ar": (
        "Maçon",
        "الرباط",
        "عقد محدد المدة",
        "6 أشهر",
        "3.500 درهم في الشهر",
        "1 شتنبر 2026",
        "15 غشت 2026",
        "الدار البيضاء",
        "مجاني",
    ),
}


@pytest.mark.parametrize("language", LANGS)
def test_an_email_says_what_from_whom_until_when_and_that_it_is_free(language: Lang) -> None:
    found = email(language)
    for words in (*SAID[language], LINK):
        assert words in found.body
    assert found.language == language
    assert "Maçon" in found.subject


@pytest.mark.parametrize("language", LANGS)
def test_what_is_not_known_is_not_mentioned(language: Lang) -> None:
    body = email(language, agency=None, wage_month=None, contract_months=None, starts_on=None).body
    words = templates.texts(language)
    for name in ("wage", "months", "starts_on"):
        assert words.facts[name].format(value="") not in body
    assert words.sender in body


@pytest.mark.parametrize("language", LANGS)
def test_an_agency_that_is_no_town_is_left_unnamed(language: Lang) -> None:
    assert templates.texts(language).sender in email(language, agency="agence-7").body


@pytest.mark.parametrize("language", LANGS)
def test_nothing_reveals_who_the_reader_is(language: Lang) -> None:
    banned = (
        r"réfugi|asile|migrant|titre de séjour|refugee|asylum|residence|refugiad|asilo|"
        r"residencia|لاجئ|لجوء|مهاجر|إقامة"
    )
    for text in (email(language).subject, email(language).body, sms(language)):
        assert not re.search(banned, text, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGS)
@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_usual_sms_takes_one_part_and_two_in_arabic(
    language: Lang, contract: ContractType
) -> None:
    """52 characters of link: 160 GSM characters, or 134 in the two parts of an Arabic SMS."""
    assert len(LINK) == 52
    body = sms(language, title=TITLES[language], contract_type=contract)
    assert len(body) <= (134 if language == "ar" else 160), body
    assert gsm.parts(body) == (2 if language == "ar" else 1)
    assert body.endswith(LINK)
    assert TITLES[language].replace("ç", "c") in body


@pytest.mark.parametrize("language", LANGS)
def test_lengths_with_the_longest_link(language: Lang) -> None:
    """64 characters of link still leave one part, and three in Arabic."""
    assert len(LONGEST_LINK) == 64
    body = sms(language, title=TITLES[language], link=LONGEST_LINK)
    assert len(body) <= (201 if language == "ar" else 160), body
    assert body.endswith(LONGEST_LINK)


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_a_long_title_is_shortened_between_words(language: Lang) -> None:
    title = "Agent polyvalent de nettoyage et d'entretien des espaces verts communaux"
    body = sms(language, title=title, wage_month=None)
    assert gsm.parts(body) == 1
    assert re.search(r"Agent polyvalent( de nettoyage| de)?( et)?\.\.\., Rabat", body), body


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_a_title_is_not_cut_to_nothing(language: Lang) -> None:
    """Where twenty characters of title are too many for one part, the SMS takes one more."""
    title = "Agent polyvalent de nettoyage et d'entretien des espaces verts communaux"
    body = sms(language, title=title, place="el-aioun-sidi-mellouk", link=LONGEST_LINK)
    assert title in gsm.fold(body)


@settings(max_examples=200)
@given(
    language=st.sampled_from(LANGS),
    title=st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=160
    ),
    place=st.sampled_from(sorted(places())),
    agency=st.none() | st.sampled_from(sorted(places())),
    contract=st.sampled_from(CONTRACTS),
    months=st.none() | st.integers(1, 120),
    low=st.none() | st.decimals(0, 10_000_000, places=2),
    high=st.none() | st.decimals(0, 10_000_000, places=2),
)
def test_every_offer_has_a_message_that_can_be_afforded(
    language: Lang,
    title: str,
    place: str,
    agency: str | None,
    contract: ContractType,
    months: int | None,
    low: Decimal | None,
    high: Decimal | None,
) -> None:
    changed: dict[str, Any] = {
        "title": title,
        "place": place,
        "contract_type": contract,
        "contract_months": months,
        "wage_month": low,
        "wage_month_max": high,
    }
    body = sms(language, agency=agency, link=LONGEST_LINK, **changed)
    assert gsm.parts(body) <= (2 if gsm.plain(body) else 4)
    assert body.endswith(LONGEST_LINK)
    assert "{" not in email(language, agency=agency, **changed).body.replace(title, "")


@pytest.mark.parametrize(
    ("language", "months", "words"),
    [
        ("fr", 1, "1 mois"),
        ("en", 1, "1 month\n"),
        ("en", 2, "2 months"),
        ("es", 1, "1 mes\n"),
        ("es", 12, "12 meses"),
        ("ar", 1, "شهر واحد"),
        ("ar", 2, "شهران"),
        ("ar", 3, "3 أشهر"),
        ("ar", 11, "11 شهرًا"),
        ("ar", 100, "100 شهر\n"),
    ],
)
def test_plurals_of_months(language: Lang, months: int, words: str) -> None:
    assert words in email(language, contract_months=months).body


@pytest.mark.parametrize(
    ("language", "low", "high", "words"),
    [
        ("fr", "3500", "4200", "de 3\u202f500 à 4\u202f200 dirhams par mois"),
        ("fr", "3500", "3500", ": 3\u202f500 dirhams par mois"),
        ("fr", None, "4200", "jusqu'à 4\u202f200 dirhams par mois"),
        ("fr", "3500.50", None, "3\u202f500,50 dirhams par mois"),
        ("en", "3500", "4200", "3,500 to 4,200 dirhams a month"),
        ("es", "3500", "4200", "de 3.500 a 4.200 dírhams al mes"),
        ("ar", "3500", "4200", "من 3.500 إلى 4.200 درهم في الشهر"),
        ("ar", "3505", None, "3.505 دراهم في الشهر"),
        ("ar", "3511", None, "3.511 درهمًا في الشهر"),
    ],
)
def test_wages(language: Lang, low: str | None, high: str | None, words: str) -> None:
    found = email(
        language,
        wage_month=None if low is None else Decimal(low),
        wage_month_max=None if high is None else Decimal(high),
    )
    assert words in found.body


def test_a_town_missing_from_the_reference_is_still_readable() -> None:
    assert "Ville : Ait Nouveau" in email("fr", place="ait-nouveau").body


@pytest.mark.parametrize("language", LANGS)
def test_braces_in_a_title_are_letters_like_others(language: Lang) -> None:
    assert "{link}" in email(language, title="Maçon {link}").body


@pytest.mark.parametrize("language", LANGS)
def test_languages_have_the_same_texts(language: Lang) -> None:
    words, french = templates.texts(language), templates.texts("fr")
    assert words.facts.keys() == french.facts.keys()
    assert set(words.contracts) == set(words.contracts_short) == set(CONTRACTS)
    for template in (words.email, *words.sms, *words.sms_no_agency):
        for name in ("facts", "link", "until"):
            assert f"{{{name}}}" in template


def test_an_arabic_sms_begins_from_the_right() -> None:
    """A phone lays a message out by its first letter."""
    assert re.match(r"[\u0600-\u06ff]", sms("ar", title="Maçon"))


@pytest.mark.parametrize("language", LANGS)
def test_what_is_read_out_has_the_facts_and_no_link(language: Lang) -> None:
    offer = facts(title="Tailleur industriel")
    body = templates.call(offer, language=language, until=UNTIL).body
    assert "Tailleur industriel" in body
    assert "{" not in body
    assert "http" not in body


@pytest.mark.parametrize(
    ("language", "title", "short"),
    [
        ("fr", "Couturier H/F", "Couturier H/F"),
        ("ar", "خياط / خياطة (Couturier H/F)", "خياط"),
        ("en", "tailor (Couturier H/F)", "tailor"),
        ("es", "sastre / sastra (Couturier H/F)", "sastre"),
    ],
)
def test_who_reads_no_french_reads_the_trade(language: Lang, title: str, short: str) -> None:
    job = {"title": "Couturier H/F", "occupation": "tailor"}
    assert title in email(language, **job).body
    assert short in sms(language, **job)
    assert ("Couturier" in sms(language, **job)) == (language == "fr")


def test_a_trade_that_is_not_known_is_the_employer_s_words() -> None:
    assert "Crieur public" in email("ar", title="Crieur public", occupation="town-crier").body
