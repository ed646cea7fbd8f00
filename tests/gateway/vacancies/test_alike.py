"""Likely the same ad: asked of the agency and the employer, decided by people alone."""

from __future__ import annotations

import pytest

from amuddu.contracts.employers import Employer
from tests.gateway.conftest import House, words

AD = "Murs et enduits pour un chantier de logements à Agdal, outils fournis, six places."


@pytest.fixture
def firm(house: House) -> Employer:
    return house.employer()


def test_the_same_ad_under_another_name_is_asked_about_and_told_apart_once(
    house: House, firm: Employer
) -> None:
    first = house.vacancy(firm, title="Maçon", description=AD)
    again = house.vacancy(firm, title="MAÇON (H/F)", description=f"{AD} Merci.")
    other = house.vacancy(house.employer("Atlas B.T.P."), title="Maçon", description=AD)
    house.vacancy(firm, title="Maçon", description=AD, place="tanger")
    house.vacancy(firm, title="Maçon", description=AD, contract_type="CDI", contract_months=None)
    house.vacancy(firm, title="Chef maçon", description="Conduire une équipe, lire des plans.")
    boss, counsellor = house.boss(firm), house.counsellor()
    asked = boss.get(f"/offres/{first.id}")
    assert f"/offres/{again.id}" in asked.text
    assert str(other.id) not in asked.text, "another employer's vacancy is none of theirs"
    listed = house.services.employers.alike(house.staff, first.id)
    assert {each.id for each in listed} == {again.id, other.id}
    assert "Est-ce la même offre" in words(counsellor.get(f"/offres/{first.id}"))
    done = boss.post(f"/offres/{first.id}/differente", {"other": str(again.id)})
    assert "Est-ce la même offre" not in words(done)
    # Said of two, it holds for both.
    assert "Est-ce la même offre" not in words(boss.get(f"/offres/{again.id}"))
    strange = boss.post(f"/offres/{first.id}/differente", {"other": str(other.id)})
    assert strange.status_code == 404
    # A yes closes one, and only one.
    house.boss(firm).post(f"/offres/{again.id}/fermer", {"reason": "withdrawn"})
    assert house.services.employers.get(house.staff, first.id).status == "published"
    assert boss.post(f"/offres/{first.id}/differente", {"other": "rien"}).status_code == 404


def test_two_posts_of_one_firm_that_say_little_are_two_unless_their_titles_are_one(
    house: House, firm: Employer
) -> None:
    first = house.vacancy(firm, title="Maçon confirmé", description="")
    house.vacancy(firm, title="Maçon débutant", description="")
    twin = house.vacancy(firm, title="maçon confirmé", description="")
    listed = house.services.employers.alike(house.staff, first.id)
    assert [each.id for each in listed] == [twin.id]
