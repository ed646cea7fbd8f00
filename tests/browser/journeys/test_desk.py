"""An employer posts, a counsellor shortlists: clicked through, with scripts and without, by the
keyboard alone, and as a screen reader hears it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from amuddu.contracts.types import LANGS, Lang
from tests.browser.conftest import Heard, Visitors

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@SCRIPTS
def test_an_employer_posts_once_however_they_click(visitors: Visitors, scripts: bool) -> None:
    title = f"Maçon {uuid4().hex[:8]}"
    page = visitors.page("employer", scripts=scripts)
    heard = Heard()
    heard.listen(page)
    page.goto("/offres")
    page.get_by_role("link", name="Nouvelle offre").click()
    page.get_by_label("Titre de l'offre").fill(title)
    page.locator("main").get_by_label("Métier").first.fill("maçon")
    page.get_by_label("Ville du travail").select_option("rabat")
    page.get_by_label("Type de contrat").select_option("CDI")
    page.get_by_label("Salaire minimum par mois").fill("4000")
    start = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    page.get_by_label("Date de début").fill(start)
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("status").first).to_contain_text("Offre publiée")
    page.reload()
    page.go_back()
    page.go_forward()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    listed = visitors.house.api("employer").get("/vacancies", limit=100)["items"]
    assert [each["title"] for each in listed].count(title) == 1
    # An icon that was still on its way when the page was left is nobody's fault.
    assert [each for each in heard.complaints if not each.startswith("failed:")] == []


@SCRIPTS
def test_what_was_typed_is_kept_and_the_first_error_has_the_focus(
    visitors: Visitors, scripts: bool
) -> None:
    page = visitors.page("employer", scripts=scripts)
    page.goto("/offres/nouvelle")
    page.get_by_label("Description du travail").fill("Murs et enduits.")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Description du travail")).to_have_value("Murs et enduits.")
    expect(page.get_by_label("Titre de l'offre")).to_be_focused()


@SCRIPTS
def test_a_counsellor_shortlists_several_and_takes_it_back(
    visitors: Visitors, scripts: bool
) -> None:
    page = visitors.page("counsellor", scripts=scripts)
    address = f"/offres/{visitors.house.ids['other_id']}/candidats"
    page.goto(address)
    boxes = page.get_by_role("checkbox", name="Cocher")
    for code in _free(visitors, "other_id")[:2]:  # two who can be put forward
        page.locator(f"#list > li.person[data-code='{code}']").get_by_role("checkbox").check()
    expect(page.locator(".ticked-count")).to_be_in_viewport()
    page.locator("#lot-form").get_by_role("button", name="Présélectionner").click()
    done = page.locator("#lot")
    expect(done).to_contain_text("2 personnes présélectionnées.")
    page.reload()
    expect(done).to_contain_text("2 personnes présélectionnées.")
    page.goto("/aujourdhui")
    page.go_back()
    done.get_by_role("button", name="Annuler").click()
    expect(done).to_contain_text("Personne n'a reçu de message")
    found = visitors.house.api("counsellor").get(
        f"/vacancies/{visitors.house.ids['other_id']}/candidacies"
    )
    assert {each["state"] for each in found["items"]} <= {"proposed"}
    assert boxes.count() >= 2


def _free(visitors: Visitors, vacancy: str) -> list[str]:
    """Codes of people of a list whom their own page offers to put forward."""
    page = visitors.page("counsellor", scripts=False)
    address = f"/offres/{visitors.house.ids[vacancy]}/candidats"
    page.goto(address)
    lines = page.locator("#list > li.person").all()
    codes = [str(line.get_attribute("data-code")) for line in lines]
    found = []
    for code in codes:
        page.goto(f"{address}?ouvert={code}")
        if page.locator("#ouvert button[value=shortlist]").count():
            found.append(code)
    return found


_FIT = """() => {
  const list = document.getElementById("list");
  list.querySelectorAll(".weak, .notice").forEach((one) => one.remove());
  document.querySelectorAll(".slim, main > .notice").forEach((one) => one.remove());
  while (list.children.length < 20) list.append(list.firstElementChild.cloneNode(true));
  const bar = document.querySelector("form.several").getBoundingClientRect().top;
  const within = [...list.children].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.height > 20 && box.top >= 0 && box.bottom <= Math.min(innerHeight, bar) + 1;
  });
  return {above: within.length, whole: document.documentElement.scrollHeight};
}"""


@pytest.mark.parametrize("lang", ["fr", "ar"])
@pytest.mark.parametrize(("width", "height", "least"), [(1280, 800, 12), (360, 740, 6)])
def test_the_first_screen_shows_people(
    visitors: Visitors, lang: Lang, width: int, height: int, least: int
) -> None:
    """A list of twenty, whoever is on it: its lines are repeated until there are twenty."""
    page = visitors.page("counsellor", lang)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/offres/{visitors.house.ids['other_id']}/candidats")
    seen = page.evaluate(_FIT)
    assert seen["above"] >= least, seen


@SCRIPTS
@pytest.mark.parametrize("width", [1280, 360])
def test_people_are_opened_one_after_the_other(
    visitors: Visitors, scripts: bool, width: int
) -> None:
    page = visitors.page("counsellor", scripts=scripts)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"/offres/{visitors.house.ids['other_id']}/candidats")
    lines = page.locator("#list > li.person")
    codes = [str(line.get_attribute("data-code")) for line in lines.all()]
    lines.nth(0).get_by_role("checkbox").check()
    lines.nth(1).get_by_role("link").first.click()
    pane = page.locator("#ouvert")
    expect(pane).to_have_attribute("data-code", codes[1])
    expect(pane.get_by_role("heading").first).to_be_in_viewport()
    expect(lines.nth(1)).to_be_visible(visible=width > 1000)
    pane.get_by_role("link", name="Suivante").click()
    expect(pane).to_have_attribute("data-code", codes[2])
    page.go_back()
    expect(pane).to_have_attribute("data-code", codes[1])
    if width < 1000:
        pane.get_by_role("link", name="Revenir à la liste").click()
        expect(lines.nth(1)).to_be_in_viewport()
    if scripts:
        expect(lines.nth(0).get_by_role("checkbox")).to_be_checked()  # no tick is lost


def test_a_key_never_acts_on_somebody_else(visitors: Visitors) -> None:
    """Pressed before the next person is there, it waits for them."""
    page = visitors.page("counsellor")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"/offres/{visitors.house.ids['other_id']}/candidats")
    codes = [str(one.get_attribute("data-code")) for one in page.locator("li.person").all()]
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("w")
    expect(page.locator("#ouvert table.why")).to_be_visible()
    expect(page.locator("#ouvert")).to_have_attribute("data-code", codes[2])


def test_who_is_at_work_has_the_menu_in_one_line(visitors: Visitors) -> None:
    for reader in ("counsellor", "coordinator", "administrator", "employer", "agent", "officer"):
        for lang in LANGS:
            page = visitors.page(reader, lang)
            for width, most in ((1280, 64), (360, 118)):
                page.set_viewport_size({"width": width, "height": 740})
                page.goto("/style")
                bar = page.locator("header.bar > div").bounding_box()
                assert bar is not None
                assert bar["height"] <= most, (reader, lang, width, bar)


def test_languages_and_the_way_out_are_in_the_menu_of_the_account(visitors: Visitors) -> None:
    page = visitors.page("employer", scripts=False)
    page.goto("/offres")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_hidden()
    page.locator(".who summary").click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    own = visitors.page("jobseeker", scripts=False)
    own.goto("/profil")
    expect(own.get_by_role("button", name="Se déconnecter")).to_be_visible()
    languages = own.get_by_role("navigation", name="Langue", exact=True)
    expect(languages.get_by_role("link", name="English")).to_be_visible()


def test_the_list_by_the_keyboard_alone(visitors: Visitors) -> None:
    page = visitors.page("counsellor")
    page.goto(f"/offres/{visitors.house.ids['other_id']}/candidats")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Raccourcis clavier")
    expect(help_).to_be_visible()
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("#list > li.person:focus")).to_have_count(1)
    assert page.get_by_role("checkbox", name="Cocher", checked=True).count() == 2
    page.keyboard.press("w")
    expect(page.locator("#ouvert table.why")).to_be_visible()
    second = page.locator("#list > li.person").nth(1)
    expect(second.locator("[aria-current]")).to_have_count(1)
    page.keyboard.press("c")
    page.wait_for_url("**/comparer?*")
    expect(page.get_by_role("table")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()


def test_what_a_screen_reader_hears(visitors: Visitors) -> None:
    page = visitors.page("counsellor")
    page.goto("/aujourdhui")
    heard = page.locator("main").aria_snapshot()
    for line in ("heading \"Aujourd'hui", "region", 'heading "Offres à traiter', "list"):
        assert line in heard, heard
    page.goto(f"/offres/{visitors.house.ids['other_id']}/candidats")
    heard = page.locator("main").aria_snapshot()
    for line in ('checkbox "Cocher', 'button "Présélectionner"', 'button "Comparer"'):
        assert line in heard
    board = visitors.page("coordinator")
    board.goto("/bilan")
    assert "table" not in board.locator("main .chart-rows").first.aria_snapshot()
    assert 'heading "Bilan"' in board.locator("main").aria_snapshot()


def test_a_telephone_without_a_voice_says_so(visitors: Visitors) -> None:
    page = visitors.page(None)
    page.add_init_script(
        "Object.defineProperty(window, 'speechSynthesis', {value: {speaking: false,"
        " getVoices: () => [], cancel() {}, speak() {}}});"
    )
    page.goto(f"/r/{visitors.house.ids['token']}")
    page.get_by_role("button", name="Écouter").first.click()
    expect(page.get_by_text("n'a pas de voix pour cette langue")).to_be_visible()


@SCRIPTS
def test_one_search_opens_on_a_phone_and_stands_at_a_desk(
    visitors: Visitors, scripts: bool
) -> None:
    page = visitors.page("counsellor", scripts=scripts)
    page.goto("/aujourdhui")
    field = page.get_by_role("searchbox")
    expect(field).to_have_count(0)  # folded
    page.locator(".find-menu summary").click()
    expect(field).to_have_count(1)
    if scripts:
        expect(field).to_be_focused()
    field.fill("طنجة")
    field.press("Enter")
    expect(page.get_by_role("heading", name="Chercher partout")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("طنجة")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/aujourdhui")
    page.get_by_role("searchbox").fill("Tanger")
    page.get_by_role("searchbox").press("Enter")
    line = page.locator(".found a").first
    expect(line).to_be_visible()
    line.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("lang", LANGS)
def test_who_looks_for_work_has_one_line_on_a_phone(visitors: Visitors, lang: Lang) -> None:
    page = visitors.page("jobseeker", lang)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/offres-pour-moi")
    for piece in (".strip", "header.bar > div"):
        box = page.locator(piece).bounding_box()
        assert box is not None
        assert box["height"] <= 60, piece
        assert box["width"] <= 360, piece
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator(".strip button")).to_be_visible()
    expect(page.locator("header .bell")).to_be_visible()
