"""The papers of a claim, as each side meets them on its page."""

from __future__ import annotations

import re

import pytest

from amuddu.contracts.employers import Employer
from tests.gateway.claims.test_incentive_pages import (
    act,
    add_paper,
    begun,
    coordination,
    envelope,
    read_papers,
    version,
)
from tests.gateway.conftest import Browser, House, words
from tests.papers.made import pdf, photo
from tests.support import OTHER_AGENCY

Ready = tuple[House, Employer, str]


@pytest.fixture
def ready(house: House) -> Ready:
    """A claim that an employer began."""
    leader = coordination(house)
    assert version(leader).status_code == 200
    assert envelope(leader).status_code == 200
    employer = house.employer()
    return house, employer, begun(house, employer)


def papers_of(browser: Browser, claim: str) -> list[str]:
    found = re.findall(r"\?document=([0-9a-f-]{36})", browser.get(claim).text)
    return list(dict.fromkeys(found))


def test_a_photo_and_a_pdf_stand_for_a_document_until_they_are_taken_away(ready: Ready) -> None:
    house, employer, claim = ready
    boss = house.boss(employer)
    assert "photo" in words(add_paper(boss, claim))
    assert "PDF de 3 pages" in words(add_paper(boss, claim, pdf(3)))
    first, second = papers_of(boss, claim)
    fields = {"action": "remove_paper", "number": "1", "paper": second}
    assert "PDF de 3 pages" not in words(boss.post(claim, fields))
    assert papers_of(boss, claim) == [first]
    assert boss.get(f"/documents/{second}").status_code == 404


@pytest.mark.parametrize("lang", ["fr", "ar", "en", "es"])
def test_a_bad_file_is_named_beside_its_document_and_nothing_is_lost(
    ready: Ready, lang: str
) -> None:
    house, employer, claim = ready
    boss = house.boss(employer, lang=lang)
    add_paper(boss, claim)
    for bad in (b"MZ no photo", pdf(script="app.alert(1)"), photo(size=(200, 200)), b""):
        page = add_paper(boss, claim, bad or b" ")
        assert page.status_code == 422
        assert 'id="e-file_1"' in page.text
    nothing = boss.post(claim, {"action": "add_paper", "number": "1"})
    assert nothing.status_code == 422
    assert len(papers_of(boss, claim)) == 1


def test_what_a_paper_shows_does_nothing_in_a_browser(ready: Ready) -> None:
    house, employer, claim = ready
    boss = house.boss(employer)
    add_paper(boss, claim)
    add_paper(boss, claim, pdf(1))
    for paper in papers_of(boss, claim):
        shown = boss.get(f"/documents/{paper}")
        policy = shown.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert "no-store" in shown.headers["cache-control"]
        pdf_ = shown.headers["content-type"] == "application/pdf"
        how = "attachment" if pdf_ else "inline"
        assert shown.headers["content-disposition"].startswith(how)


def test_who_may_not_know_the_person_reads_that_files_are_there_and_no_more(ready: Ready) -> None:
    house, employer, claim = ready
    boss = house.boss(employer)
    add_paper(boss, claim)
    act(boss, claim, "submit", reference_1="")
    (paper,) = papers_of(boss, claim)
    leader = coordination(house)
    assert "Fichier 1" in words(leader.get(claim))
    assert papers_of(leader, claim) == []
    for stranger in (
        leader,
        house.counsellor(agency=OTHER_AGENCY),
        house.boss(house.employer("B")),
    ):
        assert stranger.get(f"/documents/{paper}").status_code in {403, 404}
    nobody = house.browser()
    assert "photo" not in nobody.get(f"/documents/{paper}").headers["content-type"]
    assert nobody.get(f"/documents/{paper}").url.path == "/connexion"


def test_a_file_that_the_agency_read_is_no_longer_the_employers_to_take_away(ready: Ready) -> None:
    house, employer, claim = ready
    boss, desk = house.boss(employer), house.counsellor()
    add_paper(boss, claim)
    act(boss, claim, "submit", reference_1="")
    read_papers(desk, claim)
    act(desk, claim, "send_back", comment="La photo est floue, ajoutez-en une autre.")
    (paper,) = papers_of(boss, claim)
    assert "remove_paper" not in boss.get(claim).text
    fields = {"action": "remove_paper", "number": "1", "paper": paper}
    assert boss.post(claim, fields).status_code == 409
    assert papers_of(boss, claim) == [paper]
