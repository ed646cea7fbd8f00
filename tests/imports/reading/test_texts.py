"""Texts with separators: the header found, rows at their lines, what is broken named."""

from __future__ import annotations

import pytest

from amuddu.imports.reading import read
from amuddu.imports.rows import Row, UnreadableFile

KNOWN = ("référence", "intitulé", "ville", "contrat")
HEADER = "référence;intitulé;ville"


def rows(text: str, name: str = "x.csv", known: tuple[str, ...] = KNOWN) -> list[Row]:
    return list(read(text.encode(), name, known=known).rows)


def notes(text: str) -> list[tuple[int | None, str, bool]]:
    """What is said, by line and column, and whether something was left out."""
    table = read(text.encode(), "x.csv", known=KNOWN)
    said = [note for row in table.rows for note in row.notes]
    return [(note.line, note.column, note.left_out) for note in (*said, *table.notes)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(separator: str, end: str) -> None:
    lines = ["référence;intitulé;ville", "1;Maçon;Fès", "2;Cuisinière;Salé"]
    text = end.join(lines).replace(";", separator)
    assert [(row.line, row.cells["ville"]) for row in rows(text)] == [(2, "Fès"), (3, "Salé")]


def test_a_cell_may_hold_line_breaks_and_lines_keep_their_number() -> None:
    text = 'titre;texte\nA;"deux\nlignes"\n;\nB;une\n'
    assert [(row.line, row.cells["titre"]) for row in rows(text)] == [(2, "A"), (5, "B")]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0c"])
def test_only_line_ends_end_a_line(mark: str) -> None:
    (row,) = rows(f"{HEADER}\n1;Maçon{mark}coffreur;Fès\n")
    assert row.line == 2
    assert row.cells["ville"] == "Fès"
    assert row.cells["intitulé"] in (f"Maçon{mark}coffreur", "Maçon coffreur")


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_line_that_states_the_separator(first: str) -> None:
    table = read(f"{first}\n{HEADER}\n1;a,b,c;Fès\n".encode(), "x.csv")
    assert table.headers == ("référence", "intitulé", "ville")
    assert [(row.line, row.cells["intitulé"]) for row in table.rows] == [(3, "a,b,c")]


@pytest.mark.parametrize("known", [KNOWN, ()])
@pytest.mark.parametrize(
    "above",
    [
        "Offres de novembre\n",
        "\n\n",
        "Offres;;\n\n",
        ";;\nAgence :;;\nSource : essai;;\n",
        "2026\n",
    ],
)
def test_what_stands_above_the_header_is_said(above: str, known: tuple[str, ...]) -> None:
    table = read(f"{above}{HEADER}\n1;Maçon;Fès\n".encode(), "x.csv", known=known)
    (row,) = table.rows
    assert row.cells == {"référence": "1", "intitulé": "Maçon", "ville": "Fès"}
    assert row.line == above.count("\n") + 2
    titles = [n for n, line in enumerate(above.split("\n"), start=1) if line.strip(";")]
    assert [note.line for note in table.notes] == titles
    assert not any(note.left_out for note in table.notes)


def test_rows_of_data_above_the_header_count_as_left_out() -> None:
    assert notes(f"7;Soudeur;Oujda\n{HEADER}\n1;Maçon;Fès\n") == [(1, "", True)]


def test_a_word_of_the_data_does_not_make_a_header() -> None:
    text = "Canal;Personne\nagent;Awa\nville;Moussa\n"
    assert [row.cells["Canal"] for row in rows(text)] == ["agent", "ville"]
    sparse = "Liste\nville;;\nFès;a;1\nSalé;b;2\n"
    assert [row.cells["ville"] for row in rows(sparse)] == ["Fès", "Salé"]


def test_two_rows_of_headers() -> None:
    text = "Identité;;Emploi\nréférence;;intitulé\n1;x;Maçon\n".replace(";;", ";ville;")
    assert rows(text)[0].cells == {"référence": "1", "ville": "x", "intitulé": "Maçon"}
    above = "Référence;Poste;\n;intitulé;ville\n1;Maçon;Fès\n"
    assert rows(above)[0].cells == {"Référence": "1", "intitulé": "Maçon", "ville": "Fès"}


def test_the_end_of_a_group_and_name_is_known() -> None:
    text = "offre/intitulé;lieu/ville\nMaçon;Fès\n"
    assert rows(text)[0].cells == {"intitulé": "Maçon", "ville": "Fès"}
    assert [column for _line, column, _out in notes(text)] == ["offre/intitulé", "lieu/ville"]
    assert rows(text, known=("offre/intitulé",))[0].cells == {
        "offre/intitulé": "Maçon",
        "lieu/ville": "Fès",
    }


def test_hashtags_and_a_repeated_header_are_skipped_with_a_word() -> None:
    text = f"{HEADER}\n#item+id;#activity+name;#adm2\n1;Maçon;Fès\n{HEADER}\n2;Chef;Salé\n"
    assert [row.line for row in rows(text)] == [3, 5]
    assert notes(text) == [(2, "", False), (4, "", False)]


def test_a_column_without_a_name_is_named_by_its_letter() -> None:
    assert notes("référence;;ville;\n1;x;Fès;y\n2;;Salé;\n") == [
        (None, "B", True),
        (None, "D", True),
    ]


def test_two_columns_of_one_name_are_told_apart() -> None:
    text = "référence;ville;ville\n1;Fès;Salé\n"
    assert rows(text)[0].cells == {"référence": "1", "ville": "Fès", "ville (2)": "Salé"}
    assert notes(text) == [(1, "ville", True)]
    grouped = "Offre;;Contact\nintitulé;ville;ville\nMaçon;Fès;Salé\n"
    assert rows(grouped)[0].cells["Contact/ville"] == "Salé"


def test_a_line_with_too_many_cells_is_refused_and_a_short_one_kept_with_a_word() -> None:
    longer, shorter, exact = rows(f"{HEADER}\n1;Maçon;coffreur;Fès\n2;Chef\n3;Chef;Fès;\n")
    assert longer.problem is not None
    assert longer.line == 2
    assert shorter.cells == {"référence": "2", "intitulé": "Chef", "ville": None}
    assert [note.left_out for note in shorter.notes] == [False]
    assert exact.problem is None
    assert not exact.notes


@pytest.mark.parametrize(
    ("text", "broken", "kept"),
    [
        (f'{HEADER}\n1;"Maçon;Fès\n2;Chef;Salé\n3;Soudeur;Oujda\n', [2], [3, 4]),
        (f'{HEADER}\n1;"Maçon;Fès\n2;"Chef;Salé\n3;Soudeur;Oujda\n', [2, 3], [4]),
        (f'{HEADER}\n1;"Maçon" coffreur;Fès\n2;Chef;Salé\n', [2], [3]),
        (f'{HEADER}\n1;Maçon;"\n2;Chef;Salé\n3;Soudeur;"\n4;Peintre;Fès\n', [2, 4], [3, 5]),
        (f'{HEADER}\n1;Maçon "coffreur";Fès\n', [], [2]),
        (f'{HEADER}\n1;"Maçon ""coffreur""";Fès\n', [], [2]),
    ],
)
def test_quotes_break_their_own_line_alone(text: str, broken: list[int], kept: list[int]) -> None:
    found = rows(text)
    assert [row.line for row in found if row.problem is not None] == broken
    assert [row.line for row in found if row.problem is None] == kept


@pytest.mark.parametrize(
    ("text", "broken", "doubtful"),
    [
        ('ref;titre\n1;"Maçon\n2;Chef"\n3;Soudeur\n', [], [2]),
        (f'{HEADER}\n1;Maçon;"Fès\n2;Chef;Salé";x\n3;Soudeur;Fès\n', [2, 3], []),
        (f'{HEADER}\n1;"Maçon\n2;Chef;Salé\nx";Fès\n', [], [2]),
        (f'{HEADER}\n1;"Maçon\net chef";Fès\n', [], []),
    ],
)
def test_a_cell_that_may_hold_a_row_is_named(
    text: str, broken: list[int], doubtful: list[int]
) -> None:
    found = rows(text)
    assert [row.line for row in found if row.problem is not None] == broken
    assert [row.line for row in found if row.notes] == doubtful


@pytest.mark.parametrize("size", [40_000, 200_000])
def test_a_huge_cell_refuses_its_row_alone(size: int) -> None:
    huge, small = rows(f'{HEADER}\n1;"{"x" * size}\ny";Fès\n2;Chef;Salé\n')
    assert huge.problem is not None
    assert (small.line, small.cells["ville"]) == (4, "Salé")


def test_nul_characters_are_taken_out_with_a_word() -> None:
    (row,) = rows(f"{HEADER}\n1;Ma\x00çon;Fès\n")
    assert row.cells["intitulé"] == "Maçon"
    assert [note.column for note in row.notes] == ["intitulé"]


@pytest.mark.parametrize("text", ["", "  \n ", "\ufeff", ";;;\n;;\n", "\n\n\n"])
def test_a_file_without_content_says_so(text: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(text.encode(), "x.csv", known=KNOWN)
    assert "vide" in refused.value.text.in_("fr")


def test_a_file_of_headers_alone_has_no_rows() -> None:
    table = read(HEADER.encode(), "x.csv", known=KNOWN)
    assert table.headers == ("référence", "intitulé", "ville")
    assert table.total == 0
    assert not list(table.rows)


def test_the_number_of_rows_is_known_beforehand() -> None:
    text = f'Titre\n{HEADER}\n#id;#b;#c\n1;"a\nb";c\n\n;;\n2;"x" y;z\n3;4;5\n'
    table = read(text.encode(), "x.csv", known=KNOWN)
    assert table.total == len(list(table.rows)) == 3


@pytest.mark.parametrize("ends", ["", ";;"])
def test_lines_that_stand_in_quotes_as_a_whole_are_read_without_them(ends: str) -> None:
    lines = ['référence;""intitulé"";ville', "1;Maçon;Fès", '2;""Chef; adjoint"";Salé']
    text = "".join(f'"{line}"{ends}\n' for line in lines)
    assert [row.cells["intitulé"] for row in rows(text)] == ["Maçon", "Chef; adjoint"]
    assert notes(text) == [(None, "", False)]


def test_one_column_of_quoted_sentences_is_one_column() -> None:
    text = '"intitulé"\n"Maçon; coffreur"\n"Chef"\n'
    assert [row.cells["intitulé"] for row in rows(text)] == ["Maçon; coffreur", "Chef"]


def test_questions_of_a_form_are_names_of_columns() -> None:
    asked = (
        "Quel est votre prénom (comme sur la pièce d'identité que vous avez montrée à l'accueil) ?",
        "Dans quelle ville habitez-vous aujourd'hui, ou près de laquelle, si vous êtes à côté ? *",
    )
    table = read(f"{asked[0]};{asked[1]}\nAwa;Rabat\n".encode(), "x.csv", known=KNOWN)
    assert table.headers == asked
    assert [row.line for row in table.rows] == [2]
