"""JSON in any arrangement, and the vocabularies that are known."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amuddu.imports.columns import by_header
from amuddu.imports.reading import read
from amuddu.imports.rows import Row, Table, UnreadableFile

FIRST = {"id": "1", "titre": "Maçon", "ville": "Fès"}
SECOND = {"id": "2", "titre": "Chef", "salaire": 4000}


def rows(text: str, name: str = "x.json") -> list[Row]:
    return list(read(text.encode(), name).rows)


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.ndjson"])
@pytest.mark.parametrize(
    "text",
    [
        json.dumps([FIRST, SECOND]),
        json.dumps([FIRST, SECOND], indent=2, ensure_ascii=False),
        "\n".join(json.dumps(each) for each in (FIRST, SECOND)),
        "\r\n\r\n".join(json.dumps(each) for each in (FIRST, SECOND)) + "\r\n",
        ",\n".join(json.dumps(each) for each in (FIRST, SECOND)),
        "\n".join(json.dumps(each, indent=1) for each in (FIRST, SECOND)),
        json.dumps({"results": [FIRST, SECOND]}, indent=1),
        "\ufeff" + json.dumps([FIRST, SECOND]),
        json.dumps([FIRST, SECOND]).replace("}]", "},]"),
    ],
)
def test_arrays_lines_and_objects_whatever_the_name_says(text: str, name: str) -> None:
    table = read(text.encode(), name)
    assert table.headers == ("id", "titre", "ville", "salaire")
    assert table.total == 2
    assert [row.cells for row in table.rows] == [FIRST, SECOND]
    assert not table.notes


def test_lines_are_those_of_the_file() -> None:
    assert [row.line for row in rows(json.dumps([FIRST, SECOND], indent=1))] == [2, 7]
    assert [row.line for row in rows('{"a": 1}\n\n{"a": 2}')] == [1, 3]


def test_a_bad_line_leaves_the_good_ones() -> None:
    found = rows('{"a": 1}\n\n{"a": \n[1]\n{"a": 2}\n"b"\n{"a": 1} {"a": 2}\n')
    assert [(row.line, row.problem is None) for row in found] == [
        (1, True),
        (3, False),
        (4, False),
        (5, True),
        (6, False),
        (7, False),
    ]


def test_a_bad_first_line_leaves_the_others() -> None:
    found = rows('{"a": oops}\n{"a": 1}\n{"a": 2}\n')
    assert [row.problem is None for row in found] == [False, True, True]


def test_a_bad_element_of_an_array_leaves_the_others() -> None:
    found = rows('[\n  {"a": 1},\n  {"a": oops},\n  {"a": 3},\n  {"a": 4}\n]')
    assert [(row.line, row.problem is None) for row in found] == [
        (2, True),
        (3, False),
        (4, True),
        (5, True),
    ]


@pytest.mark.parametrize(
    "text",
    ['[{"a": 1}, {"a": 2', '[{"a": 1}, {"a": oops}, {"a": 3}]', '[{"a": 1}] x'],
)
def test_what_follows_a_break_is_named(text: str) -> None:
    *kept, last = rows(text)
    assert kept
    assert kept[0].cells == {"a": 1}
    assert last.problem is not None


def test_nested_objects_are_reached_by_a_dotted_path_and_lists_stay() -> None:
    nested = {"org": {"name": "Atelier", "site": {"ville": "Fès"}}, "skills": ["a", "b"], "n": 2.0}
    (row,) = rows(json.dumps(nested))
    assert row.cells == {
        "org.name": "Atelier",
        "org.site.ville": "Fès",
        "skills": ["a", "b"],
        "n": 2,
    }


def test_what_is_no_number_is_nothing() -> None:
    (row,) = rows('{"a": NaN, "b": Infinity, "c": 212600000076.0, "d": 1e400, "e": true}')
    assert row.cells == {"a": None, "b": None, "c": 212600000076, "d": None, "e": True}
    assert [(note.column, note.left_out) for note in row.notes] == [("b", True), ("d", True)]
    assert len(rows('{"a": -Infinity}\n{"a": NaN}\n{"a": 1}')) == 2


def test_line_separators_inside_a_text_are_kept() -> None:
    (row,) = rows('{"a": "un\u2028deux\x85trois"}\n')
    assert row.cells["a"] == "un\u2028deux\x85trois"


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a.b": 1, "a": {"b": 2}}',
        '{"a": "\\ud83d"}',
        '{"a": ["\\udc80"]}',
        json.dumps({"a": "x" * 40_000}),
        json.dumps({"a": ["x" * 40_000]}),
        '{"a":' * 20 + "1" + "}" * 20,
        '{"a":' + "[" * 20 + "]" * 20 + "}",
        '{"a": ' + "9" * 5000 + "}",
    ],
)
def test_an_object_that_cannot_be_kept_as_it_is_is_named(text: str) -> None:
    bad, good = rows(f"{text}\n" + '{"z": 1}')
    assert bad.problem is not None
    assert not bad.cells
    assert good.cells == {"z": 1}


def test_an_envelope_says_what_it_holds_beside_its_objects() -> None:
    table = read(json.dumps({"next": "p2", "count": 1, "items": [FIRST]}).encode(), "x.json")
    assert [row.cells for row in table.rows] == [FIRST]
    assert [(note.column, note.left_out) for note in table.notes] == [
        ("next", True),
        ("count", True),
    ]


POSTING = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "identifier": {"@type": "PropertyValue", "value": "P-1"},
    "title": "Maçon",
    "description": "<p>Monter des murs</p>",
    "hiringOrganization": {"@type": "Organization", "name": "Atelier Exemple"},
    "jobLocation": [{"address": {"addressLocality": town}} for town in ("Fès", "Salé")],
    "employmentType": ["FULL_TIME", "TEMPORARY"],
    "baseSalary": {
        "currency": "MAD",
        "value": {"minValue": 48000, "maxValue": 60000, "unitText": "YEAR"},
    },
    "totalJobOpenings": 3,
    "validThrough": "2027-01-31",
}  # fmt: skip
AS_VACANCY = {
    "external_ref": "P-1",
    "title": "Maçon",
    "description": "<p>Monter des murs</p>",
    "place": "Fès",
    "contract_type": "TEMPORARY",
    "places": 3,
    "wage_month": "48000 MAD / an",
    "wage_month_max": "60000 MAD / an",
    "employer_name": "Atelier Exemple",
}


def vacancies(value: Any) -> Table:
    return read(json.dumps(value).encode(), "x.json", known=by_header("vacancies"))


def test_a_job_posting_becomes_a_vacancy() -> None:
    table = vacancies(POSTING)
    (row,) = table.rows
    assert row.cells == AS_VACANCY
    assert set(table.headers) == set(AS_VACANCY)
    assert [(note.column, note.left_out) for note in row.notes] == [("place", True)]
    assert [(note.column, note.left_out) for note in table.notes] == [("validThrough", True)]


def test_a_job_posting_inside_a_graph() -> None:
    graph = {"@context": "x", "@graph": [{"@type": "WebSite", "name": "Site"}, POSTING]}
    table = vacancies(graph)
    assert [row.cells for row in table.rows] == [AS_VACANCY]
    assert any(note.left_out and note.column.startswith("@graph") for note in table.notes)


def test_a_mapping_by_dotted_path_reaches_into_a_job_posting() -> None:
    known = ("identifier.value", "title", "hiringOrganization.name", "totalJobOpenings")
    table = read(json.dumps(POSTING).encode(), "x.json", known=known)
    assert set(known) <= set(table.headers)
    (row,) = table.rows
    assert row.cells["hiringOrganization.name"] == "Atelier Exemple"


def test_a_json_resume_becomes_a_profile() -> None:
    resume = {
        "basics": {
            "name": "Awa EXEMPLE",
            "label": "Couturière",
            "email": "awa@exemple.ma",
            "phone": "+212 600 000 000",
            "summary": "Je couds.",
            "location": {"city": "Rabat"},
            "url": "https://exemple.ma",
        },
        "work": [
            {"position": "Retoucheuse", "startDate": "2019-01-01", "endDate": "2020-01-01"},
            {"position": "Couturière", "startDate": "2020-03", "endDate": "2023-03"},
        ],
        "skills": [{"name": "Couture", "keywords": ["patron"]}],
        "languages": [{"language": "Français", "fluency": "B1"}],
        "education": [{"area": "Couture"}],
    }
    table = read(json.dumps(resume).encode(), "x.json", known=by_header("profiles"))
    (row,) = table.rows
    assert row.cells == {
        "given_name": "Awa",
        "family_name": "EXEMPLE",
        "email": "awa@exemple.ma",
        "phone": "+212 600 000 000",
        "about": "Je couds.",
        "place": "Rabat",
        "occupations": ["Couturière"],
        "skills": ["Couture", "patron"],
        "languages": "Français B1",
        "experience.title": "Couturière",
        "experience.months": 36,
    }
    assert [note.column for note in row.notes if note.left_out] == ["experience.title"]
    assert {note.column for note in table.notes} == {"basics.url", "education"}


def test_a_europass_becomes_a_profile() -> None:
    person = {
        "Identification": {
            "PersonName": {"FirstName": "Moussa", "Surname": "Essai"},
            "ContactInfo": {
                "Address": {"Contact": {"Municipality": "Tanger"}},
                "Telephone": [{"Contact": "0600000001"}, {"Contact": "0600000002"}],
            },
            "Demographics": {
                "Birthdate": {"Year": 1990},
                "Gender": {"Code": "M"},
                "Nationality": [{"Code": "SN", "Label": "Sénégal"}],
            },
        },
        "Headline": {"Description": {"Label": "Soudeur"}},
        "Skills": {
            "Linguistic": {
                "MotherTongue": [{"Description": {"Label": "wolof"}}],
                "ForeignLanguage": [
                    {
                        "Description": {"Label": "français"},
                        "ProficiencyLevel": {"SpokenInteraction": "B2"},
                    }
                ],
            },
            "JobRelated": {"Description": "Soudure à l'arc"},
        },
    }
    content = json.dumps({"SkillsPassport": {"LearnerInfo": person}}).encode()
    (row,) = read(content, "cv.json", known=by_header("profiles")).rows
    assert row.cells == {
        "given_name": "Moussa",
        "family_name": "Essai",
        "sex": "M",
        "birth_year": 1990,
        "nationality": "SN",
        "phone": "0600000001",
        "place": "Tanger",
        "occupations": ["Soudeur"],
        "skills": ["Soudure à l'arc"],
        "languages": "wolof maternelle; français B2",
    }
    assert [(note.column, note.left_out) for note in row.notes] == [("phone", True)]


def test_a_name_that_cannot_be_divided_is_kept_whole_with_a_word() -> None:
    content = json.dumps({"basics": {"name": "Awa Exemple Essai"}, "work": []}).encode()
    (row,) = read(content, "x.json").rows
    assert row.cells == {"given_name": "Awa Exemple Essai"}
    assert [note.column for note in row.notes] == ["given_name"]


@pytest.mark.parametrize("text", ["[]", "{}", "[{}, {}]", "\n\n"])
def test_a_text_without_objects_says_so(text: str) -> None:
    with pytest.raises(UnreadableFile):
        rows(text)


_letters = st.text(st.characters(codec="ascii", exclude_categories=("C",)), max_size=20)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(_letters, _letters, max_size=5), max_size=8))
def test_what_was_written_as_lines_is_read_back(objects: list[dict[str, str]]) -> None:
    content = "\n".join(json.dumps(each) for each in objects).encode()
    kept = [each for each in objects if any(value.strip() for value in each.values())]
    if kept:
        assert [row.cells for row in read(content, "x.jsonl").rows] == kept


@pytest.mark.parametrize(
    "text",
    [
        '{"intitulé": ["Maçon", "Chef"], "ville": ["Fès", "Salé"]}',
        '{"intitulé": {"0": "Maçon", "1": "Chef"}, "ville": {"0": "Fès", "1": "Salé"}}',
        '{"7": {"intitulé": "Maçon", "ville": "Fès"}, "9": {"intitulé": "Chef", "ville": "Salé"}}',
        '{"columns": ["intitulé", "ville"], "data": [["Maçon", "Fès"], ["Chef", "Salé"]]}',
        '{"fields": [{"id": "intitulé"}, {"id": "ville"}], '
        '"records": [["Maçon", "Fès"], ["Chef", "Salé"]]}',
        '{"values": [["intitulé", "ville"], ["Maçon", "Fès"], ["Chef", "Salé"]]}',
        '[["intitulé", "ville"], ["Maçon", "Fès"], ["Chef", "Salé"]]',
        '["intitulé", "ville"]\n["Maçon", "Fès"]\n["Chef", "Salé"]\n',
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"intitulé": '
        '"Maçon", "ville": "Fès"}}, {"properties": {"intitulé": "Chef", "ville": "Salé"}}]}',
    ],
)
def test_tables_that_programs_write_come_out_as_rows(text: str) -> None:
    found = list(read(text.encode(), "x.json", known=("intitulé", "ville")).rows)
    assert [row.problem for row in found] == [None, None]
    assert [row.cells for row in found] == [
        {"intitulé": "Maçon", "ville": "Fès"},
        {"intitulé": "Chef", "ville": "Salé"},
    ]


def test_a_list_longer_than_its_header_is_named_and_what_stands_beside_too() -> None:
    text = (
        '{"columns": ["intitulé", "ville"], "data": [["a", "b", "c"], ["d"]], "note": "provisoire"}'
    )
    table = read(text.encode(), "x.json", known=("intitulé", "ville"))
    assert [row.problem is None for row in table.rows] == [False, True]
    assert [(note.column, note.left_out) for note in table.notes] == [("note", True)]


def test_one_object_with_lists_stays_one() -> None:
    text = '{"nom": "Awa", "métiers": ["maçon", "peintre"], "langues": ["fr", "ar"]}'
    (row,) = read(text.encode(), "x.json", known=("nom", "métiers", "langues")).rows
    assert row.cells["métiers"] == ["maçon", "peintre"]
