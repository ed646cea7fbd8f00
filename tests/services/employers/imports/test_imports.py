"""Imports: each row alone, good rows kept, the same file twice changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from amuddu.contracts.employers import VacancyPublished
from amuddu.kit.auth import Actor
from tests.services.employers.conftest import PAST, SOON, House, mason
from tests.support import AGENCY, OTHER_AGENCY, administrator, agent, counsellor

Row = dict[str, Any]


def send(house: House, rows: list[Row], *, by: Actor, lang: str = "fr", **more: Any) -> list[Row]:
    body = {"rows": rows, **more}
    answer = house.ok("POST", "/vacancies/batch", by=by, body=body, lang=lang)
    found: list[Row] = answer["results"]
    return found


def outcomes(results: list[Row]) -> list[str]:
    return [result["outcome"] for result in results]


def ad(ref: str, **changes: Any) -> Row:
    return mason(external_ref=ref, **changes)


def test_the_same_file_twice_changes_nothing(house: House, boss: Actor) -> None:
    rows = [ad("1"), ad("2", publish=False), ad("3", languages=[{"code": "ar", "level": "A2"}])]
    first = send(house, rows, by=boss)
    assert outcomes(first) == ["created"] * 3
    told = house.events()
    assert len(told) == 2
    again = send(house, rows, by=boss)
    assert outcomes(again) == ["unchanged"] * 3
    assert [row["id"] for row in again] == [row["id"] for row in first]
    assert house.events() == told


def test_a_changed_row_is_told_once(house: House, boss: Actor) -> None:
    send(house, [ad("1"), ad("2")], by=boss)
    assert outcomes(send(house, [ad("1"), ad("2", places=5)], by=boss)) == ["unchanged", "updated"]
    last = house.published()[-1]
    assert (last.places, last.revision) == (5, 2)


def test_a_draft_is_published_when_its_row_says_so(house: House, boss: Actor) -> None:
    send(house, [ad("1", publish=False)], by=boss)
    assert outcomes(send(house, [ad("1")], by=boss)) == ["updated"]
    assert outcomes(send(house, [ad("1", publish=False)], by=boss)) == ["unchanged"]
    assert [type(event) for event in house.events()] == [VacancyPublished]


def test_bad_rows_say_what_to_mend_and_good_rows_stay(house: House, boss: Actor) -> None:
    rows = [
        ad("1"),
        {**mason()},
        ad("3", place="Casa", languages=[{"code": "zz", "level": "B1"}]),
        ad("4", wage_month="beaucoup"),
        ad("5", colour="red"),
        ad("6", contract_months=None),
        {},
        ad("8"),
    ]
    results = send(house, rows, by=boss)
    refused, kept = "refused", "created"
    assert outcomes(results) == [kept, refused, kept, kept, kept, kept, refused, kept]
    assert [place for place, row in enumerate(results) if row["draft"]] == [2, 5]
    problems = [{p["field"]: p["message"] for p in row["problems"]} for row in results]
    assert "référence" in problems[1]["external_ref"]
    assert problems[2].keys() == {"place", "languages.0.code"}
    assert "3500" in problems[3]["wage_month"]
    assert "colour" in problems[4]
    assert "contract_months" in problems[5]
    assert problems[6].keys() == {"title", "external_ref"}
    assert house.ok("GET", "/vacancies", by=boss)["total"] == 6
    assert len(house.events()) == 4


UNFIT = (
    ({"contract_type": None}, "contract_type", "Choisissez le type de contrat."),
    ({"contract_type": "au jour le jour"}, "contract_type", "Choisissez le type de contrat."),
    ({"contract_months": None}, "contract_months", "Indiquez la durée du contrat, en mois."),
    ({"place": None}, "place", "Indiquez la ville du travail."),
    ({"occupation": None}, "occupation", "Indiquez le métier"),
    ({"wage_month": "900.00"}, "wage_month", "sous le minimum légal"),
    ({"hours_week": 60}, "hours_week", "plus que la semaine légale"),
)


@pytest.mark.parametrize(("change", "field", "fix"), UNFIT, ids=[field for _, field, _ in UNFIT])
def test_a_row_that_cannot_be_published_is_kept_as_a_draft(
    house: House, boss: Actor, change: dict[str, Any], field: str, fix: str
) -> None:
    row = ad("1") | change
    made = send(house, [row], by=boss)[0]
    assert (made["outcome"], made["draft"]) == ("created", True)
    said = [each["message"] for each in made["problems"] if each["field"] == field]
    assert "Gardée en brouillon" in said[-1]
    assert fix in said[-1]
    stored = house.ok("GET", f"/vacancies/{made['id']}", by=boss)
    assert stored["status"] == "draft"
    assert [each["field"] for each in stored["to_mend"]] == [field]
    assert house.events() == []
    again = send(house, [row], by=boss)[0]
    assert (again["outcome"], again["draft"]) == ("unchanged", True)
    refused = house.problems("POST", f"/vacancies/{made['id']}/publish", by=boss)
    assert fix in refused[field]
    mended = send(house, [ad("1")], by=boss)[0]
    assert (mended["outcome"], mended["draft"], mended["problems"]) == ("updated", False, [])
    assert [type(event) for event in house.events()] == [VacancyPublished]


def test_what_was_chosen_on_the_page_stays_when_the_file_comes_again(
    house: House, boss: Actor
) -> None:
    row = ad("1", contract_type=None, contract_months=None, place=None)
    made = send(house, [row], by=boss)[0]
    house.ok("PUT", f"/vacancies/{made['id']}", by=boss, body=mason(external_ref="1"))
    house.ok("POST", f"/vacancies/{made['id']}/publish", by=boss)
    again = send(house, [row], by=boss)[0]
    assert (again["outcome"], again["draft"], again["problems"]) == ("unchanged", False, [])
    assert send(house, [row | {"contract_type": "CDI"}], by=boss)[0]["outcome"] == "updated"
    stored = house.ok("GET", f"/vacancies/{made['id']}", by=boss)
    assert (stored["contract_type"], stored["contract_months"]) == ("CDI", None)


def test_a_row_without_an_employer_is_a_draft_until_somebody_says_whose_it_is(
    house: House, adviser: Actor
) -> None:
    row = ad("1", employer_name=None)
    made = send(house, [row], by=adviser)[0]
    assert (made["outcome"], made["draft"]) == ("created", True)
    assert "Choisissez l'employeur" in made["problems"][0]["message"]
    path = f"/vacancies/{made['id']}"
    draft = house.ok("GET", path, by=adviser, lang="en")
    assert (draft["status"], draft["employer_name"]) == ("draft", "Employer to be named")
    refused = house.problems("POST", f"{path}/publish", by=adviser)
    assert refused == {"employer_id": "Choisissez l'employeur de cette offre."}
    assert send(house, [row], by=adviser)[0]["outcome"] == "unchanged"
    mine, elsewhere = house.new_employer(), house.new_employer("Loin", agency=OTHER_AGENCY)
    change = mason(external_ref="1")
    assert house.problems("PUT", path, by=adviser, body=change | {"employer_id": str(elsewhere)})
    named = house.ok("PUT", path, by=adviser, body=change | {"employer_id": str(mine)})
    assert (named["employer_id"], named["to_mend"]) == (str(mine), [])
    house.ok("POST", f"{path}/publish", by=adviser)
    again = send(house, [row], by=adviser)[0]
    assert (again["outcome"], again["id"], again["draft"]) == ("unchanged", made["id"], False)
    other = house.new_employer("Autre")
    assert house.problems("PUT", path, by=adviser, body=change | {"employer_id": str(other)})


def test_a_published_vacancy_is_not_made_worse(house: House, boss: Actor) -> None:
    made = send(house, [ad("1")], by=boss)[0]
    worse = send(house, [ad("1", wage_month="900.00")], by=boss)[0]
    assert (worse["outcome"], worse["draft"]) == ("refused", False)
    stored = house.ok("GET", f"/vacancies/{made['id']}", by=boss)
    assert (stored["status"], stored["wage_month"]) == ("published", "4000.00")


def test_a_reference_is_used_once_a_file(house: House, boss: Actor) -> None:
    rows = [ad("1"), ad("1", places=2)]
    results = send(house, rows, by=boss)
    assert outcomes(results) == ["created", "refused"]
    assert results[1]["problems"][0]["field"] == "external_ref"
    assert outcomes(send(house, rows, by=boss)) == ["unchanged", "refused"]


def test_an_ad_under_two_references_is_kept_and_asked_about(house: House, boss: Actor) -> None:
    rows = [
        ad("1"),
        ad("2", title="MACON"),
        ad("3", place="sale"),
        ad("4", description="Chantier à Salé."),
    ]
    results = send(house, rows, by=boss)
    assert outcomes(results) == ["created"] * 4
    assert [len(row["problems"]) for row in results] == [0, 1, 0, 0]
    question = results[1]["problems"][0]
    assert (question["field"], question["left_out"]) == ("external_ref", False)
    assert " 1 " in question["message"]
    later = send(house, [ad("5")], by=boss)[0]
    assert " 1 " in later["problems"][0]["message"]
    house.ok("POST", f"/vacancies/{results[0]['id']}/close", by=boss, body={"reason": "filled"})
    assert " 2 " in send(house, [ad("6")], by=boss)[0]["problems"][0]["message"]
    assert send(house, rows[1:], by=boss)[0]["problems"] == []


def test_the_same_ad_of_two_employers_is_no_question(house: House, adviser: Actor) -> None:
    rows = [ad("1", employer_name="Riad Essai"), ad("1", employer_name="Autre Essai")]
    assert [row["problems"] for row in send(house, rows, by=adviser)] == [[], []]


def test_what_an_ad_can_do_without_is_left_out_and_named(house: House, boss: Actor) -> None:
    row = ad(
        "https://exemple.ma/" + "offre-" * 40,
        description="mot " * 3000,
        essential_skills=["travailler en équipe", {"text": "x" * 400}],
        languages=[{"code": "fr", "level": "B1"}, {"code": "zz", "level": "B1"}],
        wage_month="4000",
        wage_month_max="3900",
        places=0,
        incentive_scheme="AIDE_INCONNUE",
        starts_on="demain",
    )
    result = send(house, [row], by=boss)[0]
    assert result["outcome"] == "created"
    named = {problem["field"] for problem in result["problems"] if problem["left_out"]}
    assert named == {
        "description",
        "essential_skills.1.text",
        "languages.1.code",
        "wage_month_max",
        "places",
        "incentive_scheme",
        "starts_on",
    }
    stored = house.ok("GET", f"/vacancies/{result['id']}", by=boss)
    assert stored["description"].endswith("mot")
    assert 7900 < len(stored["description"]) <= 8000
    assert [skill["text"] for skill in stored["essential_skills"]] == ["travailler en équipe"]
    assert [spoken["code"] for spoken in stored["languages"]] == ["fr"]
    assert (stored["wage_month"], stored["wage_month_max"]) == ("4000.00", None)
    assert (stored["places"], stored["starts_on"]) == (1, None)
    assert outcomes(send(house, [row], by=boss)) == ["unchanged"]


def test_a_closed_vacancy_is_not_opened_again(house: House, boss: Actor) -> None:
    made = send(house, [ad("1")], by=boss)[0]
    house.ok("POST", f"/vacancies/{made['id']}/close", by=boss, body={"reason": "filled"})
    assert outcomes(send(house, [ad("1")], by=boss)) == ["unchanged"]
    changed = send(house, [ad("1", places=9)], by=boss)[0]
    assert (changed["outcome"], changed["problems"][0]["field"]) == ("refused", "external_ref")


def test_an_old_start_is_dropped_and_said(house: House, boss: Actor) -> None:
    first = send(house, [ad("1", starts_on=PAST)], by=boss)[0]
    assert (first["outcome"], first["problems"][0]["field"]) == ("created", "starts_on")
    assert house.ok("GET", f"/vacancies/{first['id']}", by=boss)["starts_on"] is None
    assert outcomes(send(house, [ad("1", starts_on=PAST)], by=boss)) == ["unchanged"]
    assert outcomes(send(house, [ad("1", starts_on=SOON)], by=boss)) == ["updated"]


def test_cells_are_read_as_files_write_them(house: House, boss: Actor) -> None:
    row = ad("1", occupation="maçon", essential_skills=["travailler en équipe"], wage_month="")
    made = send(house, [{**row, "contract_months": "12", "starts_on": None}], by=boss)[0]
    stored = house.ok("GET", f"/vacancies/{made['id']}", by=boss)
    assert stored["occupation"]["concept"] == "mason"
    assert stored["essential_skills"][0]["concept"] == "teamwork"
    assert (stored["wage_month"], stored["contract_months"]) == (None, 12)


def test_ads_of_many_employers(house: House, adviser: Actor) -> None:
    house.new_employer("Hôtel Atlas")
    rows = [
        ad("1", employer_name="HOTEL ATLAS"),
        ad("1", employer_name="Riad Zitoun"),
        ad("2", employer_name="Riad  Zitoun"),
        ad("3", employer_name="Refusé", title=None),
    ]
    expected = ["created", "created", "created", "refused"]
    assert outcomes(send(house, rows, by=adviser)) == expected
    names = [row["name"] for row in house.ok("GET", "/employers", by=adviser)]
    assert names == ["Hôtel Atlas", "Riad Zitoun"]
    assert outcomes(send(house, rows, by=adviser)) == ["unchanged"] * 3 + ["refused"]
    elsewhere = send(house, rows[:1], by=administrator(), agency_id=OTHER_AGENCY)
    assert outcomes(elsewhere) == ["created"]


def test_whose_rows_may_be_sent(house: House, boss: Actor, adviser: Actor) -> None:
    mine, theirs = boss.employer_id, house.new_employer("Autre", agency=OTHER_AGENCY)

    def field(rows: list[Row], *, by: Actor, **more: Any) -> str:
        result = send(house, rows, by=by, **more)[0]
        assert result["outcome"] == "refused"
        return str(result["problems"][0]["field"])

    assert field([ad("1", employer_name="X")], by=boss) == "employer_name"
    assert field([ad("1")], by=boss, employer_id=str(theirs)) == "employer_id"
    assert field([ad("1")], by=adviser, employer_id=str(theirs)) == "employer_id"
    assert field([ad("1", employer_name="X")], by=administrator()) == "agency_id"
    assert outcomes(send(house, [ad("1")], by=adviser, employer_id=str(mine))) == ["created"]
    body = {"rows": [], "agency_id": OTHER_AGENCY}
    path = "/vacancies/batch"
    assert house.call("POST", path, by=counsellor(agency=AGENCY), body=body).status_code == 403
    assert house.call("POST", path, by=agent(), body={"rows": []}).status_code == 403


def test_problems_are_told_in_the_language_of_the_caller(house: House, boss: Actor) -> None:
    scheme = {"incentive_scheme": "MA_TAHFIZ", "new_hire": False, "contract_type": "CDI"}
    result = send(house, [ad("1", **scheme)], by=boss, lang="en")[0]
    assert "New hire" in result["problems"][0]["message"]


def test_two_imports_at_once_make_one_of_each(house: House, adviser: Actor) -> None:
    rows = [ad(str(number), employer_name=f"Maison {number % 3}") for number in range(6)]
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda some: send(house, some, by=adviser), (rows, rows[::-1])))
    assert sorted(outcomes(both[0]) + outcomes(both[1])) == ["created"] * 6 + ["unchanged"] * 6
    assert len(house.events()) == 6


ROWS = st.lists(
    st.builds(
        ad,
        st.sampled_from(["a", "b", "c", " a "]),
        place=st.sampled_from(["rabat", "sale", "atlantis", None]),
        starts_on=st.sampled_from([SOON, PAST, None, "demain"]),
        wage_month=st.sampled_from(["4000", "1", None, "NaN"]),
        publish=st.booleans(),
        places=st.integers(min_value=0, max_value=3),
    ),
    max_size=5,
)


@bounded(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS)
def test_any_file_sent_twice_adds_nothing(house: House, adviser: Actor, rows: list[Row]) -> None:
    some = str(house.ok("POST", "/employers", by=adviser, body=_fresh())["id"])
    first = send(house, rows, by=adviser, employer_id=some)
    told = len(house.events())
    second = send(house, rows, by=adviser, employer_id=some)
    for before, after in zip(first, second, strict=True):
        assert (before["outcome"] == "refused") == (after["outcome"] == "refused")
        assert after["outcome"] in {"refused", "unchanged"}
        assert (before["outcome"] == "refused") <= bool(before["problems"])
    assert len(house.events()) == told


_count = iter(range(1_000_000))


def _fresh() -> Row:
    return {"name": f"Maison {next(_count)}", "agency_id": AGENCY}
