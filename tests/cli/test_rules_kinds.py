"""Ten kinds of risky answer, each planted in a copy of the data: `amuddu rules check` refuses."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.rules.commands import app

DATA = files("amuddu.rules").joinpath("data")

PLANTED = [
    # 1. a paper of protection that ends, and whom to see first
    (1, "residence.yaml", "    protection: true\n", "", "asylum_seeker", "protège"),
    (1, "residence.yaml", "    when_expired: {}\n", "", "asylum_seeker", "protège"),
    (1, "services.yaml", "services: [unhcr, gadem,", "services: [foo,", "referrals", "HCR"),
    (1, "services.yaml", "    lawful_stay: true\n    bring:", "    bring:", "dgsn_foreigners",
     "police"),
    (1, "services.yaml", "    ask_statuses: [irregular, syrian_bra_heard]\n", "", "unhcr", "HCR"),
    # 2. the visa of treaty nationals
    (2, "residence.yaml", "juristconseil]\n        confidence: medium",
     "juristconseil]\n        confidence: high", "national_of_convention_state", "tranché"),
    # 3. a card of one employer
    (3, "residence.yaml", "work_employee: visaed_post", "work_employee: visa_every_employee",
     "permit_work", "un seul employeur"),
    (3, "residence.yaml", "      one_employer: true\n", "", "permit_work", "un seul employeur"),
    (3, "residence.yaml", "anapec_attestation_exempt: same_employer_simplified",
     "anapec_attestation_exempt: regularised", "permit_work", "un seul employeur"),
    # 4. rights that contradict each other
    (4, "residence.yaml", "      amo_as_employee: visaed_contract\n", "", "refugee_bra_no_permit",
     "se contredisent"),
    (4, "residence.yaml", "      amo_as_employee: closed_visitor\n", "", "permit_visitor",
     "se contredisent"),
    (4, "residence.yaml", "      work_employee: renew_first\n", "", "refugee_bra_no_permit",
     "se contredisent"),
    (4, "residence.yaml", "      cooperative_member: pending\n",
     "      cooperative_member: paper_needed\n", "receipt_application", "récépissé"),
    # 5. what holds on the day the work begins
    (5, "schemes.yaml", "    active_to: 2026-12-31\n", "", "MA_IR_FIRST_JOB_U35",
     "jusqu'à quel jour"),
    (5, "schemes.yaml", "active_to: 2026-12-31", "active_to: 2020-12-31", "MA_IR_FIRST_JOB_U35",
     "ne se suivent pas"),
    # 6. caps, schemes of one year, the national card, contracts that a visa ends
    (6, "schemes.yaml", '      base: gross_wage\n      cap_per_month: "10000"',
     '      cap_per_month: "10000"', "MA_TAHFIZ", "plafond"),
    (6, "schemes.yaml", 'value: "100"', 'value: "210"', "MA_IDMAJ_PCS", "pourcentage"),
    (6, "schemes.yaml", "    confirmed_until: 2023-12-31\n", "", "MA_PRIME_APPUI_EMPLOI",
     "jusqu'à quel jour"),
    (6, "schemes.yaml", 'open_to_foreigners: "no"', "open_to_foreigners: unclear", "MA_IDMAJ",
     "CIN"),
    # 7. domestic work has a minimum and hours of its own
    (7, "domestic.yaml", 'share_pct: "60"', 'share_pct: "100"', "wage", "domestique"),
    (7, "domestic.yaml", "weekly: 48", "weekly: 44", "hours", "domestique"),
    (7, "domestic.yaml", 'share_pct: "60"', 'share_pct: "50"', "wage", "protège davantage"),
    (7, "domestic.yaml", "weekly: 48", "weekly: 54", "hours", "protège davantage"),
    (7, "domestic.yaml", "rest_hours: 24", "rest_hours: 12", "hours", "protège davantage"),
    (7, "domestic.yaml", "id: domestic_deposit", "id: deposit", "duties", "domestic_deposit"),
    (7, "ages.yaml", "  - id: domestic\n    years: 18", "  - id: domestic\n    years: 16",
     "domestic", "protège davantage"),
    (7, "ages.yaml", "  - id: work\n    years: 15", "  - id: work\n    years: 14", "work",
     "protège davantage"),
    (7, "ages.yaml", "  - id: adult\n    years: 18", "  - id: adult\n    years: 16", "adult",
     "protège davantage"),
    # 8. sure without a document, a source without a day
    (8, "residence.yaml", "      sources: [own]\n      confidence: medium",
     "      sources: [own]\n      confidence: high", "salaried_visa", "aucun document"),
    (8, "contributions.yaml", "confidence: medium", "confidence: high", "lines > n° 1",
     "aucun document"),
    (8, "wages.yaml", ', published: "2025-12-18"', "", "le360", "date"),
    # 8. an address that opens a site and no page, a source that is no more than a name
    (8, "residence.yaml", ", site_only: true}", "}", "sources > seed", "celle d'un site"),
    (8, "wages.yaml", 'address: "https://fr.le360.ma/economie/voici-de-combien-vont-augmenter-le-smig'
     '-et-le-smag-au-maroc-en-2026_SHYRCHOG2NET3N524YQCDMNIQE"', 'address: "https://fr.le360.ma/"',
     "sources > le360", "celle d'un site"),
    (8, "wages.yaml", 'YQCDMNIQE"}', 'YQCDMNIQE", site_only: true}', "sources > le360",
     "Retirez site_only"),
    (8, "figures.yaml", "sources: [hcp]\n    confidence: medium",
     "sources: [hcp]\n    confidence: high", "figures > n° 9", "aucun document"),
    # 9. a route to be settled, a contract signed too early
    (9, "hiring.yaml", "    needs_counsellor: true\n    sources: [own]",
     "    sources: [own]", "routes", "vérifier"),
    (9, "hiring.yaml", "    signs: true\n    needs: [check_stay, ", "    signs: true\n    needs: [",
     "sign_legalise", "check_stay"),
    (9, "hiring.yaml", "taechir_account, sign_legalise", "sign_legalise, taechir_account", "routes",
     "taechir_account"),
    # 10. an amount that nobody read
    (10, "schemes.yaml", ', sources: [lodj23, leseco23]}', "}", "MA_PRIME_APPUI_EMPLOI", "1500"),
    (10, "schemes.yaml", "amount: {kind: fixed_month, value: null}\n    duration_months: null",
     'amount: {kind: fixed_month, value: "2000"}\n    duration_months: null', "AMUDDU_HIRING",
     "2000"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "old", "new", "row", "said"), PLANTED)
def test_a_planted_answer_is_refused_with_its_row(
    tmp_path: Path, kind: int, name: str, old: str, new: str, row: str, said: str
) -> None:
    text = DATA.joinpath(name).read_text(encoding="utf-8")
    assert old in text, (kind, old)
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert done.exit_code == 1, (kind, done.output)
    assert f"{name}:" in done.output
    assert row in done.output
    assert said in done.output
    assert "→" in done.output
    assert "Traceback" not in done.output


def test_every_kind_is_planted() -> None:
    assert {kind for kind, *_ in PLANTED} == set(range(1, 11))
