"""Pages that every public service has: there, from everywhere, and honest about what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from amuddu.contracts.types import LANGS
from amuddu.kit.settings import WrongSettings
from gateway.about import operator
from gateway.offers.feeds import PUBLIC
from tests.gateway.conftest import House, words

MISSING = "pas encore rempli par le service"


def test_every_public_page_is_reached_from_the_foot_of_every_page(house: House) -> None:
    stranger = house.browser()
    for page in ("/connexion", "/emplois", "/nulle-part"):
        text = stranger.get(page).text
        foot = text[text.index('<footer class="foot">') :]
        for path in PUBLIC:
            if path != "/ouvert":
                assert f'href="{path}"' in foot, (page, path)


@pytest.mark.parametrize("lang", LANGS)
def test_public_pages_answer_in_every_language(house: House, lang: str) -> None:
    stranger = house.browser(lang=lang)
    for path in PUBLIC:
        page = stranger.get(path)
        assert page.status_code == 200, path
        assert f'<html lang="{lang}"' in page.text
        if lang != "fr":
            assert MISSING not in page.text


def test_what_only_the_operator_knows_is_shown_as_missing_and_never_invented(house: House) -> None:
    stranger = house.browser()
    privacy = words(stranger.get("/vie-privee"))
    assert privacy.count(MISSING) == 4
    assert MISSING in words(stranger.get("/conditions"))
    assert MISSING in words(stranger.get("/agences"))
    assert MISSING in words(stranger.get("/accessibilite"))
    security = stranger.get("/.well-known/security.txt").text
    assert not [line for line in security.splitlines() if line.startswith("Contact:")]


def test_what_the_operator_says_is_shown(house: House, tmp_path: Path) -> None:
    said = tmp_path / "operator.yaml"
    said.write_text(
        """
name: Service d'essai
address: 1 rue Imaginaire, Rabat
cndp_number: D-ESSAI-1
protection_email: donnees@exemple.ma
security_contact: mailto:securite@exemple.ma
agencies:
  rabat:
    address: 2 rue Fictive, Rabat
    phone: 05 00 00 00 00
    hours: {fr: lundi à vendredi, ar: من الاثنين إلى الجمعة}
""",
        encoding="utf-8",
    )
    house.app.state.operator = operator.read(str(said))
    stranger = house.browser()
    assert "D-ESSAI-1" in words(stranger.get("/vie-privee"))
    assert "2 rue Fictive" in words(stranger.get("/agences"))
    assert "من الاثنين" in words(house.browser(lang="ar").get("/agences"))
    security = stranger.get("/.well-known/security.txt").text
    assert "Contact: mailto:securite@exemple.ma" in security
    assert "Expires: " in security


@pytest.mark.parametrize("text", ["owner: nobody", "agencies: [1", "name: {a: 1}"])
def test_a_wrong_file_of_the_operator_stops_the_start_and_repeats_nothing(
    tmp_path: Path, text: str
) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text, encoding="utf-8")
    with pytest.raises(WrongSettings) as stopped:
        operator.read(str(wrong))
    assert "nobody" not in str(stopped.value)
    with pytest.raises(WrongSettings):
        operator.read(str(tmp_path / "missing.yaml"))


def test_the_state_of_the_service_says_which_part_is_away(house: House) -> None:
    assert "Tout marche" in words(house.browser().get("/etat"))
    house.app.state.offers.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(house.services.matching), "answers", lambda _self: False)
        page = words(house.browser().get("/etat"))
    assert "ne répond pas" in page
    assert "Les propositions" in page
