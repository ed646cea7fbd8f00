"""The pages of vacancies, as an employer and a counsellor use them, over the real services."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from amuddu.contracts.batch import BatchIn
from amuddu.contracts.employers import Vacancy
from amuddu.kit.auth import Role
from tests.gateway.conftest import SOON, House, words
from tests.support import AGENCY, OTHER_AGENCY

FILLED = {
    "title": "Maçon pour un chantier à Salé",
    "occupation": "maçon",
    "description": "Murs et enduits, équipe de six.",
    "essential_skills": "monter des murs\r\ngâcher le mortier",
    "wanted_skills": "",
    "language_0": "fr",
    "level_0": "A2",
    "place": "sale",
    "contract_type": "CDD",
    "contract_months": "12",
    "wage_month": "4 000",
    "wage_month_max": "4500,50",
    "starts_on": SOON.isoformat(),
    "places": "2",
    "new_hire": "yes",
}


def filled(**changes: Any) -> dict[str, Any]:
    """A whole form, as a browser sends it."""
    return {**FILLED, **changes}


def only_vacancy(house: House) -> Vacancy:
    """The one vacancy there is."""
    (found,) = house.services.employers.list(house.staff).items
    return found


def test_an_employer_writes_and_publishes_a_vacancy(house: House) -> None:
    boss = house.boss(house.employer())
    page = boss.post("/offres/nouvelle", filled(action="publish"))
    assert page.status_code == 200
    assert "Offre publiée" in words(page)
    made = only_vacancy(house)
    assert made.status == "published"
    assert made.occupation is not None
    assert made.occupation.concept == "mason"
    assert [str(made.wage_month), str(made.wage_month_max), made.places] == [
        "4000.00",
        "4500.50",
        2,
    ]
    assert "Maçon pour un chantier à Salé" in words(boss.get("/offres"))


def test_a_refused_form_keeps_what_was_typed(house: House) -> None:
    boss = house.boss(house.employer())
    page = boss.post(
        "/offres/nouvelle",
        filled(action="publish", place="", contract_months="douze", level_0="", title=""),
    )
    assert page.status_code == 422
    for kept in ("douze", "Murs et enduits, équipe de six.", "4500,50", "gâcher le mortier"):
        assert kept in page.text
    assert 'value="fr" selected' in page.text
    for field in ("title", "contract_months", "languages", "place"):  # all of them at once
        assert f'id="e-{field}"' in page.text, field
        assert f'href="#f-{field}"' in page.text, field
    assert house.services.employers.list(house.staff).total == 0


def test_a_vacancy_that_lacks_the_essentials_is_not_published(house: House) -> None:
    page = house.boss(house.employer()).post(
        "/offres/nouvelle", filled(action="publish", place="", contract_type="", wage_month="900")
    )
    assert page.status_code == 422
    assert 'id="e-place"' in page.text
    assert 'id="e-contract_type"' in page.text
    assert "minimum légal" in words(page)


def test_a_draft_may_lack_much_and_be_finished_later(house: House) -> None:
    boss = house.boss(house.employer())
    page = boss.post("/offres/nouvelle", {"title": "Cuisinière", "action": "draft"})
    assert "Brouillon enregistré" in words(page)
    draft = only_vacancy(house)
    for shown in (words(page), words(boss.get("/offres"))):
        assert "Avant de la publier : Indiquez le métier" in shown
        assert "Choisissez le type de contrat." in shown
    refused = boss.post(f"/offres/{draft.id}/publier", {})
    assert refused.status_code == 422
    assert 'id="e-place"' in refused.text
    assert 'value="Cuisinière"' in refused.text
    page = boss.post(f"/offres/{draft.id}/modifier", filled(action="publish"))
    assert "Offre publiée" in words(page)


def test_a_draft_of_nobody_asks_whose_it_is(house: House) -> None:
    row = {"external_ref": "1", "title": "Maçon", "occupation": {"text": "maçon"}}
    house.services.employers.batch(house.staff, BatchIn(rows=(row,), agency_id=AGENCY))
    employer = house.employer()
    draft = only_vacancy(house)
    staff = house.counsellor()
    assert "Employeur à préciser" in words(staff.get(f"/offres/{draft.id}"))
    form = staff.get(f"/offres/{draft.id}/modifier")
    assert 'id="f-employer_id"' in form.text
    sent = filled(action="publish", external_ref="1")
    path = f"/offres/{draft.id}/modifier"
    refused = staff.post(path, {**sent, "employer_id": str(draft.employer_id)})
    assert 'id="e-employer_id"' in refused.text
    done = staff.post(path, {**sent, "employer_id": str(employer.id)})
    assert "Offre publiée" in words(done)
    assert 'id="f-employer_id"' not in staff.get(path).text


def test_words_without_exact_trade_are_asked_about_once(house: House) -> None:
    boss = house.boss(house.employer())
    fields = filled(action="publish", occupation="ouvrier qui monte des murs en brique, maçon")
    lacking = boss.post("/offres/nouvelle", {**fields, "place": ""})
    assert "Quel métier ?" in words(lacking)
    assert 'id="e-place"' in lacking.text
    asked = boss.post("/offres/nouvelle", fields)
    assert asked.status_code == 422
    assert "Quel métier ?" in words(asked)
    assert 'id="e-place"' not in asked.text
    assert 'name="occupation_concept" value="mason"' in asked.text
    assert asked.text.count('type="radio"') <= 7
    assert "Murs et enduits" in asked.text
    chosen = {"occupation_concept": "mason", "occupation_for": fields["occupation"]}
    assert "Offre publiée" in words(boss.post("/offres/nouvelle", fields | chosen))
    made = only_vacancy(house)
    assert made.occupation is not None
    assert (made.occupation.text, made.occupation.concept) == (fields["occupation"], "mason")


def test_own_words_for_a_trade_may_be_kept(house: House) -> None:
    boss = house.boss(house.employer())
    fields = filled(action="publish", occupation="monteur de murs anciens")
    kept = {"occupation_concept": "-", "occupation_for": fields["occupation"]}
    assert "Offre publiée" in words(boss.post("/offres/nouvelle", fields | kept))
    made = only_vacancy(house)
    assert made.occupation is not None
    assert made.occupation.concept is None


def test_a_choice_made_for_other_words_does_not_count(house: House) -> None:
    boss = house.boss(house.employer())
    stale = {"occupation_concept": "mason", "occupation_for": "maçon"}
    boss.post("/offres/nouvelle", filled(action="publish", occupation="soudeur") | stale)
    made = only_vacancy(house)
    assert made.occupation is not None
    assert made.occupation.concept == "welder"


def test_skills_of_the_trade_are_proposed_and_kept(house: House) -> None:
    boss = house.boss(house.employer())
    shown = boss.post("/offres/nouvelle?montrer=competences", filled())
    assert shown.status_code == 200
    assert 'name="essential:set-levels"' in shown.text
    assert '<details class="proposed" open>' in shown.text
    unknown = boss.post("/offres/nouvelle?montrer=competences", filled(occupation="qzx"))
    assert "Pas de proposition" in words(unknown) or "Quel métier ?" in words(unknown)
    assert 'name="wanted:lay-screed"' in shown.text
    ticked = {"essential:set-levels": "1", "wanted:lay-screed": "1", "essential:no-such": "1"}
    boss.post("/offres/nouvelle", filled(action="publish") | ticked)
    made = only_vacancy(house)
    assert "set-levels" in [skill.concept for skill in made.essential_skills]
    assert [skill.concept for skill in made.wanted_skills] == ["lay-screed"]


def test_the_preview_says_what_an_incentive_pays_and_what_is_missing(house: House) -> None:
    boss = house.boss(house.employer())
    before = filled(incentive_scheme="MA_TAHFIZ", contract_type="", title="")
    page = boss.post("/offres/nouvelle?montrer=aide", before)
    assert page.status_code == 200
    assert 'href="#f-contract_type"' in page.text
    assert "Documents à préparer" in words(page)
    assert house.services.employers.list(house.staff).total == 0
    everything = boss.post("/offres/nouvelle?montrer=aide", filled())
    assert words(everything).count("Montant à confirmer") >= 1


def test_changing_a_vacancy_keeps_what_the_form_does_not_show(house: House) -> None:
    employer = house.employer()
    vacancy = house.vacancy(
        employer,
        external_ref="REF-7",
        essential_skills=[{"text": "bennay", "concept": "lay-bricks"}],
    )
    boss = house.boss(employer)
    form = boss.get(f"/offres/{vacancy.id}/modifier")
    assert "bennay" in form.text
    page = boss.post(f"/offres/{vacancy.id}/modifier", filled(essential_skills="bennay"))
    assert "Changements enregistrés" in words(page)
    changed = house.services.employers.get(house.staff, vacancy.id)
    assert changed.external_ref == "REF-7"
    assert changed.title == FILLED["title"]
    assert changed.essential_skills[0].concept == "lay-bricks"


def test_a_vacancy_is_closed_with_a_reason(house: House) -> None:
    employer = house.employer()
    vacancy = house.vacancy(employer)
    boss = house.boss(employer)
    refused = boss.post(f"/offres/{vacancy.id}/fermer", {"reason": ""})
    assert refused.status_code == 422
    assert "Maçon pour un chantier" in refused.text
    page = boss.post(f"/offres/{vacancy.id}/fermer", {"reason": "filled"})
    assert "Le poste est pourvu" in words(page)
    again = boss.post(f"/offres/{vacancy.id}/fermer", {"reason": "filled"})
    assert again.status_code == 409
    assert boss.get(f"/offres/{vacancy.id}/modifier").status_code == 404


def test_somebody_elses_vacancy_does_not_exist(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    stranger = house.boss(house.employer("Autre entreprise"))
    other_agency = house.counsellor(agency=OTHER_AGENCY)
    for path in ("", "/modifier", "/preselection"):
        assert stranger.get(f"/offres/{vacancy.id}{path}").status_code == 404, path
    for path in ("", "/modifier", "/candidats"):
        assert other_agency.get(f"/offres/{vacancy.id}{path}").status_code == 404, path
    for path in ("publier", "fermer", "modifier", "preselection"):
        assert stranger.post(f"/offres/{vacancy.id}/{path}", filled()).status_code in {400, 404}
    assert house.services.employers.get(house.staff, vacancy.id).status == "published"


def test_roles_that_have_no_business_here_are_told_so(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    seeker = house.browser(Role.JOBSEEKER)
    assert seeker.get("/offres").status_code == 403
    assert seeker.get("/offres/nouvelle").status_code == 403
    boss = house.boss(house.employer("Autre"))
    assert boss.get(f"/offres/{vacancy.id}/candidats").status_code == 403
    assert house.counsellor().get(f"/offres/{vacancy.id}/preselection").status_code == 403
    anonymous = house.browser().get("/offres")
    assert urlsplit(str(anonymous.url)).path == "/connexion"


@pytest.mark.parametrize(
    "path", ["nouvelle", "{id}/modifier", "{id}/publier", "{id}/fermer", "{id}/preselection"]
)
def test_a_form_without_its_token_is_refused(house: House, path: str) -> None:
    employer = house.employer()
    vacancy = house.vacancy(employer)
    boss = house.boss(employer)
    url = f"/offres/{path.format(id=vacancy.id)}"
    assert boss.post_without_token(url, filled(action="publish")).status_code == 400
    assert house.services.employers.list(house.staff).total == 1


def test_a_counsellor_posts_for_an_employer_of_the_agency(house: House) -> None:
    employer = house.employer("Hôtel du Bouregreg")
    house.employer("Ailleurs", agency=OTHER_AGENCY)
    desk = house.counsellor()
    form = desk.get("/offres/nouvelle")
    assert "Hôtel du Bouregreg" in form.text
    assert "Ailleurs" not in form.text
    refused = desk.post("/offres/nouvelle", filled(action="publish"))
    assert refused.status_code == 422
    assert 'id="e-employer_id"' in refused.text
    desk.post("/offres/nouvelle", filled(action="publish", employer_id=str(employer.id)))
    assert only_vacancy(house).employer_id == employer.id


def test_the_list_searches_filters_and_says_what_to_do_when_empty(house: House) -> None:
    employer = house.employer()
    boss = house.boss(employer)
    assert "Écrire une offre" in words(boss.get("/offres"))
    house.vacancy(employer)
    boss.post("/offres/nouvelle", {"title": "Serveuse", "action": "draft"})
    assert "2 offres" in words(boss.get("/offres"))
    found = boss.get("/offres", q="serveuse", statut="draft")
    assert "Serveuse" in words(found)
    assert "Maçon pour un chantier" not in words(found)
    assert 'value="draft" selected' in found.text
    assert "Aucune offre ne correspond" in words(boss.get("/offres", q="astronaute"))
    assert boss.get("/offres", statut="?", offset="abc").status_code == 200


def test_the_list_counts_who_is_on_the_shortlist(house: House) -> None:
    employer = house.employer()
    vacancy = house.vacancy(employer)
    house.shortlisted(vacancy, house.person())
    assert "1 personne présélectionnée" in words(house.boss(employer).get("/offres"))
    house.answer("yes")
    assert "1 a dit oui" in words(house.counsellor().get("/offres"))


def test_the_form_speaks_the_readers_language(house: House) -> None:
    page = house.boss(house.employer(), lang="ar").get("/offres/nouvelle")
    assert 'dir="rtl"' in page.text
    assert "الرباط" in page.text
    assert "بنّاء" in page.text
